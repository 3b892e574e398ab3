"""The page behind the link in the first message: the law's points, in words for everybody."""

import asyncio
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette

from bot.languages.catalogue import Catalogues
from bot.languages.directions import FSI, PDI
from bot.languages.extract import gathered
from bot.languages.placeholders import fill, placeholders
from bot.languages.registry import LANGUAGES
from bot.model.school import School
from bot.translate.register import PROVIDERS
from bot.web.privacy import route

ROOT = Path(__file__).resolve().parent.parent
PAGE = "bot/web/templates/privacy.html"
SCHOOL = School(
    id=1,
    key="kauri",
    name="Te Kura o Kauri <script>{x}</script>",
    address="1 Kauri Road, Tāmaki Makaurau",
    privacy_contact="Mere Ngata, office@kauri.example",
    office_number="09 555 0100",
    emergency_line="111",
    reply_cost="A reply costs what a text costs you.",
    languages=("en", "mi"),
)


def _page(language: str = "en", direction: str = "ltr", draft: bool = False,
          translators: tuple[str, ...] = ("apertium", "azure", "libretranslate")) -> str:  # fmt: skip
    folder = FileSystemLoader(ROOT / "bot/web/templates")
    pages = Environment(loader=folder, autoescape=True, undefined=StrictUndefined)
    pages.globals["_"] = lambda words, **values: fill(words, values)
    return pages.get_template("privacy.html").render(
        school=SCHOOL,
        languages=[LANGUAGES["en"], LANGUAGES["mi"]],
        web=language,
        language=language,
        direction=direction,
        draft=draft,
        reply_cost=SCHOOL.reply_cost,
        translators=[PROVIDERS[key] for key in translators],
    )


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def _sentences() -> list[str]:
    return [
        str(entry.id)
        for entry in gathered(ROOT)
        if entry.id and PAGE in {place for place, _ in entry.locations}
    ]


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, Any]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    ("point", "words"),
    [
        ("the fact that we hold it", "Your name, and your number"),
        ("from whom, when not from you (3A)", "someone in your family gave it"),
        ("the purpose", "home and school can talk about your child"),
        ("the recipients", "Your child's teachers"),
        ("overseas", "Twilio, a company in the United States"),
        ("Telegram's own cloud", "in its own cloud"),
        ("who collects and holds, and where", "1 Kauri Road"),
        ("whether a law asks for it, and what follows without", "No law says that you must"),
        ("access", "ask to see what we keep about you"),
        ("correction", "put it right if it is wrong"),
        ("the way out", "Text STOP at any time"),
        ("whom to ask", "Mere Ngata"),
        ("the cost of a reply", "what a text costs you"),
        ("danger", "call 111"),
        ("complaints", "Office of the Privacy Commissioner"),
    ],
)
def test_the_law_is_told(point: str, words: str) -> None:
    assert words in _words(_page()).replace("&#39;", "'"), point


def test_the_page_says_its_language_and_offers_the_others() -> None:
    html = _page("mi", draft=True)
    assert '<html lang="mi" dir="ltr">' in html
    assert 'href="?language=en"' in html
    assert 'href="?language=mi" lang="mi" hreflang="mi" dir="ltr" aria-current="true"' in html
    assert 'dir="rtl"' in _page("ur", "rtl")


def test_only_a_draft_says_that_it_is_one() -> None:
    warning = "A fluent speaker has not checked this page yet."
    assert warning in _page(draft=True)
    assert warning not in _page()


def test_where_words_go_to_be_translated_is_told_and_only_when_they_go() -> None:
    page = _words(_page(translators=("azure", "apertium")))
    assert "Azure Translator" in page and "It belongs to Microsoft, a company in the United States." in page
    assert "Names are taken out first." in page and "tell the school" in page
    assert "a program on the school" in page
    assert "translated" not in _words(_page(translators=()))


def test_a_schools_own_words_are_never_markup_nor_template() -> None:
    html = _page()
    assert "<script" not in html
    assert "&lt;script&gt;{x}&lt;/script&gt;" in html


def test_it_needs_nothing_but_our_own_stylesheets() -> None:
    outline = _Outline()
    outline.feed(_page())
    sheets = [attrs["href"] for tag, attrs in outline.seen if attrs.get("rel") == "stylesheet"]
    assert sheets == ["/static/vendor/pico-2.1.1.min.css", "/static/aho.css"]
    linked = [str(attrs["href"]) for tag, attrs in outline.seen if tag == "link"]
    assert all(it.startswith("/static/") and (ROOT / "bot/web" / it.lstrip("/")).exists() for it in linked)
    assert not {"script", "style", "img", "iframe"} & {tag for tag, _ in outline.seen}
    assert not [attrs for _, attrs in outline.seen if any(n == "style" or n.startswith("on") for n in attrs)]


def test_every_section_is_named_by_its_own_heading() -> None:
    outline = _Outline()
    outline.feed(_page())
    headings = [attrs["id"] for tag, attrs in outline.seen if tag == "h2"]
    assert headings == [attrs["aria-labelledby"] for tag, attrs in outline.seen if tag == "section"]
    assert len(set(headings)) == len(headings)
    assert [tag for tag, _ in outline.seen].count("h1") == 1


def test_translators_get_one_short_sentence_at_a_time() -> None:
    sentences = _sentences()
    assert len(sentences) > 50, "the page's sentences reach the catalogue"
    for words in sentences:
        assert placeholders(words) <= {"school", "word", "number", "engine", "company"}
        assert len(words.split()) <= 24, words
        assert "<" not in words


def test_no_translation_can_lose_a_keyword() -> None:
    shouted = [words for words in _sentences() if re.search(r"\b(?!US\b)[A-Z]{2,}\b", words)]
    assert shouted == [], "keywords are values"


def _visited(asked: str) -> str:
    """The page as its door gives it, in a school whose families read these languages."""
    school = replace(SCHOOL, name="Harakeke School", languages=("en", "ar", "zh_Hans"))

    async def look(deed: Any) -> Any:
        return deed(SimpleNamespace(school=school))

    doors = SimpleNamespace(speech=Catalogues.load(ROOT / "locales"), look=look)

    async def visit() -> str:
        transport = httpx.ASGITransport(Starlette(routes=[route(doors)]))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://aho.test") as client:
            return (await client.get("/privacy", params={"language": asked})).text

    return asyncio.run(visit())


def test_arabic_reads_from_right_to_left_with_names_in_their_place() -> None:
    """Holds `isolated` in privacy.py, and each <bdi> around the school's own words."""
    html = _visited("ar")
    assert '<html lang="ar" dir="rtl">' in html
    assert f"{FSI}Harakeke School{PDI}" in html
    assert f"{FSI}111{PDI}" in html
    assert "<bdi>Mere Ngata, office@kauri.example</bdi>" in html
    assert 'lang="en" hreflang="en" dir="ltr"' in html
    assert FSI not in _visited("en")


def test_a_page_names_its_language_as_browsers_do() -> None:
    """zh-Hans in HTML, zh_Hans in gettext: with the wrong one Chinese is shown in a Japanese font."""
    html = _visited("zh_Hans")
    assert '<html lang="zh-Hans" dir="ltr">' in html
    assert 'href="?language=zh_Hans" lang="zh-Hans"' in html
