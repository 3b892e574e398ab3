"""Anything else from a teacher: what can be done here."""

from bot.languages.words import _
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return True


def handle(heard: Heard, talk: Talk) -> None:
    talk.answer(_("Send /ask to ask your families something, /console to open the console. "
                  "Reply to a family's message to answer it."))  # fmt: skip
