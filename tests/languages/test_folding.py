import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.languages.folding import fold
from bot.languages.registry import LANGUAGES, find


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  STOP!!  ", "stop"),
        ("Whānau", "whanau"),
        (unicodedata.normalize("NFD", "whānau"), "whanau"),
        ("Fa'afetai", "faafetai"),
        ("fa‘afetai", "faafetai"),
        ("FAʻAFETAI.", "faafetai"),
        ("Tuʻu", "tuu"),
        ("ＳＴＯＰ", "stop"),
        ("opt-out", "opt out"),
        ("\u200estop\u202c", "stop"),
        ("Wrong   number\n", "wrong number"),
        ("1️⃣", "1"),
        ("👍🏽", "👍"),
        ("रोको।", "रोको"),
        ("停止。", "停止"),
        ("한국어", "한국어"),
        ("?!", ""),
    ],
)
def test_folded(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_hindi_vowels_are_letters_not_accents() -> None:
    assert fold("रुको") != fold("रको")


@given(st.text(max_size=60))
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("named", "tag"),
    [("samoan", "sm"), ("Gagana Sāmoa", "sm"), ("SM", "sm"), ("Te Reo", "mi"), ("maori", "mi"),
     ("中文", "zh_Hans"), ("zh-hans", "zh_Hans"), ("हिन्दी", "hi"),
     ("tagalog", "fil"), ("espanol", "es"), ("한국어", "ko"), ("tieng viet", "vi"), ("繁體中文", "zh_Hant"),
     ("ingles", "en"), ("lea faka tonga", "to"), ("English.", "en")],
)  # fmt: skip
def test_a_language_is_found_by_any_of_its_names(named: str, tag: str) -> None:
    known = find(named)
    assert known is not None
    assert known.tag == tag


@pytest.mark.parametrize("named", ["", "Klingon", "is hard for him", "en US"])
def test_what_is_no_language_is_not_found(named: str) -> None:
    assert find(named) is None


def test_every_language_of_the_registry_is_whole() -> None:
    names: dict[str, str] = {}
    for tag, known in LANGUAGES.items():
        assert (len(known.days), len(known.months)) == (7, 12)
        assert known.direction in {"ltr", "rtl"}
        assert known.keywords.get("STOP"), f"{tag} has no word to stop"
        for name in (tag, known.own_name, known.english_name, *known.also):
            assert names.setdefault(fold(name), tag) == tag, f"{name} is two languages"
        for words in known.keywords.values():
            assert all(map(fold, words))


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_no_word_of_a_language_means_two_things_in_it(tag: str) -> None:
    seen: dict[str, str] = {}
    for keyword, words in LANGUAGES[tag].keywords.items():
        for word in words:
            assert seen.setdefault(fold(word), keyword) == keyword


def test_only_english_claims_to_have_been_checked() -> None:
    for tag, known in LANGUAGES.items():
        assert known.checked_by or "keywords" in known.unreviewed, tag
