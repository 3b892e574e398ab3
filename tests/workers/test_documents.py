"""A PDF is its pages: nothing of who made it, nothing that acts; and none that was made to hold us up does."""

import base64
import io
import zlib
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from bot.channels import Unfetched
from bot.jobs import documents as again
from bot.jobs import jpeg, pdf_again
from bot.jobs.remaking import Made, made
from bot.model.documents import pages_and_bytes
from tests.conversations.at_school import a_photo
from tests.ground.papers import SECRET, a_letter, named, with_all_that_it_must_not_keep, written

UNREAD = Unfetched("not a PDF that can be read")


def test_its_pages_are_whole_and_nothing_else_is_left_of_it() -> None:
    """Holds _PAGE, _TELLS, `note` in pdf_again, and jobs.jpeg: what was filled in is still seen, and does nothing."""
    came = with_all_that_it_must_not_keep(a_photo(SECRET.encode()))
    kept = made(came, "document")
    assert isinstance(kept, Made) and pages_and_bytes(kept.mime) == (2, len(kept.content))
    gone = (
        SECRET,
        "Info",
        "OpenAction",
        "/AA",
        "JavaScript",
        "EmbeddedFile",
        "Launch",
        "Widget",
        "/Link",
        "Producer",
    )
    assert [it for it in gone if it.encode() in kept.content] == []
    assert all(it.encode() in came for it in gone)
    read = PdfReader(io.BytesIO(kept.content))
    assert [it.extract_text() for it in read.pages] == ["Kia ora"] * 2
    assert read.pages[0].images[0].image.size == (64, 48)  # type: ignore[union-attr]
    assert [it.get_object()["/Subtype"] for it in read.pages[0]["/Annots"]] == ["/Stamp"]  # type: ignore[attr-defined]


def test_what_nobody_can_open_is_declined() -> None:
    """Holds LOCKED, MOST_PAGES and the first bytes; a file that ends in the middle is no surprise."""
    assert made(a_letter(password="kowhai"), "document") == Unfetched("it has a password")
    assert made(a_letter(pages=pdf_again.MOST_PAGES + 1), "document") == UNREAD
    assert made(a_letter()[:300], "document") == UNREAD
    assert made(b"PK\x03\x04 a letter", "document") == Unfetched("not a PDF")


@pytest.mark.parametrize("name", ["deep", "deeper", "round", "bomb"])
def test_a_pdf_that_was_made_to_do_harm_ends_only_its_own_program(name: str) -> None:
    """Holds DEEPEST, and that whatever goes wrong over there is one answer here."""
    assert made(HARM[name](), "document") == UNREAD


def test_what_leads_back_to_itself_is_copied_once() -> None:
    """Holds `known` in pdf_again._Copy."""
    assert isinstance(made(_one_page(b"4 0 R", b"<</XObject 4 0 R/Font[4 0 R 4 0 R]>>"), "document"), Made)


@pytest.mark.parametrize("config", [b"/D<</OFF[4 0 R]>>", b"/D<</BaseState/OFF>>", b"/D 4 0 R"])
def test_one_with_a_layer_that_is_switched_off_is_declined(config: bytes) -> None:
    """Holds _all_is_shown in pdf_again: its switch is not kept, so what it hides would be there for all to read."""
    layer = b"<</Type/OCG/Name(a)/OFF[4 0 R]>>"
    assert made(_with_layers(config, b"4 0 R", layer), "document") == UNREAD
    shown = _with_layers(b"/D<</BaseState/ON/OFF[]>>", b"4 0 R", b"<</Type/OCG/Name(a)>>")
    assert isinstance(made(shown, "document"), Made)


@pytest.mark.parametrize("use", [b"/View<</ViewState/OFF>>", b"/Print<</PrintState/OFF>>"])
def test_one_with_a_layer_that_only_some_readers_see_is_declined(use: bytes) -> None:
    """Holds the uses in _all_is_shown: what a screen hides would be seen once the switch is gone."""
    layer = b"<</Type/OCG/Name(a)/Usage<<%s>>>>" % use
    assert made(_with_layers(b"/D<<>>", b"4 0 R", layer), "document") == UNREAD
    shown = _with_layers(b"/D<<>>", b"4 0 R", layer.replace(b"/OFF", b"/ON"))
    assert isinstance(made(shown, "document"), Made)


