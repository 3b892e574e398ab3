"""What a supporter never sees is told from plain words, and from the school's own list in any language."""

from dataclasses import replace

import pytest

from bot.acts import schools
from bot.acts.matters import DELICATE, matter_of
from bot.model.chat import Wording
from tests.ground.school import SCHOOL as AS_TOML

USUAL = schools.read(AS_TOML)
SCHOOL = replace(USUAL, translating=replace(USUAL.translating, delicate=("karioi",)))


@pytest.mark.parametrize(
    ("language", "words", "matter"),
    [
        ("en", "Ruby was not here today", "attendance"),
        ("en", "He was hitting other children", "behaviour"),
        ("en", "She is reading two years behind", "assessment"),
        ("en", "A karioi came to see us", DELICATE),
        ("mi", "Kua haere ki te hōhipera", DELICATE),
        ("mi", "He karioi ia", DELICATE),
        ("sm", "Sa alu i le fale ma'i, i le falema'i", DELICATE),
        ("to", "Naʻe ʻalu ki he falemahaki", DELICATE),
        ("en", "He is hitting the ball further every day, and the bus was late", None),
        ("mi", "I pānui mātou i te pukapuka", None),
    ],
)
def test_whose_ears_by_the_words(language: str, words: str, matter: str | None) -> None:
    """Holds the phrases and the drafts of matters, and that the school's list is handed on."""
    assert matter_of(SCHOOL, [Wording(language, words)]) == matter
