"""They tell us which of the week's questions their words answer.

What they said first is meant. What they said while it waited may answer another one, or be for nobody else's eyes:
it is asked about by itself.
"""

from dataclasses import replace

from bot.acts.asking_which import asked_of, still_waiting
from bot.acts.asking_which_line import KIND
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    asked = asked_of(talk.asked(KIND), talk.person_id, KIND)
    return asked and heard.keyword is None and heard.chosen is not None


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked(KIND)
    assert asked is not None
    assert heard.chosen is not None
    waiting = still_waiting(talk.desk, asked)
    talk.settle(asked)
    talk.again.extend(replace(it, answers=int(heard.chosen), under=None) for it in waiting[:1])
    talk.again.extend(waiting[1:])