@pytest.mark.parametrize("layer", [b"/P/AllOff", b"/P/AnyOff", b"/VE[/Not 4 0 R]"])
def test_one_with_something_that_is_shown_only_when_a_layer_is_off_is_declined(layer: bytes) -> None:
    """Holds `shown` in pdf_again._Copy: in a page, and on a note."""
    told = b"<</Type/OCMD/OCGs 4 0 R%s>>" % layer
    assert made(_with_layers(b"/D<<>>", told, b"<</Type/OCG/Name(a)>>"), "document") == UNREAD
    came = PdfWriter(clone_from=io.BytesIO(with_all_that_it_must_not_keep(a_photo())))
    came.pages[0]["/Annots"][0].get_object()[NameObject("/OC")] = named(Type="OCMD", P="AllOff")  # type: ignore[index]
    assert made(written(came), "document") == UNREAD


@pytest.mark.parametrize("packed", [
    b"[/DCT]", b"/DCT", b"/JPXDecode", b"/Crypt", b"[/DCTDecode/FlateDecode]", b"/Unheard", b"[5 0 R]",
])  # fmt: skip
def test_what_is_packed_in_a_way_that_we_cannot_look_into_is_declined(packed: bytes) -> None:
    """Holds _FILTERS in pdf_again: some programs show a photo whose filter has a short name, and where it was."""
    assert made(_with_a_picture(packed, a_photo(SECRET.encode())), "document") == UNREAD


@pytest.mark.parametrize("packed", [b"5 0 R", b"[6 0 R]", b"[/ASCII85Decode/DCTDecode]", b"[/ASCIIHexDecode/DCTDecode]",
                                    b"[/ASCII85Decode/FlateDecode/DCTDecode]"])  # fmt: skip
def test_a_photo_is_kept_however_it_is_packed_and_does_not_say_where_it_was_taken(packed: bytes) -> None:
    """Holds _UNPACKED in pdf_again, and that its filter is read where it stands and not where it will be copied to."""
    photo = a_photo(SECRET.encode())
    came = zlib.compress(photo) if b"Flate" in packed else photo
    if b"85" in packed:
        came = base64.a85encode(came) + b"~>"
    elif b"Hex" in packed:
        came = came.hex().encode() + b">"
    kept = made(_with_a_picture(packed, came), "document")
    assert isinstance(kept, Made) and SECRET.encode() not in kept.content
    assert PdfReader(io.BytesIO(kept.content)).pages[0].images[0].image.size == (64, 48)  # type: ignore[union-attr]


