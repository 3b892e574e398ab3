"""Arabic, Urdu and Punjabi: days and names as they are written there, and words heard as people really type them."""

import datetime as dt
import unicodedata
from pathlib import Path

import pytest

from bot.languages import dates, po_files
from bot.languages.keywords import match
from bot.languages.registry import LANGUAGES, find
from bot.languages.short_answers import choice, looks_like_thanks

LOCALES = Path(__file__).parents[2] / "locales"
RIGHT_TO_LEFT = sorted(tag for tag, known in LANGUAGES.items() if known.direction == "rtl")


@pytest.mark.parametrize(
    ("tag", "day", "time", "names"),
    [
        ("ar", "الثلاثاء 24 نوفمبر", "3:30 م", "Mere وTama"),
        ("ur", "منگل، 24 نومبر", "3:30 pm", "Mere اور Tama"),
        ("pa", "ਮੰਗਲਵਾਰ, 24 ਨਵੰਬਰ", "3:30 pm", "Mere ਅਤੇ Tama"),
    ],
)
def test_a_day_a_time_and_names(tag: str, day: str, time: str, names: str) -> None:
    assert dates.day(dt.date(2026, 11, 24), tag) == day
    assert dates.time(dt.time(15, 30), tag) == time
    assert dates.listed(["Mere", "Tama"], tag) == names


@pytest.mark.parametrize(
    ("typed", "tag", "keyword"),
    [
        ("إيقاف", "ar", "STOP"),
        ("ايقاف", "ar", "STOP"),
        ("تَوَقَّفْ", "ar", "STOP"),
        ("لغه", "ar", "LANGUAGE"),
        ("من معنا؟", "ar", "WHO"),
        ("من", "ar", "WHO"),
        ("musa3ada", "ar", "HELP"),
        ("بند کریں۔", "ur", "STOP"),
        ("band karein", "ur", "STOP"),
        ("گھر والے", "ur", "FAMILY"),
        ("ਬੰਦ ਕਰੋ।", "pa", "STOP"),
        ("ਸੁਰੂ", "pa", "START"),
        ("ਸ਼ੁਰੂ", "pa", "START"),
        ("ਕੌਣ-ਕੌਣ", "pa", "WHO"),
        ("band karo", "pa", "STOP"),
        ("band", "pa", None),
        ("ਰੁਕੋ", "pa", None),
        ("madad", "hi", "HELP"),
    ],
)
def test_keywords(typed: str, tag: str, keyword: str | None) -> None:
    assert match(typed, tag) == keyword


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("شكراً جزيلاً 🙏", "ar"),
        ("shukran", "ar"),
        ("بہت شکریہ", "ur"),
        ("ਧੰਨਵਾਦ ਜੀ", "pa"),
        ("theek hai", "pa"),
    ],
)
def test_thanks(words: str, tag: str) -> None:
    assert looks_like_thanks(words, tag)


def test_numbers_in_words_and_in_the_scripts_own_digits() -> None:
    assert choice("ثلاثة", 3, "ar") == choice("٣", 3, "ar") == 3
    assert choice("دو", 3, "ur") == choice("۲", 3, "ur") == 2
    assert choice("ਪੰਜ", 5, "pa") == choice("੫", 5, "pa") == 5


@pytest.mark.parametrize(
    ("named", "tag"),
    [("عربي", "ar"), ("Arabic", "ar"), ("اُردو", "ur"), ("Panjabi", "pa"), ("ਪੰਜਾਬੀ", "pa")],
)
def test_a_language_is_found_by_the_names_people_give_it(named: str, tag: str) -> None:
    found = find(named)
    assert found is not None
    assert found.tag == tag


@pytest.mark.parametrize("tag", RIGHT_TO_LEFT)
def test_a_text_begins_with_a_letter_of_its_own(tag: str) -> None:
    """A phone guesses which way a text reads from its first letter. A name put in there would be Latin."""
    catalog = po_files.read(LOCALES / f"{tag}.po").catalog
    wrong = [
        form
        for message in po_files.entries(catalog)
        for form in po_files.forms(message)
        if not _reads_right_to_left(form)
    ]
    assert wrong == []


def _reads_right_to_left(words: str) -> bool:
    strong = (it for it in words if it == "{" or unicodedata.bidirectional(it) in {"L", "R", "AL"})
    first = next(strong, None)
    return first is None or unicodedata.bidirectional(first) in {"R", "AL"}
