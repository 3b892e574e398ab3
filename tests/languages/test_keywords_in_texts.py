"""A text that says "write STOP" must print a word that is heard as STOP when somebody types it."""

import re
from pathlib import Path

import pytest

from bot.languages import po_files
from bot.languages.keywords import match
from bot.languages.placeholders import placeholders
from bot.languages.registry import ENGLISH, LANGUAGES

LOCALES = Path(__file__).parents[2] / "locales"
NO_KEYWORD = {"SMS", "PDF"}

# Capitals, one word or more ("KO WAI", "GIA ĐÌNH"), are how a Latin script sets a keyword off; other scripts quote it.
_LETTERS = "".join(mark for mark in map(chr, range(0x41, 0x1F00)) if mark.isupper()) + "'ʻ"
_CAPITALS = re.compile(rf"(?<![\w'ʻ])[{_LETTERS}]+(?: [{_LETTERS}]+)*(?![\w'ʻ])")
_QUOTED = re.compile('[“「"]([^”」"]+)[”」"]')


def printed(words: str, tag: str) -> list[str]:
    """The keywords that `words` asks people to text, sorted; one that would not be heard is `?word`."""
    for name in placeholders(words):
        words = words.replace(f"{{{name}}}", "")
    latin = LANGUAGES[tag].script == "Latn"
    found = (it.strip("' ") for it in (_CAPITALS if latin else _QUOTED).findall(words))
    asked = [it for it in found if len(it.strip("ʻ")) > 1 or not latin]
    return sorted(match(it, tag) or f"?{it}" for it in asked if it.strip() and it not in NO_KEYWORD)


def texts() -> list[tuple[str, str, str]]:
    return [
        (tag, ours, theirs)
        for tag in LANGUAGES
        if tag != ENGLISH
        for message in po_files.entries(po_files.read(LOCALES / f"{tag}.po").catalog)
        for ours, theirs in zip(po_files.ids(message), po_files.forms(message), strict=False)
    ]


def test_every_keyword_that_a_text_prints_is_heard_as_that_keyword() -> None:
    wrong = [
        f"{tag}: “{theirs}” prints {printed(theirs, tag)}, the English {printed(ours, ENGLISH)}"
        for tag, ours, theirs in texts()
        if printed(theirs, tag) != printed(ours, ENGLISH)
    ]
    assert wrong == []


def test_the_texts_really_print_keywords() -> None:
    for tag in ("mi", "sm", "to", "rar", "niu", "fj"):
        seen = {it for spoken, _ours, theirs in texts() if spoken == tag for it in printed(theirs, tag)}
        assert seen >= {"ALL", "FAMILY", "LANGUAGE", "PAUSE", "SHARE", "START", "STOP", "WHO"}, tag


@pytest.mark.parametrize(
    ("words", "tag", "asked"),
    [
        ("Text STOP to end, LANGUAGE for {child}.", "en", ["LANGUAGE", "STOP"]),
        ("Tuhia mai KO WAI, {name}, KĀTI rānei.", "mi", ["STOP", "WHO"]),
        ("Tusi mai O AI, po o FA'ASOA. O le ofisa.", "sm", ["SHARE", "WHO"]),
        ("ʻE lava. Tohi mai TUʻU.", "to", ["STOP"]),
        ("发送“停止”可退订。", "zh_Hans", ["STOP"]),
        ("बंद करने के लिए “रोकें” लिखकर भेजें।", "hi", ["STOP"]),
        ("Nhắn GIA ĐÌNH để mời, CÓ AI để xem.", "vi", ["FAMILY", "WHO"]),
        ("Envíe QUIÉN.", "es", ["WHO"]),
        ("Tusi mai STOP.", "sm", ["STOP"]),
        ("Tuhia mai TAOFI.", "mi", ["?TAOFI"]),
        ("Tuhia mai MUTU.", "mi", ["?MUTU"]),
        ("E {segments} SMS.", "mi", []),
    ],
)
def test_a_word_that_nobody_would_be_heard_with_is_found(words: str, tag: str, asked: list[str]) -> None:
    assert printed(words, tag) == asked


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_the_english_words_of_the_privacy_page_are_heard_in_every_language(tag: str) -> None:
    for keyword in ("WHO", "ALL", "STOP", "START", "PAUSE", "WRONG", "LANGUAGE"):
        assert match(keyword, tag) == keyword
