"""A PDF is its pages: nothing of who made it, nothing that acts; and none that was made to hold us up does."""

import io
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.channels import Unfetched
from bot.jobs import documents as again
from bot.jobs import pdf_again
from bot.jobs.remaking import Made, made
from bot.model.documents import pages_and_bytes
from tests.conversations.at_school import a_photo
from tests.ground.papers import SECRET, a_letter, with_all_that_it_must_not_keep

UNREAD = Unfetched("not a PDF that can be read")


def test_its_pages_are_whole_and_nothing_else_is_left_of_it() -> None:
    """Holds _PAGE, _TELLS, `note` and `_photo` in pdf_again: what was filled in is still seen, and does nothing."""
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
