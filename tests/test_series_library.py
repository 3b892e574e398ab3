"""What every text of the built-in series must be before it may reach a family; and how a file of one's own is read."""

import re
import unicodedata
from collections import Counter
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acts import prompting
from bot.acts.desk import LOCALES
from bot.acts.rendering import render
from bot.languages.catalogue import Catalogues
from bot.languages.segments import SILENT, TYPOGRAPHIC, count
from bot.library.shelf import BadSeries, series_in, shelf, written
from bot.model.chat import Say, Wording
from bot.model.series import Part, PartKind, Series
from tests.test_library import BARE

LANGUAGES = ("en", "mi", "sm", "to")
PROMISES = "improve|better at|success|achieve|score|level|smart|boost|progress|results|ahead|behind|catch up"
BLAME = "must|should have|never forget|make sure|have to|fault"
NOT_EVERYONE_HAS = (
    "money|buy|shop|car|drive|book|books|garden|mum|dad|mother|father|both parents|wifi|internet|tablet|computer|"
    "church|god|pray|prayer|bible|pencil|bedroom"
)
SPEECH = Catalogues.load(LOCALES)

every_part = pytest.mark.parametrize(
    ("it", "number"),
    [(it, number) for it in shelf() for number in range(len(it.parts))],
    ids=lambda it: getattr(it, "key", str(it)),
)


def _holds(words: str, of: str) -> list[str]:
    return re.findall(rf"\b(?:{of})\b", words.casefold())


def test_there_are_three_of_ten_weeks_each_fact_tip_growth_in_four_languages() -> None:
    assert {it.key: (it.name, it.subject, it.ages) for it in shelf()} == {
        "maths-in-everyday-life": ("Maths in everyday life", "maths", (5, 9)),
        "reading-at-home": ("Reading at home", "reading", (5, 7)),
        "talking-and-belonging": ("Talking and belonging", "talk", (4, 18)),
    }
    for it in shelf():
        assert [part.kind for part in it.parts] == [PartKind.FACT, PartKind.TIP, PartKind.GROWTH] * 10
        assert {tuple(word.language for word in part.wordings) for part in it.parts} == {LANGUAGES}


def test_only_english_is_ours_and_the_rest_are_drafts() -> None:
    made_by = Counter(
        (word.language, word.made_by) for it in shelf() for part in it.parts for word in part.wordings
    )
    assert made_by == {("en", "person"): 90, ("mi", "draft"): 90, ("sm", "draft"): 90, ("to", "draft"): 90}


def test_no_text_says_what_another_one_says() -> None:
    words = Counter(word.words for it in shelf() for part in it.parts for word in part.wordings)
    assert [it for it, times in words.items() if times > 1] == []


@every_part
def test_with_our_own_words_around_it_it_fits(it: Series, number: int) -> None:
    """One segment in English and Samoan, two at most where macrons and fakauʻa are part of the word."""
    for word in it.parts[number].said:
        sent = render(
            SPEECH, channel="sms", language=word.language, wordings=[word], children=["Tama"],
            parts=[Say(prompting.SERIES, {"school": "Harakeke School"})],
        )  # fmt: skip
        size = count(sent.words)
        limit = 1 if word.language in ("en", "sm") else 2
        assert size.segments <= limit, (word.language, size.units, sent.words)
        assert size.encoding == "GSM-7" or word.language in ("mi", "to"), size.costly


@every_part
def test_plain_short_and_true_to_partnership(it: Series, number: int) -> None:
    words = it.parts[number].wordings[0].words
    assert len(words.split()) <= 22, words
    assert not _holds(words, PROMISES), words
    assert not _holds(words, BLAME), words
    assert not _holds(words, NOT_EVERYONE_HAS), words


def test_families_are_asked_back_again_and_again() -> None:
    for it in shelf():
        asked = [
            part
            for part in it.parts
            if re.search(r"Text us|Text it|[Tt]ell us|We would like", part.wordings[0].words)
        ]
        assert len(asked) >= 5, it.key
        assert {part.kind for part in asked} == {PartKind.GROWTH}


@every_part
def test_words_are_composed_and_cost_nothing_unseen(it: Series, number: int) -> None:
    for word in it.parts[number].wordings:
        assert word.words == unicodedata.normalize("NFC", word.words) == " ".join(word.words.split())
        assert not set("{}<>%") & set(word.words), "a wording is never a template"
        assert not {ord(mark) for mark in word.words} & set(SILENT | TYPOGRAPHIC), word.words


