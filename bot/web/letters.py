"""Letters as paper: one document with a page for each, or two to a page; and the same as a PDF."""

import io
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.acts.letters.printing import Sheet
from bot.languages.catalogue import Catalogues
from bot.languages.registry import ENGLISH, LANGUAGES
from bot.model.school import School
from bot.web.public import said

HERE = Path(__file__).parent
STYLE = HERE / "static" / "letters.css"
NO_PDF = 'For a PDF Aho needs one more part: pip install "weasyprint>=70". Or print the page itself: every browser can.'


class NoPdf(Exception):
    """WeasyPrint, or what it stands on, is not here. Its one line says what to do."""


def document(speech: Catalogues, school: School, privacy: str, sheets: Sequence[Sheet], *, two: bool = False,
             alone: bool = False, back: str = "") -> str:  # fmt: skip
    """The letters as one page of HTML. `alone`: a file of its own, which carries its style with it.

    `privacy`: where families read about it. Slow enough (a hundredth of a second a letter) for a thread of its own.
    """
    written = [_letter(speech, school, it, privacy) for it in sheets]
    step = 2 if two else 1
    return _pages().get_template("letters_printed.html").render(
        school=school, sheets=sheets, two=two, back=back, style=Markup(_style()) if alone else "",
        pages=[written[at : at + step] for at in range(0, len(written), step)],
    )  # fmt: skip


def ready_for_pdf() -> Any:
    """WeasyPrint, asked for before any code is made. Raises NoPdf."""
    try:
        import weasyprint  # type: ignore[import-untyped]
    except (ImportError, OSError):  # OSError: its own libraries, such as Pango, are missing
        raise NoPdf(NO_PDF) from None
    return weasyprint


def pdf(html: str) -> bytes:
    """A document that stands alone, as a PDF; slow, so never on the event loop. Raises NoPdf."""
    made: bytes = ready_for_pdf().HTML(string=html, url_fetcher=_fetches_nothing).write_pdf()
    return made


def square(content: str) -> Markup:
    """A QR code as an SVG element: it needs no picture from anywhere, and no style of its own."""
    out = io.BytesIO()
    segno.make(content, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, svgclass=None, lineclass=None
    )
    drawn = out.getvalue().decode().strip()
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" ', 1))


def _letter(speech: Catalogues, school: School, sheet: Sheet, privacy: str) -> Markup:
    tag = sheet.language
    squares: Mapping[str, str] = {
        name: square(link) for name, link in (("sms", sheet.sms), ("telegram", sheet.telegram)) if link
    }
    words = _pages().get_template("welcome_letter.html").render(
        school=school, sheet=sheet, squares=squares, web=LANGUAGES[tag].web,
        privacy=f"{privacy}?language={tag}" if privacy and tag != ENGLISH else privacy,
        direction=LANGUAGES[tag].direction, draft=tag != ENGLISH and speech.status(tag).draft,
        _=partial(said, speech, tag),
    )  # fmt: skip
    return Markup(words)


def _fetches_nothing(address: str, *_more: Any, **_options: Any) -> Any:
    raise ValueError(f"a letter has nothing to fetch: {address[:20]}")


@lru_cache(maxsize=1)
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _pages() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined
    )
