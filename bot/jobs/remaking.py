"""A picture is made again from its pixels alone, a PDF from its pages; a voice note is known by its first bytes.

A photo knows where it was taken; made again, it knows nothing.
"""

import io
from dataclasses import dataclass

from bot.channels import Unfetched
from bot.jobs import documents, sounds

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
SMALL_SIDE = 480  #: as much as an old phone's screen shows: a tenth of the bytes
READ = ("JPEG", "PNG", "WEBP", "GIF")


@dataclass(frozen=True)
class Made:
    content: bytes
    mime: str
    small: bytes = b""  #: the same picture for a small screen; none where that would save nothing


def made(content: bytes, kind: str) -> Made | Unfetched:
    """What may be kept of a "photo", a "voice" or a "document". What a carrier or a browser calls it does not count."""
    try:
        return _made(content, kind)
    except Exception as error:
        # No memory, no place for a program: it must not hold up the next family's, and later there may be some.
        return Unfetched(f"could not be made again: {type(error).__name__}", again=True)


def _made(content: bytes, kind: str) -> Made | Unfetched:
    if kind == "document":
        again = documents.pdf(content)
        return again if isinstance(again, Unfetched) else Made(*again)
    return _picture(content) if kind == "photo" else _sound(content)


def _picture(content: bytes) -> Made | Unfetched:
    """Upright, no larger than a phone needs, no metadata."""
    from PIL import Image, ImageOps  # until a picture comes, its megabytes stay away

    try:
        with Image.open(io.BytesIO(content), formats=READ) as found:
            if found.width * found.height > MOST_PIXELS:
                return Unfetched("too large")
            found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG need not be opened in full
            upright = ImageOps.exif_transpose(found).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        bare = Image.new("RGB", upright.size)
        bare.paste(upright)
        whole, small = io.BytesIO(), io.BytesIO()
        bare.save(whole, "JPEG", quality=85)
        bare.thumbnail((SMALL_SIDE, SMALL_SIDE))
        bare.save(small, "JPEG", quality=70)
    except Exception:
        # A broken picture breaks its reader in many ways: it must not hold up the next family's.
        return Unfetched("not a picture")
    saves = len(small.getvalue()) < len(whole.getvalue()) // 2
    return Made(whole.getvalue(), "image/jpeg", small.getvalue() if saves else b"")


def _sound(content: bytes) -> Made | Unfetched:
    bare = sounds.made(content)
    return Made(*bare) if bare else Unfetched("not a voice note")
