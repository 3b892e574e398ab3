"""A sticker, a place, a file that is no PDF: kept, and answered honestly. Nothing is pretended to be read."""

from bot.languages.words import _
from bot.model.heard import Kind
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.incoming.kind == Kind.OTHER or (heard.incoming.kind == Kind.TEXT and not heard.words)


def handle(heard: Heard, talk: Talk) -> None:
    if heard.words:
        talk.show_office(heard, "aside")
    say_so(talk)


def say_so(talk: Talk) -> None:
    talk.answer(
        _("Sorry, we can only pass on words, photos, voice notes and PDF documents."),
        once=f"unreadable {talk.desk.now:%Y-%m-%d}",
    )
