"""Finding what has to stay: links, dates, numbers, codes, keywords, names, and the school's own words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bot.languages.folding import fold
from bot.languages.registry import ENGLISH, LANGUAGES, Language

#: Words of te reo that everybody in Aotearoa says in English too. They stay; the school adds its own.
TE_REO = frozenset("""
aroha atua awhi hāngī hapū haka hongi hui iwi kaiako kai kapa karakia karanga kaumātua kaupapa koha kōhanga koro kuia
kura kōrero kōwhaiwhai mahi mana manaakitanga manuhiri māori marae matariki matua mihi mokopuna mōrena ngā pā pākehā
pepeha pēpi pounamu pōwhiri puku rangatahi rangatiratanga reo rāhui taiaha tamariki tāne taonga tapu tangi
tangihanga te tikanga tiriti tumuaki tūpuna waiata wahine wairua waka wānanga whaea whaikōrero whakapapa whakataukī
whānau whanaungatanga wharenui whare whenua aotearoa poi kete kapahaka
""".split())  # fmt: skip
#: "kia ora" stays whole; either word alone may be an ordinary one elsewhere.
PHRASES = ("kia ora", "ka pai", "ka kite", "kia kaha", "ngā mihi", "tēnā koe", "tēnā koutou", "nau mai", "haere mai",
           "noho ora mai", "ka kite anō", "kapa haka", "te reo", "kia ora koutou", "te tiriti o waitangi")  # fmt: skip
#: In these the words above are words of the language itself, and are to be translated.
KIN = frozenset({"mi", "rar", "sm", "to", "niu", "tkl", "fj", "tvl"})

_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@])@\w+|"
    r"(?<![\w.])[\w-]+(?:\.[\w-]+)*\.(?:nz|com|org|net|edu|govt|school|app|au|uk|me|info)\b(?:/[^\s<>\"]*)?",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<!\w)\+?\d[\d ()-]{5,}\d(?!\w)")
_TIME = re.compile(
    r"(?<!\w)\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|a\.m\.|p\.m\.)(?!\w)|(?<!\w)\d{1,2}:\d\d(?!\w)", re.IGNORECASE
)
#: Anything with a digit in it: amounts, rooms, years, join codes.
_NUMBER = re.compile(r"[$€£¥]?\s?(?:[\w-]*\d[\w-]*)(?:[.,:/]\d+)*%?")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʻʼ‘-][^\W\d_]+)*")
#: What a word is made of: letters of one kind, without what is tied to them by a mark or without any.
_PART = re.compile(
    r"[A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]+|[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff]+"
)
_CLOSING = ".,;:!?)]}'\"»”’"


@dataclass(frozen=True)
class Guarded:
    """What the school knows and a pattern cannot: names of people, rooms and places; words that stay."""

    names: frozenset[str] = frozenset()
    glossary: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    text: str  #: as written
    back: (
        str  #: what stands in the translation: the same, but for days, which each language writes its own way
    )


def found(words: str, source: str, target: str, guarded: Guarded) -> list[Span]:
    """Everything that has to stay, sooner rules first; no two overlap."""
    taken: list[Span] = []
    for start, end, back in _all(words, source, target, guarded):
        start, end = _trimmed(words, start, end)
        if start < end and not any(it.start < end and start < it.end for it in taken):
            text = words[start:end]
            taken.append(Span(start, end, text, back or text))
    return _joined(words, taken)


def loose(words: str) -> bool:
    """Whether there is a link, a number or a keyword in words where none should be."""
    digits = any(letter.isdecimal() for letter in words)
    return digits or bool(_LINK.search(words)) or any(_keywords(words, ENGLISH))


def _all(words: str, source: str, target: str, guarded: Guarded) -> Iterator[tuple[int, int, str]]:
    for it in _LINK.finditer(words):
        yield it.start(), it.end(), ""
    yield from _days(words, source, target)
    yield from _phrases(
        words, guarded.names | guarded.glossary
    )  # "Room 5" is one name, not a name and a number
    for pattern in (_TIME, _PHONE, _NUMBER):
        for it in pattern.finditer(words):
            yield it.start(), it.end(), ""
    for start, end in _keywords(words, source):
        yield start, end, ""
    yield from _phrases(words, _te_reo_phrases(source))
    stay = _folded(guarded.glossary) | (frozenset() if source in KIN else _folded(TE_REO))
    names = _folded(frozenset(part for name in guarded.names for part in re.split(r"[\s,]+", name)))
    for it in _WORD.finditer(words):
        if fold(it[0]) in stay or _named(it[0], names):
            yield it.start(), it.end(), ""
        else:  # "Mere's", "Mere-Tama", "Mere가"
            for part in _PART.finditer(it[0]):
                if _named(part[0], names):
                    yield it.start() + part.start(), it.start() + part.end(), ""


def _named(word: str, names: frozenset[str]) -> bool:
    """Written small it is an ordinary word: "the tama of ruby red"."""
    folded = fold(word)
    return len(folded) > 1 and folded in names and not word[0].islower()


def _days(words: str, source: str, target: str) -> Iterator[tuple[int, int, str]]:
    """A weekday, a day of a month, or both: in the other language's own words, where we know them."""
    if source not in LANGUAGES:
        return
    for it in _day_pattern(source).finditer(words):
        weekday = it["weekday"] or it["alone"]
        day, month = it["day"] or it["day_after"], it["month"] or it["month_before"]
        yield it.start(), it.end(), _day_in(source, target, weekday, day, month)


