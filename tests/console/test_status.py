"""How it goes, in sentences: what is slow, what waits and for whom, and that nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from bot.model.delivery import ASK_THE_FAMILY
from bot.store import broadcasts, holds, outbox, senders
from bot.store.console import sending
from bot.store.tables import attempt, delivery, inbox, status_event
from bot.web.app import watched_only
from tests.console.browser import Browser, browser_of, doors_of, said
from tests.console.seed import Harakeke, lies_in_the_inbox, put

Console = Callable[..., Browser]
QUIET = "All is quiet: whatever was due has gone out, and nobody has to do anything."


def page(console: Console, who: str = "Ngaire") -> str:
    return said(console(who).get("/console/status"))


def changes(world: Harakeke, **values: Any) -> None:
    """Of every delivery that there is."""
    world.act(lambda desk: desk.db.execute(update(delivery).values(**values)))


@pytest.fixture
def asked(world: Harakeke) -> int:
    """A question on its way to room 7: by SMS to two phones."""
    return world.asks("Ngaire", "How was the holiday?", room="room 7")


def test_when_all_is_quiet_it_says_so(world: Harakeke, console: Console) -> None:
    page_ = page(console)
    assert QUIET in page_
    assert "SMS It goes as it should. Nothing waits to go out." in page_
    assert "It has not taken any message from us lately. We have not heard from it lately." in page_
    assert "Waiting for one of you" not in page_


def test_it_is_reached_from_every_page(console: Console) -> None:
    assert 'href="/console/status"' in console("Ngaire").get("/console/").text


def test_it_is_for_those_who_work_here(console: Console) -> None:
    assert console().get("/console/status").headers["location"] == "/console/signed-out"


@pytest.mark.usefixtures("asked")
def test_what_is_on_its_way_is_no_trouble(world: Harakeke, console: Console) -> None:
    waiting = len(world.act(lambda desk: desk.db.scalars(select(delivery.c.id)).all()))
    found = page(console)
    assert f"All is well: {waiting} message" in found
    assert "to go out." in found
    assert 'class="trouble"' not in console("Ngaire").get("/console/status").text


@pytest.mark.usefixtures("asked")
def test_a_slow_carrier_and_how_much_waits(world: Harakeke, console: Console) -> None:
    """Holds the sentence's three parts: since when, that nothing is lost, and how much waits: on this channel alone."""
    since = world.now
    world.now += timedelta(minutes=6)
    world.act(lambda desk: senders.change(
        desk.db, world["sms"], trouble="does not answer", trouble_at=since))  # fmt: skip
    waits = due_by_sms(world)
    found = page(console)
    assert f"SMS has been slow since today {clock(since)}: the carrier does not answer. " in found
    assert f"Nothing is lost; {waits} message" in found
    assert QUIET not in found
    assert "All is well" not in found
    assert found.count("has been slow") == 1


@pytest.mark.usefixtures("asked")
def test_what_waits_for_a_decent_hour_is_not_late(world: Harakeke, console: Console) -> None:
    changes(world, due_at=world.now + timedelta(days=1))
    found = page(console)
    assert QUIET in found
    assert "for a good hour; the first goes tomorrow 15:10." in found


@pytest.mark.usefixtures("asked")
def test_a_long_queue_says_since_when(world: Harakeke, console: Console) -> None:
    since = world.now
    world.now += timedelta(minutes=9)
    assert "All is well" in page(console)
    assert f"the first since today {clock(since)}" in page(console)
    world.now += timedelta(minutes=2)
    found = page(console)
    assert "SMS is behind: " in found
    assert f"the first since today {clock(since)}. Nothing is lost; they go out as fast as" in found


@pytest.mark.usefixtures("asked")
def test_an_account_that_is_refused(world: Harakeke, console: Console) -> None:
    world.act(lambda desk: senders.halt(desk.db, world["sms"], "Twilio does not let us in"))
    found = page(console)
    assert "Nothing can go out by SMS at the moment: Twilio does not let us in. Nothing is lost; " in found
    assert "SMS Nothing goes out." in found


@pytest.mark.usefixtures("asked")
def test_what_is_held_since_a_copy_was_put_back(world: Harakeke, console: Console) -> None:
    world.act(lambda desk: holds.begin(desk.db, world.now - timedelta(hours=2), desk.now))
    found = page(console)
    assert "SMS is held: an older copy of everything, from today 13:10, was put back." in found
    assert "Nothing you write is lost;" in found


def test_a_question_that_stopped_by_itself_is_its_teachers(
    world: Harakeke, console: Console, asked: int
) -> None:
    """Its rest waits for a person, and so is not counted with what waits for the carrier."""
    assert world.act(lambda desk: broadcasts.hold(desk.db, asked, desk.now))
    world.now += timedelta(hours=1)
    link = f'<a href="/console/ask/{asked}">'
    assert link in console("Ngaire").get("/console/status").text
    assert "has stopped by itself: too much of it did not arrive." in page(console)
    assert "Nothing waits to go out." in page(console)
    assert "is behind" not in page(console)
    assert link not in console("Tom").get("/console/status").text


