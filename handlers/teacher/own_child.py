"""A teacher who is a parent here says that the words were for their own child."""

from dataclasses import replace

from bot.model.heard import again_of
from bot.talk import Heard, Talk
from handlers.teacher.which_thread import KIND, OWN


def wants(heard: Heard, talk: Talk) -> bool:
    return talk.asked(KIND) is not None and heard.chosen == OWN


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked(KIND)
    assert asked is not None
    talk.settle(asked)
    talk.again.append(replace(again_of(asked.about["item"]), own=True))
