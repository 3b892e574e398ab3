"""Voice notes: which kind they are, by their first bytes; and the same sound without names, places and pictures in it.

The sound itself is not made again: that would need a decoder for each kind.
"""

from collections.abc import Iterator

#: At which byte it stands, what stands there, and what that is.
_KINDS = (
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
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
_HOLDS, _TELLS = (b"moov", b"trak"), (b"udta", b"meta", b"uuid")


def mime_of(content: bytes) -> str | None:
    return next((mime for at, magic, mime in _KINDS if content[at : at + len(magic)] == magic), None)


def bare(content: bytes, mime: str) -> bytes:
    match mime:
        case "audio/mpeg":
            return _without_tags(content)
        case "audio/mp4":
            return _blanked(content)
        case "audio/wav":
            return _wave(content)
    return content


def _without_tags(content: bytes) -> bytes:
    """An MP3 without what stands before its sound and after it (ID3)."""
    while content.startswith(b"ID3") and len(content) > 10:
        size = 0
        for byte in content[6:10]:
            size = size << 7 | byte & 0x7F
        content = content[size + (20 if content[5] & 0x10 else 10) :]
    return content[:-128] if content[-128:].startswith(b"TAG") else content


def _blanked(content: bytes) -> bytes:
    """An MP4 in which what tells about the sound is so much free space: everything else stays at its place."""
    blank = bytearray(content)

    def look(begin: int, end: int) -> None:
        for kind, at, until in _boxes(content, begin, end):
            if kind in _HOLDS:
                look(at + 8, until)
            elif kind in _TELLS:
                blank[at + 4 : at + 8] = b"free"
                blank[at + 8 : until] = bytes(until - at - 8)

    look(0, len(content))
    return bytes(blank)


def _boxes(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while at + 8 <= end:
        size = int.from_bytes(content[at : at + 4])
        until = end if size == 0 else at + size
        if until > end or until < at + 8:
            return  # longer than four bytes can say, or broken: no voice note is
        yield content[at + 4 : at + 8], at, until
        at = until


def _wave(content: bytes) -> bytes:
    """A WAV of its form and its sound alone."""
    kept, at = b"", 12
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        until = at + 8 + size + size % 2
        if content[at : at + 4] in (b"fmt ", b"fact", b"data"):
            kept += content[at:until]
        at = until
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WAVE" + kept
