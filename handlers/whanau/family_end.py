"""A guardian takes somebody's place back. It works at once, and gives no reasons."""

from bot.acts import inviting
from bot.languages.words import _
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return talk.asked("family end") is not None and heard.chosen is not None


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked("family end")
    assert asked is not None
    assert heard.chosen is not None
    assert talk.person is not None
    talk.settle(asked)
    ended = inviting.take_back(talk.desk, talk.person.id, int(heard.chosen))
    if ended:
        children = {"names": [it.lane.child.name for it in ended]}
        talk.answer(
            _("Done. {name} no longer hears about {children}."), name=ended[0].person.name, children=children
        )
