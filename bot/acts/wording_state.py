"""Whose words a family will read in its language: a person's, the phrase book's, a machine's, or none yet."""

from collections.abc import Sequence

from bot.acts import phrase_book, translating
from bot.acts.desk import Desk
from bot.languages.short_answers import is_short_reply
from bot.model.chat import Wording
from bot.translate import phrases

HUMAN, MACHINE, MISSING = "human", "machine", "missing"


def state(desk: Desk, content_id: int, wordings: Sequence[Wording], language: str) -> str:
    """Either "human", "draft", "phrase book", "machine" or "missing": as it is, and as it will be once confirmed.

    A sentence of the phrase book with a name in it is told of as a machine's, or as missing: it is found at the call.
    """
    there = next((it for it in wordings if it.language == language), None)
    if there is not None:
        return HUMAN if there.made_by == "person" else there.made_by
    if not wordings or not desk.school.translating.on:
        return MISSING
    original = wordings[0]
    if is_short_reply(original.words, original.language):
        return MISSING
    book = phrase_book.of_pair(desk, original.language, language)
    if phrases.said(original.words, original.language, language, book, ()):
        return "phrase book"
    machine = translating.machine_for(desk.school, original.language, language)
    delicate = translating.is_delicate(desk, content_id, original)
    return MACHINE if machine and not delicate else MISSING
