"""The school's phrase book: pairs that people have looked at. Matched folded; a slot holds only what has to stay."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.languages.folding import fold
from bot.translate.finding import Span

SLOT = re.compile(r"\{([a-z_]+)\}")
_SENTENCES = re.compile(r"(?<=[.!?。！？؟।])\s+|\n+")


@dataclass(frozen=True)
class Phrase:
    """`words` in `source` is said as `said` in `target`; both have the same slots, such as {name} or {day}."""

    source: str
    target: str
    words: str
    said: str


def trouble(it: Phrase) -> str:
    """What is wrong with a pair, in plain words; empty when it can be kept."""
    ours, theirs = sorted(SLOT.findall(it.words)), sorted(SLOT.findall(it.said))
    if not fold(it.words) or not it.said.strip():
        return "Please write both sides."
    if ours != theirs or len(set(ours)) != len(ours):
        return "Both sides need the same {slots}, each once."
    return ""


def said(words: str, source: str, target: str, book: Sequence[Phrase], spans: Sequence[Span]) -> str | None:
    """The whole of `words` by the book; or each of its sentences, when all of them are in it."""
    here = [it for it in book if it.source == source and it.target == target]
    if not here:
        return None
    if whole := _one(words, here, spans):
        return whole
    parts = [_one(part, here, spans) for part in _SENTENCES.split(words.strip()) if fold(part)]
    known = [it for it in parts if it is not None]
    return " ".join(known) if len(parts) > 1 and len(known) == len(parts) else None


def _one(words: str, book: Sequence[Phrase], spans: Sequence[Span]) -> str | None:
    folded = fold(words)
    for phrase in book:
        if (fits := _pattern(phrase.words).fullmatch(folded)) is None:
            continue
        values = _values(fits.groupdict(), spans)
        if values is not None:
            return _filled(phrase.said, values)
    return None


def _filled(said: str, values: Mapping[str, str]) -> str:
    return SLOT.sub(lambda slot: values[slot[1]], said)


def _values(slots: Mapping[str, str], spans: Sequence[Span]) -> Mapping[str, str] | None:
    """Ordinary words in a slot would go out untranslated: only a name, a day, a number may stand there."""
    known = {fold(it.text): it.back for it in spans}
    return (
        {name: known[it] for name, it in slots.items()} if all(it in known for it in slots.values()) else None
    )


@lru_cache(maxsize=4096)
def _pattern(words: str) -> re.Pattern[str]:
    pieces = SLOT.split(words)
    made = [re.escape(fold(it)) if not n % 2 else f"(?P<{it}>.+?)" for n, it in enumerate(pieces)]
    return re.compile(" ?".join(it for it in made if it))
