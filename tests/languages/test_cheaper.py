"""Wordings that cost less: which are offered, and that nothing is left out of them; and money to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.languages.cheaper import DOUBLE_VOWELS, PLAIN_MARKS, Offer, doubled, offers
from bot.languages.money import is_currency, money
from bot.languages.segments import count


@pytest.mark.parametrize(
    ("words", "twice"),
    [
        ("Māori", "Maaori"),
        ("Ākonga mā, kua pēhea?", "Aakonga maa, kua peehea?"),
        ("KA KITE ANŌ", "KA KITE ANOO"),
        ("Ā", "Aa"),
        ("MĀORI, Māori", "MAAORI, Maaori"),
        ("wha\u0304nau", "whaanau"),  # letter and macron typed apart
        ("maa", "maa"),
        ("Fa\u02bbafetai, José", "Fa\u02bbafetai, José"),
    ],
)
def test_a_long_vowel_is_written_as_two(words: str, twice: str) -> None:
    assert doubled(words) == twice


@given(st.text(st.sampled_from("aeiouāēīōūĀŌAEkKwhg ,’ʻ"), max_size=40))
def test_doubling_loses_no_length_and_no_other_letter(words: str) -> None:
    """Holds that macrons are never stripped: each long vowel is two letters afterwards, all else is as it was."""
    long = "āēīōūĀĒĪŌŪ"
    made = doubled(words)
    assert len(made) == len(words) + sum(it in long for it in words)
    assert not set(made) & set(long)
    assert [it for it in made if not it.isascii()] == [
        it for it in words if not it.isascii() and it not in long
    ]


def test_double_vowels_are_offered_only_where_the_school_writes_so() -> None:
    """Holds the school's own word on it, in `offers`."""
    words = "Kia ora e te whānau"
    assert offers(words, "mi", ()) == []
    assert offers(words, "mi", ("mi",)) == [Offer((DOUBLE_VOWELS,), "Kia ora e te whaanau")]
    assert offers(words, "en", ("mi", "en")) == [], "whānau in an English sentence stays as it was written"
    assert offers("Mālō", "to", ("to", "mi")) == []


def test_plain_marks_are_offered_and_letters_stay_letters() -> None:
    assert offers("It’s “on” – bring\u00a0togs…", "en", ()) == [
        Offer((PLAIN_MARKS,), 'It\'s "on" - bring togs...')
    ]
    assert [it.words for it in offers("‘Ā’", "mi", ("mi",))] == ["'Ā'", "‘Aa’", "'Aa'"]
    assert offers("Tu’i", "to", ()) == [], "there the mark may be a letter"
    assert offers("Plain already.", "en", ()) == []


def test_double_vowels_fit_where_macrons_do_not() -> None:
    words = (
        "Kia ora e te whānau, he aha te pukapuka i pānuihia e koutou i tēnei wiki? Tuhia mai ki a mātou, ā, ka kōrero tātou."
        * 1
    )
    assert (count(words).segments, count(offers(words, "mi", ("mi",))[0].words).segments) == (2, 1)


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("0.33", "NZD", "$0.33"),
        ("1234.5", "NZD", "$1,234.50"),
        ("0.115", "NZD", "$0.12"),  # halves go up, as a bill's do
        ("0.0031", "NZD", "$0.0031"),
        ("0", "NZD", "$0.00"),
        ("2.2", "WST", "WST2.20"),
        ("3.3", "AUD", "A$3.30"),
        ("120.4", "VUV", "VUV120"),
    ],
)
def test_money_is_written_to_the_cent(amount: str, currency: str, written: str) -> None:
    assert money(Decimal(amount), currency).replace(" ", "") == written


def test_currencies_are_known() -> None:
    assert is_currency("NZD") and not is_currency("nzd") and not is_currency("XXZ")
