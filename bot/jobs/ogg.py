"""An Ogg file (a voice note of Telegram's) without what it tells about itself: its comments become blanks.

Everything stays at its place; only the sums of the pages that were changed are made anew. RFC 3533, RFC 7845.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_STREAMS = 4  #: a voice note has one
MOST = 2 * 1024 * 1024  #: bytes of pages with comments: a picture of a cover, and more

#: How its first packet begins, how its comments begin, and how they end.
_KINDS = ((b"OpusHead", b"OpusTags", b""), (b"\x01vorbis", b"\x03vorbis", b"\x01"))
_GOES_ON = 255  #: a piece as long as this is not the last of its packet


@dataclass
class _Stream:
    begins: bytes  #: its comments
    ends: bytes
    packets: int = 0
    pieces: list[slice] = field(default_factory=list)  #: where its comments stand


def bare(content: bytes) -> bytes:
    """ValueError where it is no Ogg of Opus or Vorbis, or a broken one. An end that was cut off is left out."""
    streams: dict[bytes, _Stream] = {}
    changed: list[slice] = []
    blank, until = bytearray(content), 0
    for at, body, until in _pages(content):
        whose = content[at + 14 : at + 18]
        if content[at + 5] & 2:  # a stream begins here
            if whose in streams:
                raise ValueError("two streams of one name")
            if len(streams) == MOST_STREAMS:
                raise ValueError("more streams than any sound has")
            streams[whose] = _stream(content[body : body + 8])
        if streams[whose].packets < 2 and _has_comments(streams[whose], content[at + 27 : body], body):
            changed.append(slice(at, until))
    if not streams or sum(it.stop - it.start for it in changed) > MOST:
        raise ValueError("no page is whole, or there is more about the sound than sound")
    for it in streams.values():
        _wipe(blank, it)
    for page in changed:
        blank[page.start + 22 : page.start + 26] = bytes(4)
        blank[page.start + 22 : page.start + 26] = _sum(blank[page]).to_bytes(4, "little")
    return bytes(blank[:until])


def _pages(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Where each page begins, where its body does, and where it ends."""
    at = 0
    while content[at : at + 4] == b"OggS" and at + 27 <= len(content):
        body = at + 27 + content[at + 26]
        until = body + sum(content[at + 27 : body])
        if until > len(content):
            return
        yield at, body, until
        at = until
    if at < len(content) and content[at : at + 4] != b"OggS"[: len(content) - at]:
        raise ValueError("something else follows")


def _stream(first: bytes) -> _Stream:
    for head, begins, ends in _KINDS:
        if first.startswith(head):
            return _Stream(begins, ends)
    raise ValueError("no sound that we know")


def _has_comments(it: _Stream, lengths: bytes, at: int) -> bool:
    """Whether a part of its second packet stands on this page."""
    before = len(it.pieces)
    for length in lengths:
        if it.packets == 1:
            it.pieces.append(slice(at, at + length))
        at += length
        it.packets += length < _GOES_ON
    return len(it.pieces) > before


def _wipe(blank: bytearray, it: _Stream) -> None:
    """The name of the program that made it, as long as all of it was and blank; and no comments."""
    found = b"".join(blank[piece] for piece in it.pieces)
    name = len(found) - len(it.begins) - 8 - len(it.ends)
    if it.packets < 2 or not found.startswith(it.begins) or name < 0:
        raise ValueError("no comments where they should be")
    new = it.begins + name.to_bytes(4, "little") + b" " * name + bytes(4) + it.ends
    at = 0
    for piece in it.pieces:
        length = piece.stop - piece.start
        blank[piece] = new[at : at + length]
        at += length


def _sum(page: bytes | bytearray) -> int:
    found = 0
    for byte in page:
        found = (found << 8 ^ _TABLE[found >> 24 ^ byte]) & 0xFFFFFFFF
    return found


def _of_one(byte: int) -> int:
    found = byte << 24
    for _ in range(8):
        found = (found << 1 ^ (0x04C11DB7 if found & 0x80000000 else 0)) & 0xFFFFFFFF
    return found


_TABLE = [_of_one(byte) for byte in range(256)]