def test_macrons_okina_and_fakaua_are_kept() -> None:
    by_language = {
        tag: [
            word.words
            for it in shelf()
            for part in it.parts
            for word in part.wordings
            if word.language == tag
        ]
        for tag in LANGUAGES
    }
    assert not [bare for words in by_language["mi"] for bare in _holds(words, BARE)]
    assert all(set("āēīōūĀĒĪŌŪ") & set(words) for words in by_language["mi"])
    assert all("ʻ" in words for words in by_language["to"])
    assert not [words for words in by_language["to"] if "'" in words or "‘" in words]
    # Samoan in its plain orthography, as the registry says, with the typewriter's apostrophe.
    assert not set("āēīōūʻ‘") & set(chain.from_iterable(by_language["sm"]))


# Files of one's own

OURS = """
[series]
name = "Gardens"
subject = "talk"
ages = [5, 10]
[[part]]
kind = "tip"
[part.wording]
en = "What grows near you?"
mi = "He aha e tipu ana?"
[part.choices]
en = ["Taro", "Flowers", "Nothing yet"]
"""


def test_a_file_of_the_schools_own_is_read_with_its_choices() -> None:
    it = series_in(OURS, "ours.toml")
    assert (it.name, it.ages, it.languages) == ("Gardens", (5, 10), ("en", "mi"))
    assert it.parts[0].said[0].words == "What grows near you? Taro / Flowers / Nothing yet"
    assert it.parts[0].said[1].words == "He aha e tipu ana?"
    assert {word.made_by for word in it.parts[0].wordings} == {"person"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('"Gardens"', "Gardens"), "ours.toml: this is not TOML"),
        (("[series]", "[serie]"), "ours.toml: the file, serie: is not a key that Aho knows; use one of: series, part"),
        (('name = "Gardens"', 'name = " "'), "ours.toml: series.name: is empty; write words between quotes"),
        (('subject = "talk"', 'subject = "sums"'), "ours.toml: series.subject: is 'sums'; write one of: reading,"),
        (("ages = [5, 10]", "ages = [10, 5]"), "ours.toml: series.ages: are not a youngest and an oldest; write e.g."),
        (("ages = [5, 10]", "age = [5, 10]"), "ours.toml: series, age: is not a key that Aho knows"),
        (('kind = "tip"', 'kind = "hint"'), "ours.toml: part 1, kind: is 'hint'; write one of: fact, tip, growth"),
        (('en = "What', 'sm = "What'), "ours.toml: part 1, wording: has no English; write at least en"),
        (('mi = "He', 'klingon = "He'), "ours.toml: part 1, wording: Aho does not know the language 'klingon'"),
        (('"He aha e tipu ana?"', '"' + "x" * 1201 + '"'), "part 1, wording.mi: has 1201 characters; 1200 are the most"),
        (('["Taro", "Flowers", "Nothing yet"]', '["Taro"]'), "part 1, choices.en: are not a few choices; write from 2"),
        (("[[part]]", "[part]"), "ours.toml: part: there is none; begin each text with a line [[part]]"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line_with_file_entry_and_what_to_do(change: tuple[str, str], told: str) -> None:
    """Holds every check in bot/library/shelf.py: red when one of them is taken out."""
    text = OURS.replace(*change)
    assert text != OURS
    with pytest.raises(BadSeries) as wrong:
        series_in(text, "ours.toml")
    assert told in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_the_shelfs_own_come_back_from_their_file_as_they_were() -> None:
    """Holds the `drafts` of a file: what nobody has checked stays a draft on its way through one."""
    for it in shelf():
        assert series_in(written(it), "x", it.key) == it


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda it: it.strip()
)


@given(
    name=WORDS,
    words=WORDS,
    draft=WORDS,
    choices=st.lists(WORDS.filter(lambda it: len(it) <= 40), min_size=2, max_size=4),
)
def test_whatever_is_written_is_read_again(name: str, words: str, draft: str, choices: list[str]) -> None:
    """Holds _quoted: quotes, backslashes and control codes in what a teacher wrote break no file."""
    plain = [" ".join(it.split()) for it in (name, words, draft, *choices)]
    part = Part(
        PartKind.TIP, (Wording("en", plain[1]), Wording("mi", plain[2], "draft")), {"en": tuple(plain[3:])}
    )
    it = Series(plain[0], "talk", (5, 6), (part,))
    assert series_in(written(it), "x") == it
