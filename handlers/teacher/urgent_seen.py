"""Somebody of the office takes up what a family called urgent; the family is told so."""

from bot.acts import urgent
from bot.languages.words import _
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return talk.person is not None and talk.asked(urgent.SEEN) is not None and heard.chosen is not None


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked(urgent.SEEN)
    assert asked is not None
    assert talk.person is not None
    talk.settle(asked)
    if not urgent.may_take_up([role for role, _room in talk.roles]):
        return
    if urgent.take_up(talk.desk, talk.person, asked.about["urgent"]):
        talk.answer(_("Thank you. The family is told that you have it."))
    else:
        talk.answer(_("A colleague has it already."))
