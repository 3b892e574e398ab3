"""What is kept of a picture or a voice note: what can be seen and heard, and nothing of where or by whom."""

import io

import pytest
from PIL import Image

from bot.channels import Unfetched
from bot.jobs import ogg, sounds
from bot.jobs.remaking import LONGEST_SIDE, SMALL_SIDE, Made, made

CANARY = b"CANARY -41.28 174.77"
SOUND = bytes(range(1, 200)) * 4


def box(kind: bytes, inside: bytes) -> bytes:
    return (len(inside) + 8).to_bytes(4) + kind + inside


def chunk(kind: bytes, inside: bytes) -> bytes:
    return kind + len(inside).to_bytes(4, "little") + inside


def page(inside: bytes, flags: int = 0, whole: bool = True, stream: bytes = b"same") -> bytes:
    """A page of an Ogg file with one packet, or a part of one."""
    sizes = bytes([255] * (len(inside) // 255) + ([len(inside) % 255] if whole else []))
    told = b"OggS\0" + bytes([flags]) + bytes(8) + stream + bytes(4)
    begun = told + bytes(4) + bytes([len(sizes)]) + sizes + inside
    return told + ogg._sum(begun).to_bytes(4, "little") + begun[26:]


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (b"ID3\x04\0\0\0\0\0" + bytes([len(CANARY)]) + CANARY + b"\xff\xfb" + SOUND + b"TAG" + CANARY.ljust(125),
         "audio/mpeg"),
        (box(b"ftyp", b"M4A ") + box(b"moov", box(b"trak", box(b"udta", CANARY)) + box(b"meta", CANARY))
         + box(b"mdat", SOUND), "audio/mp4"),
        (b"ID3\x04\0\0\0\0\0" + bytes([len(CANARY)]) + CANARY + b"\xff\xf1" + SOUND + CANARY + b"APETAGEX\0\0\0\0"
         + (32 + len(CANARY)).to_bytes(4, "little") + bytes(16), "audio/aac"),
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


@pytest.mark.parametrize(("first", "begins", "ends"), [(b"OpusHead", b"OpusTags", b""),
                                                       (b"\x01vorbis", b"\x03vorbis", b"\x01")])  # fmt: skip
def test_the_comments_of_an_ogg_are_blank_and_its_pages_are_whole(
    first: bytes, begins: bytes, ends: bytes
) -> None:
    """Holds ogg._wipe, over two pages too, and the pages' sums; what was cut off at the end is left out."""
    comment = b"LOCATION=" + CANARY * 20
    comments = begins + b"\x04\0\0\0Lavf\x01\0\0\0" + len(comment).to_bytes(4, "little") + comment + ends
    content = page(first, 2) + page(comments[:255], whole=False) + page(comments[255:]) + page(SOUND[:200])
    assert CANARY in content
    kept = made(content + page(SOUND[:200])[:90], "voice")
    assert isinstance(kept, Made) and len(kept.content) == len(content)
    assert b"CANARY" not in kept.content and b"Lavf" not in kept.content and SOUND[:200] in kept.content
    at = content.index(begins)
    assert kept.content.count(begins) == 1
    told = int.from_bytes(kept.content[at + len(begins) : at + len(begins) + 4], "little")
    assert told + len(begins) + 8 + len(ends) == len(comments)
    for begin, _body, until in ogg._pages(kept.content):
        whole = kept.content[begin:until]
        assert ogg._sum(whole[:22] + bytes(4) + whole[26:]).to_bytes(4, "little") == whole[22:26]


@pytest.mark.parametrize("content", [
    b"OggS", b"OggS" + bytes(60), b"OggS" + b"\xff" * 60, page(b"\x80theora", 2) + page(CANARY),
    page(b"OpusHead", 2) + page(CANARY), page(b"OpusHead", 2) + page(b"OpusTags"), page(b"OpusHead", 2), page(CANARY),
    page(b"OpusHead", 2) + page(b"OpusTags" + bytes(8)) + b"<html>", b"ID3" * 9, b"ID3\x04\0\0\0\0\0\0" * 200_000,
    box(b"ftyp", b"M4A ") + b"\0\0\xff\xffmoov", box(b"ftyp", b"M4A ") + b"\0\0\0\1moov",
])  # fmt: skip
def test_a_broken_sound_is_declined_and_breaks_nothing(content: bytes) -> None:
    """Holds what ogg.bare and sounds._boxes refuse; a thousand empty tags in front take no time."""
    assert made(content, "voice") == Unfetched("not a voice note")


@pytest.mark.parametrize("many", ["streams", "chunks", "tags", "boxes"])
def test_a_sound_that_is_nothing_but_beginnings_is_declined(many: str) -> None:
    """Holds MOST_STREAMS, MOST_CHUNKS, MOST_TAGS and MOST_BOXES: the first few are looked at, and no more; millions
    of them would keep every phone waiting. As many as an honest one has are none too many."""
    few, more = (_beginnings(many, more) for more in (False, True))
    assert isinstance(made(few, "voice"), Made)
    assert made(more, "voice") == Unfetched("not a voice note")


def _beginnings(many: str, more: bool) -> bytes:
    match many:
        case "streams":
            names = [bytes(3) + bytes([it]) for it in range(ogg.MOST_STREAMS + more)]
            begin = b"".join(page(b"OpusHead", 2, stream=it) for it in names)
            return begin + b"".join(page(b"OpusTags" + bytes(8), stream=it) for it in names)
        case "chunks":
            return (
                b"RIFF\0\0\0\0WAVE"
                + chunk(b"data", SOUND)
                + chunk(b"LIST", b"") * (sounds.MOST_CHUNKS - 1 + more)
            )
        case "tags":
            return b"ID3\x04\0\0\0\0\0\0" * (sounds.MOST_TAGS + more) + b"\xff\xfb" + SOUND
    return box(b"ftyp", b"M4A ") + box(b"moof", b"") * (sounds.MOST_BOXES - 1 + more)


def test_boxes_in_boxes_come_to_an_end() -> None:
    """Holds _DEEPEST in jobs.sounds."""
    deep = b"".join((8 * (20_000 - it)).to_bytes(4) + b"moov" for it in range(20_000))
    kept = made(box(b"ftyp", b"M4A ") + deep, "voice")
    assert isinstance(kept, Made) and kept.content.count(b"moov") < 20


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
