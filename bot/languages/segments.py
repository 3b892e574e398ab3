"""What an SMS costs: which alphabet it needs and how many segments it takes (3GPP TS 23.038 and 23.040)."""

import unicodedata
from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each of these is sent as an escape and a second septet, and the two never part.
_EXTENSION = frozenset("\f^{}\\[~]|€")

# Spaces and marks that nobody sees and that make every segment less than half as long.
SILENT = {
    ord(space): " "
    for space in "\u00a0\u202f\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u205f"
}
SILENT |= dict.fromkeys(
    map(ord, "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"), ""
)
TYPOGRAPHIC = dict(zip(map(ord, "‘’‚‛“”„‟‐‑‒–—−…"), [*"''''", *'""""', *"------", "..."], strict=True))


#: Characters of one wording: with our own words around it that is what one text may hold.
LONGEST = 1200


@dataclass(frozen=True, slots=True)
class Count:
    """`units` are septets (GSM-7) or 16-bit units (UCS-2); `costly` are the characters that forced UCS-2."""

    encoding: str
    units: int
    segments: int
    costly: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """What one of the parts of a text carries, and how many of its units that fills (its header not counted)."""

    text: str
    units: int


def count(text: str) -> Count:
    """What `text`, composed to NFC, takes as SMS. Filled greedily, so that no pair straddles two segments."""
    text = unicodedata.normalize("NFC", text)
    costly = tuple(dict.fromkeys(mark for mark in text if mark not in _BASIC and mark not in _EXTENSION))
    sizes, alone, joined = _measured(text, wide=bool(costly))
    segments = len(_ends(sizes, alone, joined))
    return Count("UCS-2" if costly else "GSM-7", sum(sizes), segments, costly)


def segmented(text: str) -> tuple[Segment, ...]:
    """`text`, composed to NFC, as the segments in which it travels; joined again they are the text. Empty: none."""
    text = unicodedata.normalize("NFC", text)
    wide = any(mark not in _BASIC and mark not in _EXTENSION for mark in text)
    sizes, alone, joined = _measured(text, wide)
    begins, found = 0, []
    for ends in _ends(sizes, alone, joined):
        found.append(Segment(text[begins:ends], sum(sizes[begins:ends])))
        begins = ends
    return tuple(found)


def without_costly(text: str) -> int:
    """How many segments `text` would take if each character that forces UCS-2 were a letter like any other."""
    text = unicodedata.normalize("NFC", text)
    return count("".join(it if it in _BASIC or it in _EXTENSION else "x" for it in text)).segments


def plain(text: str) -> str:
    """Our own words without silent costs: plain spaces, quotes and dashes. Macrons and ʻokina stay.

    Never for what a person wrote.
    """
    return unicodedata.normalize("NFC", text).translate(SILENT | TYPOGRAPHIC)


def _measured(text: str, wide: bool) -> tuple[list[int], int, int]:
    """The units of each character; how many a text that travels alone holds, and each part of a longer one."""
    if wide:
        return [2 if ord(mark) > 0xFFFF else 1 for mark in text], 70, 67
    return [2 if mark in _EXTENSION else 1 for mark in text], 160, 153


def _ends(sizes: list[int], alone: int, joined: int) -> list[int]:
    """Behind which characters the segments end, each as full as it goes without parting a pair."""
    if sum(sizes) <= alone:
        return [len(sizes)] if sizes else []
    ends, filled = [], 0
    for place, size in enumerate(sizes):
        if filled + size > joined:
            ends.append(place)
            filled = 0
        filled += size
    return [*ends, len(sizes)]
