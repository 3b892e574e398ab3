"""What every idea for home must be before it may reach a family."""

import re
import unicodedata
from collections import Counter

import pytest

from bot.languages.segments import count
from bot.library import SUBJECTS, Activity, activities

ROOM = 120  #: of 160, so that the school's and the teacher's names fit in the same segment
#: Words of te reo Māori that are always written with a macron, as they look when somebody has dropped it.
BARE = (
    "whanau|maori|korero|korerotia|kainga|panui|hikoi|nga|ra|patai|pakete|kakahu|kowhiria|whatui|tehea|mo|mena|"
    "pirangi|pera|tetahi|etahi|ranei"
)
PROMISES = "learn|improve|better at|success|achieve|score|level|smart|boost|progress"
NOT_EVERYONE_HAS = "money|buy|your car|drive|book|garden|mum and dad|mum or dad|both parents|wifi|internet"

each = pytest.mark.parametrize("activity", activities(), ids=lambda activity: activity.name)


def _english(activity: Activity) -> str:
    assert activity.wordings[0].language == "en"
    return activity.wordings[0].words


def _holds(words: str, of: str) -> list[str]:
    return re.findall(rf"\b(?:{of})\b", words.casefold())


def test_there_are_three_of_each_subject_and_no_two_share_a_name() -> None:
    assert Counter(activity.subject for activity in activities()) == dict.fromkeys(SUBJECTS, 3)
    assert len({activity.name for activity in activities()}) == 12


def test_subjects_take_turns() -> None:
    subjects = [activity.subject for activity in activities()]
    assert subjects == list(SUBJECTS) * 3


@each
def test_english_fits_one_segment_with_room_for_names(activity: Activity) -> None:
    words = _english(activity)
    size = count(words)
    assert size.encoding == "GSM-7", size.costly
    assert size.units <= ROOM, words


@each
def test_english_is_short_asks_to_hear_back_and_promises_nothing(activity: Activity) -> None:
    words = _english(activity)
    assert "Text us" in words, "the family is asked to tell back"
    assert len(re.findall(r"[.?!](?:\s|$)", words)) <= 2
    assert not _holds(words, PROMISES)
    assert not _holds(words, NOT_EVERYONE_HAS)


@each
def test_only_english_is_ours_and_the_rest_are_drafts(activity: Activity) -> None:
    made_by = {wording.language: wording.made_by for wording in activity.wordings}
    assert made_by.pop("en") == "person"
    assert set(made_by) <= {"mi", "sm"}
    assert set(made_by.values()) == {"draft"}


@each
def test_wordings_are_composed_and_hold_no_braces_and_no_silent_costs(activity: Activity) -> None:
    for wording in activity.wordings:
        words = wording.words
        assert words == unicodedata.normalize("NFC", words) == " ".join(words.split())
        assert not set("{}<>%") & set(words), "a wording is never a template"
        assert not [mark for mark in words if unicodedata.category(mark) in ("Cf", "Zl", "Zp", "Cc")]


@each
def test_te_reo_keeps_its_macrons(activity: Activity) -> None:
    te_reo = [wording.words for wording in activity.wordings if wording.language == "mi"]
    assert not [bare for words in te_reo for bare in _holds(words, BARE)]
    assert all(set("āēīōū") & set(words) for words in te_reo)


def test_the_list_of_bare_words_finds_them() -> None:
    assert _holds("Kia ora e te whanau, nga mihi", BARE) == ["whanau", "nga"]
    assert _holds("Kia ora e te whānau, ngā mihi", BARE) == []


@each
def test_ages_are_a_span_of_childhood(activity: Activity) -> None:
    youngest, oldest = activity.ages
    assert 3 <= youngest < oldest <= 18
