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
PAGES = b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"


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


@pytest.mark.parametrize("name", ["deep", "round", "bomb"])
def test_a_pdf_that_was_made_to_do_harm_ends_only_its_own_program(name: str) -> None:
    """Holds DEEPEST, `known` and the limits of the program's memory."""
    assert made(HARM[name](), "document") == UNREAD


def test_one_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds PATIENCE in jobs.documents."""
    slow = tmp_path / "slow.py"
    slow.write_text("import sys, threading\nsys.stdin.buffer.read()\nthreading.Event().wait()\n")
    monkeypatch.setattr(again, "_PROGRAM", slow)
    monkeypatch.setattr(again, "PATIENCE", 0.5)
    assert made(a_letter(), "document") == UNREAD


def _deep() -> bytes:
    nest = b"<</A " * 200_000 + b"1" + b">>" * 200_000
    return (
        PAGES
        + b"3 0 obj<</Type/Page/MediaBox[0 0 9 9]/Resources "
        + nest
        + b">>endobj\ntrailer<</Root 1 0 R>>\n"
    )


def _round() -> bytes:
    pages = PAGES.replace(b"[3 0 R]", b"[2 0 R 2 0 R 3 0 R]")
    return pages + b"3 0 obj<</Type/Page/MediaBox[0 0 9 9]/Resources 3 0 R>>endobj\ntrailer<</Root 1 0 R>>\n"


def _bomb() -> bytes:
    """Its table of contents unpacks to more than there is."""
    packed = zlib.compress(zlib.compress(bytes(400_000_000), 1))
    head = b"%%PDF-1.5\n1 0 obj<</Type/XRef/Size 5/W[1 4 2]/Filter[/FlateDecode/FlateDecode]/Root 2 0 R/Length %d>>"
    return head % len(packed) + b"stream\n" + packed + b"\nendstream endobj\nstartxref\n9\n%%EOF"


HARM = {"deep": _deep, "round": _round, "bomb": _bomb}
