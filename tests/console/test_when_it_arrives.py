"""The preview, and the page of what was confirmed, name the moment at which the first phone gets it; and nobody's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.acts.desk import Desk
from bot.jobs.prompts import fan_out_due
from bot.languages.folding import fold
from bot.model.school import Span
from bot.store import schools
from bot.store.tables import room
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke, put

Console = Callable[..., Browser]
ASK = "/console/ask"


def preview(there: Browser, world: Harakeke, **fields: str) -> str:
    fields = {"to": f"room {world['room 7']}", "words_en": "How was the holiday?", **fields}
    return str(there.follows(there.fills(ASK, ASK, **fields)).url)


@pytest.fixture
def holidays(world: Harakeke) -> None:
    """Now is between two terms."""
    terms = (Span(date(2026, 10, 12), date(2026, 11, 20)), Span(date(2027, 2, 2), date(2027, 4, 9)))
    world.act(lambda desk: schools.save(
        desk.db, replace(desk.school, calendar=replace(desk.school.calendar, terms=terms)), desk.now))  # fmt: skip


def test_a_room_without_children_says_so_and_sends_nobody_to_look_for_a_reason(
    world: Harakeke, console: Console
) -> None:
    """Holds Looked.nobody: the page said that everybody can be reached, and that nobody can, "see below why"."""

    def empty(desk: Desk) -> int:
        return put(desk.db, room, school_id=desk.school.id, name="Room 3", folded=fold("Room 3"))

    world.ids["room 3"] = world.act(empty)
    ana = console("Ana")
    page = said(ana.get(preview(ana, world, to=f"room {world['room 3']}")))
    assert "There is nobody in Room 3 to write to yet: no child, or no adult at home." in page
    assert "Everybody at home can be reached" not in page and "See above why" not in page


@pytest.mark.usefixtures("holidays")
def test_what_waits_for_the_term_says_when_it_arrives_first(world: Harakeke, console: Console) -> None:
    """Holds Looked.first_at and Ahead.first_at, before it goes and after: the heads said today, or the day chosen."""
    ngaire, first = console("Ngaire"), "Tue 2 Feb 2027, 08:00"
    there = preview(ngaire, world)
    page = said(ngaire.get(there))
    assert f"It is kept, and reaches the first phone {first}" in page
    assert "two minutes after" not in page and "It waits for a day on which the school is open" in page
    later = said(ngaire.get(preview(ngaire, world, when="later", day="2026-12-25", at="03:00")))
    assert f"reaches the first phone {first}" in later and "It goes Fri 25 Dec" not in later
    kept = ngaire.follows(ngaire.fills(there, f"{there.partition('8000')[2]}/confirm"))
    page = said(kept)
    assert f"It reaches the first phone {first}." in page and f"Nobody has it before {first}." in page
    assert "It goes" not in page
    world.now += timedelta(minutes=2)
    world.act(fan_out_due)
    page = said(ngaire.get(str(kept.url.path)))
    assert f"Whaea Ngaire · reaches the first phone {first}" in page and "sent today" not in page


def test_what_goes_in_decent_hours_says_so_as_before(world: Harakeke, console: Console) -> None:
    page = said(console("Ngaire").get(preview(console("Ngaire"), world)))
    assert "It goes two minutes after you confirm it" in page and "reaches the first phone" not in page


def test_what_is_a_moment_late_has_its_first_phone_at_no_later_hour(
    world: Harakeke, console: Console
) -> None:
    """Holds the moment in prompt._first_at: it would run on with the clock, and stand after the time to undo it."""
    ngaire = console("Ngaire")
    there = preview(ngaire, world)
    kept = ngaire.follows(ngaire.fills(there, f"{there.partition('8000')[2]}/confirm"))
    world.now += timedelta(minutes=4)
    assert "first phone" not in said(ngaire.get(str(kept.url.path)))


def test_a_day_given_to_a_safety_message_is_said_to_be_left_out(world: Harakeke, console: Console) -> None:
    ana = console("Ana")
    page = said(ana.get(preview(ana, world, kind="safety", when="later", day="2026-12-25", at="03:00")))
    assert "A safety message does not wait: the day you gave is left out." in page
    assert "does not wait" not in said(ana.get(preview(ana, world, kind="safety")))
