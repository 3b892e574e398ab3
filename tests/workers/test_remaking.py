"""What is kept of a picture or a voice note: what can be seen and heard, and nothing of where or by whom."""

import io

import pytest
from PIL import Image

from bot.channels import Unfetched
from bot.jobs.remaking import LONGEST_SIDE, SMALL_SIDE, Made, made

CANARY = b"CANARY -41.28 174.77"
SOUND = bytes(range(1, 200)) * 4


def box(kind: bytes, inside: bytes) -> bytes:
    return (len(inside) + 8).to_bytes(4) + kind + inside


def chunk(kind: bytes, inside: bytes) -> bytes:
    return kind + len(inside).to_bytes(4, "little") + inside


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (b"ID3\x04\0\0\0\0\0" + bytes([len(CANARY)]) + CANARY + b"\xff\xfb" + SOUND + b"TAG" + CANARY.ljust(125),
         "audio/mpeg"),
        (box(b"ftyp", b"M4A ") + box(b"moov", box(b"trak", box(b"udta", CANARY)) + box(b"meta", CANARY))
         + box(b"mdat", SOUND), "audio/mp4"),
        (b"RIFF\0\0\0\0WAVE" + chunk(b"LIST", CANARY) + chunk(b"fmt ", b"1" * 16) + chunk(b"data", SOUND), "audio/wav"),
    ],
)  # fmt: skip
def test_a_voice_note_does_not_say_where_it_was_made(content: bytes, mime: str) -> None:
    """Holds sounds.bare: the sound is whole, its tags are gone."""
    assert CANARY in content
    kept = made(content, "voice")
    assert isinstance(kept, Made) and kept.mime == mime
    assert CANARY not in kept.content and SOUND in kept.content


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"RIFF\0\0\0\0WEBP" + SOUND, box(b"ftyp", b"isom") + SOUND]
)
def test_what_is_no_sound_is_not_kept_as_one(content: bytes) -> None:
    """Holds sounds.mime_of: a picture begins with RIFF too, and a film with ftyp."""
    assert made(content, "voice") == Unfetched("not a voice note")


def test_a_large_picture_has_a_small_copy_too() -> None:
    """Holds the small copy that an old phone gets first, and that a picture which is small has none."""
    out = io.BytesIO()
    Image.effect_noise((2400, 1200), 90).save(out, "PNG")
    kept = made(out.getvalue(), "photo")
    assert isinstance(kept, Made)
    with Image.open(io.BytesIO(kept.content)) as whole, Image.open(io.BytesIO(kept.small)) as small:
        assert (max(whole.size), max(small.size)) == (LONGEST_SIDE, SMALL_SIDE)
    tiny = made(kept.small, "photo")
    assert isinstance(tiny, Made) and not tiny.small


def test_only_the_kinds_that_phones_make_are_opened() -> None:
    """Holds READ: each further kind is a further reader that somebody may have a trick for."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48)).save(out, "BMP")
    assert made(out.getvalue(), "photo") == Unfetched("not a picture")


def test_more_pixels_than_a_phone_makes_are_not_unpacked() -> None:
    """Holds MOST_PIXELS: a few bytes that would fill the memory."""
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    assert made(out.getvalue(), "photo") == Unfetched("too large")