def test_what_stands_behind_or_between_the_scans_of_a_photo_is_left_out() -> None:
    """Holds jobs.jpeg: phones put a second picture there, with its own place; a profile of colours stays."""
    photo, out = a_photo(SECRET.encode()), io.BytesIO()
    place = b"\xff\xe1" + (2 + len(SECRET)).to_bytes(2) + SECRET.encode()
    profile = b"\xff\xe2\x00\x10ICC_PROFILE\0\1\1"
    with Image.open(io.BytesIO(photo)) as it:
        it.save(out, "JPEG", progressive=True)
    scans = out.getvalue()
    second = scans.rindex(b"\xff\xda")
    told = (
        scans[:2]
        + profile
        + place.replace(b"\xe1", b"\xe2")
        + scans[2:second]
        + place
        + scans[second:]
        + photo
    )
    bare = jpeg.bare(told)
    assert SECRET.encode() not in bare and profile in bare and bare.endswith(b"\xff\xd9")
    with Image.open(io.BytesIO(bare)) as kept, Image.open(io.BytesIO(scans)) as whole:
        assert kept.tobytes() == whole.tobytes()
    for broken in (b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\0\0", photo[2:]):
        with pytest.raises(ValueError):
            jpeg.bare(broken)


def test_one_that_only_its_owner_may_change_is_read() -> None:
    """Holds `decrypt` in pdf_again: a password is asked of nobody who opens it."""
    kept = made(a_letter(owner="kowhai"), "document")
    assert isinstance(kept, Made)
    assert PdfReader(io.BytesIO(kept.content)).pages[0].extract_text() == "Kia ora"


@pytest.mark.parametrize("thing", [b"/Type/Catalog", b"/Type/Pages", b"/Type/Page", b"/Type/Filespec",
                                   b"/S/JavaScript"])  # fmt: skip
def test_what_is_no_part_of_a_page_is_not_copied_with_one(thing: bytes) -> None:
    """Holds _NO_PART in pdf_again: what a page uses can lead anywhere in its file."""
    assert made(_one_page(b"<</Font<</A 4 0 R>>>>", b"<<%s>>" % thing), "document") == UNREAD


def test_one_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds PATIENCE in jobs.documents."""
    _instead(tmp_path, monkeypatch, "import threading\nthreading.Event().wait()")
    monkeypatch.setattr(again, "PATIENCE", 0.5)
    assert made(a_letter(), "document") == UNREAD


def test_its_program_gets_no_more_memory_than_it_may_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds MEMORY in pdf_again."""
    within = f"import runpy\nrunpy.run_path({pdf_again.__file__!r})['_within_limits']()\n"
    for size, kept in ((1000, True), (pdf_again.MEMORY, False)):
        _instead(tmp_path, monkeypatch, f"{within}bytes({size})\nprint('1\\n%PDF-')")
        assert isinstance(made(a_letter(), "document"), Made) is kept


def _instead(folder: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    (folder / "program.py").write_text(f"import sys\nsys.stdin.buffer.read()\n{program}\n")
    monkeypatch.setattr(again, "_PROGRAM", folder / "program.py")


def _file(*things: bytes) -> bytes:
    """A PDF of these things, numbered from 1, with their table: the first of them is its root."""
    told, places = b"%PDF-1.5\n", []
    for number, it in enumerate(things, 1):
        places.append(len(told))
        told += b"%d 0 obj\n%s\nendobj\n" % (number, it)
    table = b"".join(b"%010d 00000 n \n" % it for it in places)
    ends = (len(things) + 1, b"0000000000 65535 f \n" + table, len(things) + 1, len(told))
    return told + b"xref\n0 %d\n%strailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % ends


def _one_page(resources: bytes, *more: bytes, kids: bytes = b"3 0 R") -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources %s>>" % resources
    return _file(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[%s]>>" % kids, page, *more)


def _with_layers(config: bytes, used: bytes, layer: bytes) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Properties<</A %s>>>>>>" % used
    root = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[4 0 R]%s>>>>" % config
    return _file(root, b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, layer)


def _with_a_picture(packed: bytes, content: bytes) -> bytes:
    told = b"<</Type/XObject/Subtype/Image/Width 64/Height 48/ColorSpace/DeviceRGB/BitsPerComponent 8"
    picture = told + b"/Filter %s/Length %d>>stream\n%s\nendstream" % (packed, len(content), content)
    return _one_page(b"<</XObject<</A 4 0 R>>>>", picture, b"[/DCTDecode]", b"/DCTDecode")


def _deep() -> bytes:
    return _one_page(b"<</A " * 80 + b"1" + b">>" * 80)


def _bomb() -> bytes:
    """Its table unpacks to more than there is."""
    packed = zlib.compress(zlib.compress(bytes(400_000_000), 1))
    head = b"%%PDF-1.5\n1 0 obj<</Type/XRef/Size 5/W[1 4 2]/Filter[/FlateDecode/FlateDecode]/Root 2 0 R/Length %d>>"
    return head % len(packed) + b"stream\n" + packed + b"\nendstream endobj\nstartxref\n9\n%%EOF"


HARM = {
    "deep": _deep,
    "deeper": lambda: _one_page(b"<</A " * 200_000 + b"1" + b">>" * 200_000),
    "round": lambda: _one_page(b"<<>>", kids=b"2 0 R 2 0 R 3 0 R"),
    "bomb": _bomb,
}
