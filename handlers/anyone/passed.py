"""A button of a question that has passed: say so, rather than do what it once meant."""

from bot.languages.words import _
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.stale


def handle(heard: Heard, talk: Talk) -> None:
    talk.answer(_("That question has passed. Please write to us in your own words."))