@cache
def _day_pattern(source: str) -> re.Pattern[str]:
    known = LANGUAGES[source]
    day, days = r"\d{1,2}", "|".join(map(re.escape, sorted(known.days, key=len, reverse=True)))
    months = "|".join(map(re.escape, sorted(known.months, key=len, reverse=True)))
    ends = "(?:st|nd|rd|th)?" if source == ENGLISH else ""
    of = _of(known)
    return re.compile(
        rf"(?<!\w)(?:(?:(?P<weekday>{days}),?\s(?:the\s)?)?"
        rf"(?:(?P<day>{day}){ends}{of}(?P<month>{months})|(?P<month_before>{months})\s(?P<day_after>{day}){ends})"
        rf"|(?P<alone>{days}))(?!\w)"
    )


def _of(known: Language) -> str:
    """What may stand between day and month: a blank, or the language's own little word (5 de octubre)."""
    little = "of" if known.tag == ENGLISH else ""
    if known.day.index("{day}") < known.day.index("{month}"):
        little = little or known.day.partition("{day}")[2].partition("{month}")[0].strip(" ,.")
    return rf"\s(?:{re.escape(little)}\s)?" if little else r"\s?"


def _day_in(source: str, target: str, weekday: str | None, day: str | None, month: str | None) -> str:
    if target not in LANGUAGES:
        return ""
    ours, theirs = LANGUAGES[source], LANGUAGES[target]
    there = theirs.days[ours.days.index(weekday)] if weekday else ""
    if day is None or month is None:
        return there
    pattern = theirs.day if weekday else theirs.day.replace("{weekday}", "")
    said = pattern.format(weekday=there, day=int(day), month=theirs.months[ours.months.index(month)])
    return " ".join(said.split()).strip(" ,،、")


def _keywords(words: str, source: str) -> Iterator[tuple[int, int]]:
    """Words that do something when they are texted to us, written in capitals."""
    known = _capitals(source) | _capitals(ENGLISH)
    for it in _WORD.finditer(words):
        if it[0].isupper() and fold(it[0]) in known:
            yield it.start(), it.end()


@cache
def _capitals(tag: str) -> frozenset[str]:
    known = LANGUAGES[tag].keywords if tag in LANGUAGES else {}
    said = {word for forms in known.values() for word in forms} | set(known) | {"orig"}
    return frozenset(part for word in said for part in fold(word).split() if len(part) > 1)


def _phrases(words: str, kept: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Names and words of several parts, or in a script without spaces, as they stand."""
    for name in sorted((it for it in kept if " " in it or not it.isascii()), key=len, reverse=True):
        before = r"(?<!\w)" if name[0].isascii() else ""
        after = r"(?!\w)" if name[-1].isascii() else ""
        if len(name) > 1:
            for it in re.finditer(before + re.escape(name) + after, words, re.IGNORECASE):
                yield it.start(), it.end(), ""


def _te_reo_phrases(source: str) -> frozenset[str]:
    return frozenset() if source in KIN else frozenset(PHRASES)


@cache
def _folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(fold(it) for it in words) - {""}


def _trimmed(words: str, start: int, end: int) -> tuple[int, int]:
    while start < end and words[start].isspace():
        start += 1
    while end > start and (words[end - 1].isspace() or words[end - 1] in _CLOSING):
        end -= 1
    return start, end


def _joined(words: str, taken: list[Span]) -> list[Span]:
    """ "Mere Ngata" is one name: nothing may come between its parts."""
    done: list[Span] = []
    for it in sorted(taken, key=lambda it: it.start):
        last = done[-1] if done else None
        plain = last is not None and last.text == last.back and it.text == it.back
        if last and plain and words[last.end : it.start] == " " and _is_name(last) and _is_name(it):
            done[-1] = Span(last.start, it.end, words[last.start : it.end], words[last.start : it.end])
        else:
            done.append(it)
    return done


def _is_name(it: Span) -> bool:
    return it.text[0].isalpha() and it.text[0].isupper() and not it.text.isupper()
