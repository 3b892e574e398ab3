"""What a supporter never sees is told from plain words, and from the school's own list in any language."""

from dataclasses import replace

import pytest

from bot.acts import schools
from bot.acts.matters import DELICATE, matter_of, of_family
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
        ("en", "There was danger, and he was in hospital", "health"),
        ("mi", "I pānui mātou i te pukapuka", None),
    ],
)
def test_whose_ears_by_the_words(language: str, words: str, matter: str | None) -> None:
    """Holds the phrases and the drafts of matters, and that the school's list is handed on."""
    assert matter_of(SCHOOL, [Wording(language, words)]) == matter


@pytest.mark.parametrize(
    ("language", "words", "kept"),
    [
        ("sm", "Tama had an asthma attack", True),
        ("en", "He was sick in the night", True),
        ("en", "He was absent for the game", True),
        ("zh_Hans", "他昨天发烧了", True),
        ("sm", "We baked bread together", False),
    ],
)
def test_a_familys_own_words_in_whatever_language(language: str, words: str, kept: bool) -> None:
    """Holds that English is read beside their own language, and the registry's lists of illness in it. Never
    "attendance": that is what the school got as an absence."""
    found = of_family(SCHOOL, Wording(language, words))
    assert found in (("health", DELICATE) if kept else (None,))
