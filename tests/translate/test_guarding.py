"""Whatever an engine does: a name, a time, a number, a link or a keyword arrives as it was, or the original goes."""

import asyncio
import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.languages.folding import fold
from bot.translate import Guarded, Translated, translate
from bot.translate.guarding import cover, spans, uncover
from tests.translate.engines import Pretend, backwards

KNOWN = Guarded(
    names=frozenset({"Mere Ngata", "Tama", "Ruby", "Room 5", "Awahou", "小明"}),
    glossary=frozenset({"Te Awa"}),
)
PIECES = ["Mere Ngata", "Tama", "Ruby", "Room 5", "Awahou", "9:30 am", "3pm", "$12.50", "50%", "+64 21 555 0100",
          "09 555 0100", "https://school.nz/read?x=1", "office@harakeke.example", "KOWHAI-4821", "STOP", "HELP",
          "whānau", "hui", "Te Awa", "3", "2027", "kia ora"]  # fmt: skip
PLAIN = [
    "please",
    "bring",
    "the",
    "and",
    "with",
    "togs",
    "reads",
    "a",
    "book",
    "about",
    "tomorrow",
    "at",
    "or",
    "from",
]
messages = some.lists(some.sampled_from(PIECES + PLAIN * 2), min_size=1, max_size=14).map(" ".join)


def kept(words: str, source: str = "en", target: str = "es") -> list[str]:
    return [it.text for it in spans(words, source, target, KNOWN)]


@pytest.mark.parametrize(
    ("words", "stay"),
    [
        ("Please ask Mere Ngata about Tama.", ["Mere Ngata", "Tama"]),
        (
            "See https://school.nz/read?x=1, or call 09 555 0100.",
            ["https://school.nz/read?x=1", "09 555 0100"],
        ),
        ("Text STOP to stop, or HELP", ["STOP", "HELP"]),
        ("It costs $12.50 (50% less) at 9:30 am", ["$12.50", "50%", "9:30 am"]),
        ("A hui at the marae for whanau and tamariki", ["hui", "marae", "whanau", "tamariki"]),
        ("Code KOWHAI-4821 opens it", ["KOWHAI-4821"]),
        ("Mail office@harakeke.example or @mere_n", ["office@harakeke.example", "@mere_n"]),
        ("小明今天很好", ["小明"]),
        ("The tama of ruby red", []),  # written small, these are no names
        ("Tāma and RUBY", ["Tāma", "RUBY"]),  # typed with a macron too many, or in capitals, they are
    ],
)
def test_what_stays(words: str, stay: list[str]) -> None:
    assert kept(words) == stay


@pytest.mark.parametrize(
    "words",
    [
        "Is it Tama's turn?",
        "Is it Tama’s turn?",
        "Ask Ruby-Tama about it",
        "Tama가 책을 읽어요",
        "Tāma의 책",
        "A book for TAMA'S home",
    ],
)
def test_no_name_leaves_with_something_tied_to_it(words: str) -> None:
    """The safeguard: a word that is no name is looked at part by part."""
    source = "ko" if "책" in words else "en"
    engine = Pretend(backwards)
    asyncio.run(translate(words, source, "sm", guarded=KNOWN, engine=engine))
    assert len(engine.given) == 1
    assert not any(name in fold(engine.given[0]) for name in ("tama", "ruby"))


def test_a_day_is_said_in_the_other_languages_own_words() -> None:
    """Days are worded by the registry: an engine made "soy" of am, and would make a wrong day of a right one."""
    found = spans("Swimming is on Friday 4 December and then every Monday", "en", "sm", KNOWN)
    assert [it.back for it in found] == ["Aso Faraile 4 Tesema", "Aso Gafua"]
    assert [it.back for it in spans("from the 2nd of May", "en", "mi", KNOWN)] == ["2 Haratua"]


def test_te_reo_is_translated_where_it_is_a_sisters_word() -> None:
    assert kept("o le mana ma le aroha", "sm", "en") == []
    assert kept("gracias por el hui", "es", "en") == ["hui"]


