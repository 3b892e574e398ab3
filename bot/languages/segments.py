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


def count(text: str) -> Count:
    """What `text`, composed to NFC, takes as SMS. Filled greedily, so that no pair straddles two segments."""
    text = unicodedata.normalize("NFC", text)
    costly = tuple(dict.fromkeys(mark for mark in text if mark not in _BASIC and mark not in _EXTENSION))
    if costly:
        sizes = [2 if ord(mark) > 0xFFFF else 1 for mark in text]
        return Count("UCS-2", sum(sizes), _segments(sizes, alone=70, joined=67), costly)
    sizes = [2 if mark in _EXTENSION else 1 for mark in text]
    return Count("GSM-7", sum(sizes), _segments(sizes, alone=160, joined=153), ())


def plain(text: str) -> str:
    """Our own words without silent costs: plain spaces, quotes and dashes. Macrons and ʻokina stay.

    Never for what a person wrote.
    """
    return unicodedata.normalize("NFC", text).translate(SILENT | TYPOGRAPHIC)


def _segments(sizes: list[int], *, alone: int, joined: int) -> int:
    if sum(sizes) <= alone:
        return 1 if sizes else 0
    segments, filled = 1, 0
    for size in sizes:
        if filled + size > joined:
            segments, filled = segments + 1, 0
        filled += size
    return segments
