"""A long pause: whatever was typed into a form of the console is shown when the session has ended meanwhile."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bot.web.console import not_lost
from tests.console.browser import Browser
from tests.console.seed import Harakeke

Console = Callable[..., Browser]


def test_what_was_typed_into_small_boxes_is_not_lost_either(world: Harakeke, console: Console) -> None:
    """Holds TYPED in not_lost: a new child with six boxes, and the note of a court's order; no password, and no code."""
    there = console("Ana")
    token = there.token()
    child = {
        "child": "Wai",
        "child_id": "88",
        "adult": "Moana",
        "relation": "aunt",
        "phone": "021 555 019",
        "once": "o9",
    }
    kept_out = {"name": "Dave Miller", "address": "021 555 077", "note": "By the court, 3 May"}
    secrets = {"password": "three warm kererū", "code": "ABCD-9876", "whose": "17"}
    world.now += timedelta(hours=3)
    page = there.sends(f"/console/people/{world['room 7']}/new-child", {**token, **child, **secrets})
    assert page.status_code == 403
    assert (
        "Child: Wai\nChild id: 88\nAdult: Moana\nRelation: aunt\nPhone: 021 555 019</textarea>" in page.text
    )
    page = there.sends(f"/console/children/{world['Māia']}/kept-out", {**token, **kept_out})
    assert all(text in page.text for text in kept_out.values())
    assert there.sends("/console/me/password", {**token, **secrets}).status_code == 303, (
        "a password is not shown"
    )


def test_no_box_of_a_form_is_forgotten(root: Path) -> None:
    """Whatever is typed in the console is kept by not_lost, or is one of these: secrets, a day, a number, a name to confirm."""
    short = {"password", "code", "day", "at", "first", "last", "until", "begins", "times", "youngest", "oldest", "place",
             "school", "whose"}  # fmt: skip
    boxes = set()
    for page in (root / "bot" / "web" / "templates" / "console").glob("*.html"):
        for tag in re.findall(r"<(?:input|textarea)[^>]*", page.read_text(encoding="utf-8")):
            name = re.search(r'name="([^"{]+)', tag)
            if name and not re.search(r'type="(hidden|checkbox|radio|file|search)"', tag):
                boxes.add(name[1])
    left = {it for it in boxes if not it.startswith("words") and not not_lost._typed(it)}
    assert left == short
