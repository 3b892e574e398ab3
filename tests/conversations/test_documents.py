"""A family sends a PDF: everybody who may see it gets it as a file to keep; other files are declined kindly."""

import io
import re
from collections.abc import Callable

from pypdf import PdfReader

from tests.conversations.at_school import IN_ENGLISH, asks
from tests.conversations.conftest import HEMI, MERE
from tests.conversations.test_links_in_texts import link_in
from tests.conversations.test_photos_by_link import SENT, link_for, page, sends
from tests.ground.papers import a_letter
from tests.ground.school import School


def test_a_pdf_goes_as_a_file_to_the_teacher_and_behind_a_link_by_sms(
    open_school: Callable[..., School],
) -> None:
    """Holds the kind in updates._brought and in `made`, and Telegram's send_document."""
    school = open_school(roll_csv=IN_ENGLISH)
    hemi, teacher = school.sms(HEMI).forgets(), school.teacher()
    mere = school.on_telegram(MERE, 777_001, "Mere")
    asks(school, "What did you read?")
    hemi.forgets()
    mere.sends_document(a_letter("He pukapuka"), "Our book list")
    teacher.hears("Mere (mother of Tama, Room 5) sent a document. Our book list")
    came = teacher.screen[-1].media[0]
    assert came.kind == "document"
    assert "He pukapuka" in PdfReader(io.BytesIO(came.content)).pages[1].extract_text()
    link = link_in(hemi.hears("Mere sent a document about Tama. Our book list", "See it here for a week"))
    shown = page(school, link)
    assert "Document (PDF), pages: 2, 1 KB" in shown
    file = school.request("GET", re.findall(r'href="(/see/[^"]+/\d+)"', shown)[0])
    assert file.content == came.content and file.headers["content-type"] == "application/pdf"
    assert file.headers["content-disposition"] == 'attachment; filename="document.pdf"'
    assert "sandbox" in file.headers["content-security-policy"]
    mere.sends_document(a_letter(password="kowhai"), "This one is private")
    mere.hears("we could not open the document", "Your words have gone to the school.")
    teacher.hears("This one is private")
    mere.sends_document(b"PK\x03\x04", name="list.docx", mime="application/msword")
    mere.hears("we can only pass on words, photos, voice notes and PDF documents")


def test_a_pdf_comes_by_the_link_for_photos_too(open_school: Callable[..., School]) -> None:
    """Holds the kind in uploads._keep; the page says what it takes."""
    school = open_school(roll_csv=IN_ENGLISH)
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    link = link_for(mere)
    assert "One photo, or one document as a PDF" in page(school, link)
    assert "could not open it" in sends(school, link, a_letter(password="kowhai"))
    assert SENT in sends(school, link, a_letter("He pukapuka"))
    teacher.hears("Mere (mother of Tama, Room 5) sent a document.")
    assert teacher.screen[-1].media[0].content.startswith(b"%PDF-")
