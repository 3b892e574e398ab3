"""Voice notes: which kind they are, by their first bytes; and the same sound without names, places and pictures in it.

The sound itself is not made again: that would need a decoder for each kind.
"""

from collections.abc import Iterator
from itertools import count

from bot.jobs import ogg

#: At which byte it stands, what stands there, and what that is.
_KINDS = (
    (0, b"OggS", "audio/ogg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf2", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (0, b"#!AMR", "audio/amr"),
    (4, b"ftypM4A", "audio/mp4"),
    (8, b"WAVE", "audio/wav"),
)
#: The boxes of an MP4 that hold others, and those that tell about the sound: its place, its name, its recorder.
_HOLDS, _TELLS = (b"moov", b"trak", b"mdia", b"minf"), (b"udta", b"meta", b"uuid")
_DEEPEST = 8
#: What an honest one has of them, and more. Twenty megabytes of empty ones would keep every phone waiting.
MOST_TAGS, MOST_CHUNKS, MOST_BOXES = 8, 64, 20_000


def made(content: bytes) -> tuple[bytes, str] | None:
    """The bare sound, and its kind; None for what is no sound, or a broken one."""
    try:
        content = _without_tags(content)
        mime = next((mime for at, magic, mime in _KINDS if content[at : at + len(magic)] == magic), None)
        match mime:
            case None:
                return None
            case "audio/ogg":
                return ogg.bare(content), mime
            case "audio/mp4":
                return _blanked(content), mime
            case "audio/wav":
                return _wave(content), mime
    except (ValueError, LookupError):
        return None
    return content, mime


def _without_tags(content: bytes) -> bytes:
    """What stands before an MP3 or an AAC and after it (ID3, APE), left out."""
    at, end, tags = 0, len(content), 0
    while content[at : at + 3] == b"ID3" and at + 10 < end:
        tags += 1
        if tags > MOST_TAGS:
            raise ValueError("more tags than any sound has")
        size = 0
        for byte in content[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        at += size + (20 if content[at + 5] & 0x10 else 10)
    if content[max(at, end - 128) : end][:3] == b"TAG":
        end -= 128
    if content[max(at, end - 32) : end][:8] == b"APETAGEX":
        header = 32 if content[end - 9] & 0x80 else 0
        end -= int.from_bytes(content[end - 20 : end - 16], "little") + header
    return content[at : max(at, end)]


def _blanked(content: bytes) -> bytes:
    """An MP4 in which what tells about the sound is so much free space: everything else stays at its place."""
    blank, seen = bytearray(content), count(1)

    def look(begin: int, end: int, depth: int = 0) -> None:
        for kind, at, inside, until in _boxes(content, begin, end):
            if next(seen) > MOST_BOXES:
                raise ValueError("more boxes than any sound has")
            if kind in _HOLDS and depth < _DEEPEST:
                look(inside, until, depth + 1)
            elif kind in _TELLS or kind in _HOLDS:
                blank[at + 4 : at + 8] = b"free"
                blank[inside:until] = bytes(until - inside)

    look(0, len(content))
    return bytes(blank)


def _boxes(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """ValueError where one is longer than what it stands in: what comes after it could not be looked into."""
    while at + 8 <= end:
        size, inside = int.from_bytes(content[at : at + 4]), at + 8
        if size == 1:  # too long for four bytes
            size, inside = int.from_bytes(content[at + 8 : at + 16]), at + 16
        until = end if size == 0 else at + size
        if until > end or until < inside:
            raise ValueError("a broken box")
        yield content[at + 4 : at + 8], at, inside, until
        at = until


def _wave(content: bytes) -> bytes:
    """A WAV of its form and its sound alone."""
    kept, at, chunks = bytearray(), 12, 0
    while at + 8 <= len(content):
        chunks += 1
        if chunks > MOST_CHUNKS:
            raise ValueError("more chunks than any sound has")
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        until = at + 8 + size + size % 2
        if content[at : at + 4] in (b"fmt ", b"fact", b"data"):
            kept += content[at:until]
        at = until
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WAVE" + bytes(kept)
