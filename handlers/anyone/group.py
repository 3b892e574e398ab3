"""Somebody put us into a group. Other families' names do not belong there: one polite line, once."""

from bot.languages.words import _
from bot.model.heard import Kind
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.incoming.kind == Kind.GROUP


def handle(heard: Heard, talk: Talk) -> None:
    talk.answer(
        _("Kia ora. I only talk with one person at a time. Please write to me in a chat of our own."),
        once="group",
    )
