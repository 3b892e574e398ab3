"""A JPEG without what tells about it (its place, its camera, words), and without whatever follows its picture."""

import re

#: What it says of its colours, by its mark; and any mark that ends a piece of its picture.
_COLOURS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def bare(content: bytes) -> bytes:
    """Its form, its picture and its colours. ValueError where there is no picture."""
    if content[:2] != b"\xff\xd8":
        raise ValueError("not a picture")
    kept, at, seen = bytearray(content[:2]), 2, False
    while content[at : at + 1] == b"\xff" and len(content) > at + 1:
        mark, until = content[at + 1], at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if mark == 0xFF:  # it may be said twice
            at += 1
            continue
        if mark == 0xD9:
            break
        if until < at + 4 or 0xD0 <= mark <= 0xD8:
            raise ValueError("not a picture")
        if mark == 0xDA:  # until its next mark it is the picture
            after = _MARK.search(content, until)
            until, seen = after.start() if after else len(content), True
        if 0xC0 <= mark < 0xE0 or (mark in _COLOURS and content.startswith(_COLOURS[mark], at + 4)):
            kept += content[at:until]
        at = until
    if not seen:
        raise ValueError("not a picture")
    return bytes(kept) + b"\xff\xd9"