def test_what_a_person_has_to_decide_is_the_offices(world: Harakeke, console: Console, asked: int) -> None:
    first = world.act(lambda desk: outbox.of_prompt(desk.db, asked)[0]["id"])
    world.act(lambda desk: outbox.change(desk.db, first, state="failed", why=ASK_THE_FAMILY))
    lies_in_the_inbox(world, "aside", "He is sick today", contact="Dave's phone")
    lies_in_the_inbox(world, "troubled", "And tomorrow too", contact="Dave's phone")
    found = page(console, "Ana")
    assert "Nobody can tell whether 1 message arrived. Please ask the family;" in found
    assert (
        "1 message from families could not be handled after five tries. It is kept for you to read" in found
    )
    assert "1 message from families could not be handled yet. It is kept, and tried again soon;" in found
    assert "sick" not in found
    assert "Waiting for one of you" not in page(console, "Tom")


def test_what_the_carrier_is_being_asked_about(world: Harakeke, console: Console, asked: int) -> None:
    calls(world, asked, "unsure")
    assert "The carrier is being asked what became of 1 message; it does not go again" in page(console)


def test_when_a_carrier_last_took_and_last_brought_something(
    world: Harakeke, console: Console, asked: int
) -> None:
    calls(world, asked, "settled", outcome="sent", settled_at=world.now)
    world.act(lambda desk: put(
        desk.db, status_event, school_id=desk.school.id, channel="sms", external_id="SM1", state="delivered",
        error="", heard_at=world.now + timedelta(minutes=4)))  # fmt: skip
    world.now += timedelta(minutes=5)
    by_sms, _, by_telegram = page(console).partition("Telegram It goes, one")
    assert "It last took a message from us today 15:10. We last heard from it today 15:14." in by_sms
    assert "We have not heard from it lately." in by_telegram
    lies_in_the_inbox(world, "done", "Kia ora", contact="Dave's phone")
    assert "We last heard from it today 15:15." in page(console)


def test_it_looks_no_further_back_than_it_says(
    world: Harakeke, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds `NEWEST`: an inbox of years is not read every quarter of a minute by every open page."""
    monkeypatch.setattr(sending, "NEWEST", 1)
    lies_in_the_inbox(world, "done", "Kia ora", contact="Dave's phone")
    assert "We last heard from it" in page(console)
    lies_in_the_inbox(world, "done", "Kia ora", contact="Sina's phone")
    by_telegram = inbox.c.contact_id == world["Sina's phone"]
    world.act(lambda desk: desk.db.execute(
        update(inbox).where(by_telegram).values(sender_id=world["telegram"])))  # fmt: skip
    by_sms, _, _ = page(console).partition("Telegram It goes")
    assert "We have not heard from it lately." in by_sms


def test_a_part_that_has_stopped_is_said(world: Harakeke, tmp_path: Path) -> None:
    doors = doors_of(world, tmp_path)
    there = Browser(browser_of(replace(doors, health=lambda: {"sending": False, "clock": False})), world)
    there.signs_in("Ngaire")
    found = said(there.get("/console/status"))
    assert "Nothing has been sent for a minute" in found
    assert "The clock that starts what is planned has stopped." in found
    assert QUIET not in found


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.usefixtures("asked")
def test_doors_without_any_worker_say_so(world: Harakeke, tmp_path: Path) -> None:
    """Holds `elsewhere` and `somebody_works`: with doors only nobody here would know that all workers are dead."""
    doors = replace(doors_of(world, tmp_path), elsewhere=True)
    there, watched = Browser(browser_of(doors), world), TestClient(watched_only(doors))
    there.signs_in("Ngaire")
    world.now += timedelta(minutes=11)
    found = said(there.get("/console/status"))
    assert "Nobody sends at the moment" in found
    assert "SMS is behind" in found and "as fast as the carrier allows" not in found
    ready = watched.get("/readyz")
    assert (ready.status_code, ready.json()["workers"]) == (200, False), (
        "what families write comes in all the same"
    )
    world.act(lambda desk: desk.db.exec_driver_sql("INSERT INTO procrastinate_workers DEFAULT VALUES"))
    assert watched.get("/readyz").json()["workers"] is True
    found = said(there.get("/console/status"))
    assert "Nobody sends" not in found and "as fast as the carrier allows" in found


def test_the_page_asks_for_its_own_middle(console: Console) -> None:
    ngaire = console("Ngaire")
    whole, middle = ngaire.get("/console/status"), ngaire.get("/console/status", **{"HX-Request": "true"})
    assert "<html" in whole.text
    assert "<html" not in middle.text
    assert middle.text.strip() in whole.text


def clock(moment: datetime) -> str:
    return f"{moment + timedelta(hours=13):%H:%M}"


def due_by_sms(world: Harakeke) -> int:
    query = select(delivery.c.id).where(delivery.c.channel == "sms", delivery.c.state == "waiting")
    return len(world.act(lambda desk: desk.db.scalars(query).all()))


def calls(world: Harakeke, prompt_id: int, state: str, **values: Any) -> None:
    """A call that one of a question's deliveries has had."""

    def make(desk: Any) -> None:
        row = next(it for it in outbox.of_prompt(desk.db, prompt_id) if it["channel"] == "sms")
        whose = {name: row[name] for name in ("school_id", "contact_id", "sender_id")}
        put(desk.db, attempt, **whose, delivery_id=row["id"], token="a" * 32, state=state, claimed_at=world.now,
            absences=0, **values)  # fmt: skip
        outbox.change(desk.db, row["id"], state="sent" if state == "settled" else state)

    world.act(make)
