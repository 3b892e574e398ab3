"""A letter fits its paper in every language: what runs over an edge is lost, and no family would know."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from bot.acts.desk import Links
from bot.acts.letters import printing
from bot.languages.registry import LANGUAGES
from bot.web import letters as on_paper
from tests.console.seed import SPEECH, Harakeke

CHILD = "Tuilaepa-Aiono Fa'amanuiaga"
ADULTS = ("Mele Fifita-Tu'ipulotu", "Semisi Fifita-Tu'ipulotu")
PLACE = "https://aho.longschoolname.school.nz"


@pytest.mark.parametrize("two", [False, True])
def test_nothing_of_a_letter_is_cut_in_any_language(world: Harakeke, two: bool) -> None:
    """Holds the room on the paper: with long names and addresses, a letter is a page, or half of one."""
    weasyprint = pytest.importorskip("weasyprint")
    tags = sorted(LANGUAGES)
    html = world.act(lambda desk: _in_every_language(desk, world["Ioane"], tags, two))
    pages = weasyprint.HTML(string=html).render().pages
    assert len(pages) == (len(tags) + 1) // 2 if two else len(tags)
    for page in pages:
        sheets = [it for it in page._page_box.descendants() if it.element_tag == "article"]
        assert len(sheets) == (2 if two else 1)
        for box in (inner for it in sheets for inner in it.descendants()):
            assert box.position_y + box.height <= page.height + 1, f"{box} below the paper's edge"
            assert box.position_x + box.width <= page.width + 1, f"{box} beside the paper"


def _in_every_language(desk: Any, child_id: int, tags: list[str], two: bool) -> str:
    desk = replace(
        desk,
        school=replace(desk.school, languages=tuple(tags)),
        links=replace(desk.links, public_url=PLACE),
    )
    (home, *_) = printing.homes(desk, [child_id])
    long = replace(home, child=CHILD, adults=ADULTS)
    sheets = [it for tag in tags for it in printing.write(desk, [long], by=None, language=tag)]
    return on_paper.document(SPEECH, desk.school, f"{PLACE}/privacy", sheets, two=two, alone=True)


def _on_paper(world: Harakeke, tag: str, **links: str) -> str:
    def written(desk: Any) -> str:
        desk = replace(desk, school=replace(desk.school, languages=("en", tag)), links=Links(**links))
        homes = printing.homes(desk, [world["Ioane"]])[:1]
        sheets = printing.write(desk, homes, by=None, language=tag)
        return on_paper.document(SPEECH, desk.school, desk.links.privacy, sheets)

    return " ".join(unescape(re.sub(r"<[^>]+>", " ", world.act(written))).split())


NO_APP = "By text message you need no app"
OWN_CLOUD = (
    "Telegram is a company of its own, outside New Zealand. It keeps your chats with us in its own cloud."
)


@pytest.mark.parametrize(
    ("ways", "texts", "chats"),
    [({"sms_number": "+642000000040"}, True, False), ({"bot_name": "harakeke_bot"}, False, True),
     ({"sms_number": "+642000000040", "bot_name": "harakeke_bot"}, True, True)],
)  # fmt: skip
def test_a_letter_tells_of_the_ways_that_the_school_has(
    world: Harakeke, ways: dict[str, str], texts: bool, chats: bool
) -> None:
    """Holds: what is said of texts is said where there are texts, and whose cloud it is wherever there is Telegram."""
    words = _on_paper(world, "en", **ways)
    assert [it in words for it in (NO_APP, "Twilio", OWN_CLOUD)] == [texts, texts, chats]


def test_a_letter_says_what_the_family_sees_and_its_link_opens_in_its_language(world: Harakeke) -> None:
    """Holds: nobody writes for the teacher alone and is then read by an uncle; and who reads Tongan need not find the
    language of the page."""
    texts = "+642000000040"
    assert "other people in your family's thread see it too" in _on_paper(world, "en", sms_number=texts)
    words = _on_paper(world, "to", public_url=PLACE, sms_number=texts)
    assert f"{PLACE}/privacy?language=to " in words