def evil(words: str, deed: str, at: int) -> str:
    """What a bad engine does to one of the covers, or to the sentence."""
    covers = re.findall(r"[A-Z]Q[A-Z]{2}[A-Z]|Q[A-Z]{3}Q|[A-Z]X[A-Z]{2}[A-Z]", words)
    one = covers[at % len(covers)] if covers else ""
    if deed == "drop":
        return words.replace(one, "", 1) if one else ""
    if deed == "double":
        return words.replace(one, f"{one} {one}", 1) if one else words + " 111"
    if deed == "reorder":
        return " ".join(reversed(words.split()))
    if deed == "swap":
        return words.replace(one, covers[0] if one != covers[0] else one.lower(), 1) if one else words
    if deed == "small":
        return words.lower()
    if deed == "spaced":
        return words.replace(one, " ".join(one)) if one else words
    if deed == "glue":
        return words.replace(" ", "")
    if deed == "link":
        return words + " https://evil.example/pay"
    if deed == "number":
        return words + " call 0900 12345"
    if deed == "keyword":
        return words + " text STOP"
    if deed == "empty":
        return ""
    if deed == "flood":
        return words * 60
    if deed == "invisible":
        return words.replace(" ", "\x00 ")
    return "Algo muy diferente"


DEEDS = ("drop", "double", "reorder", "swap", "small", "spaced", "glue", "link", "number", "keyword", "empty",
         "flood", "invisible", "rewrite")  # fmt: skip


@given(messages, some.sampled_from(DEEDS), some.integers(0, 20))
def test_an_engine_can_lose_nothing_and_add_nothing(words: str, deed: str, at: int) -> None:
    """The safeguard: `uncover` counts every cover, and looks for what was never there."""
    made = asyncio.run(
        translate(words, "en", "es", guarded=KNOWN, engine=Pretend(lambda it: evil(it, deed, at)))
    )
    if not isinstance(made, Translated):
        return
    for piece in set(PIECES):
        assert len(re.findall(rf"(?<!\w){re.escape(piece)}(?!\w)", made.words)) >= (deed != "glue" and len(
            re.findall(rf"(?<!\w){re.escape(piece)}(?!\w)", words)
        )), (words, deed, made.words)  # fmt: skip
    assert sorted(digits(made.words)) == sorted(digits(words)), (words, deed, made.words)
    assert made.words.count("STOP") == words.count("STOP")
    assert made.words.count("http") == words.count("http")


@given(some.text(max_size=300))
def test_covering_and_uncovering_gives_the_words_back(words: str) -> None:
    found = spans(words, "en", "xx", KNOWN)
    assert all(words[it.start : it.end] == it.text for it in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    if covered := cover(words, found):
        restored = "".join(part for part in covered.words)
        for number, it in enumerate(found):
            mark = f"{covered.mark}{chr(65 + number // 26)}{chr(65 + number % 26)}{covered.mark[0]}"
            assert restored.count(mark) == 1
            restored = restored.replace(mark, it.text)
        assert restored == words


def test_two_numbers_that_meet_do_not_become_a_third() -> None:
    covered = cover("from 9 to 30 books", spans("from 9 to 30 books", "en", "es", KNOWN))
    assert covered is not None
    assert uncover(covered, covered.words.replace(" to ", "")) == "from 9 30 books"


def test_words_that_hold_every_cover_are_not_sent() -> None:
    assert cover("xq zq qz qx zx jq", ()) is None


def test_a_good_engine_keeps_its_words() -> None:
    made = asyncio.run(
        translate("Tama reads a book at 9:30 am", "en", "es", guarded=KNOWN, engine=Pretend(backwards))
    )
    assert made == Translated("Tama sdaer a koob ta 9:30 am", "machine", "pretend")


def digits(words: str) -> list[str]:
    return re.findall(r"\d+", words)
