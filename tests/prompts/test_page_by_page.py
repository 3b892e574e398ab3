"""A prompt is written a page a transaction: whatever happens between two pages, every phone gets it once, or not at all."""

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, func, select

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.jobs import prompts as jobs
from bot.model.chat import PromptKind
from bot.pace.families import next_open
from bot.store import fanning as how_far
from bot.store import pen, prompts
from bot.store.tables import contact, delivery, enrolment, fanning, membership
from tests.prompts.crowd import Crowd, by_hand


@pytest.fixture
def paged(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    """Sixty families, ten children a page."""
    crowd.many(60)
    monkeypatch.setattr(prompting, "PAGE", 10)
    return crowd


def everybody(crowd: Crowd) -> set[int]:
    return set(by_hand(crowd, [f"Room {n}" for n in range(9)], PromptKind.PROMPT))


def count(crowd: Crowd, state: str = "waiting") -> int:
    return int(crowd.rows(select(func.count()).where(delivery.c.state == state))[0][0])


def test_a_room_is_on_its_way_at_once_and_a_school_page_by_page(paged: Crowd) -> None:
    """Holds the first page in `let_go`: a teacher who confirms does not wait for a tick."""
    room = paged.draft("Room 1", words="For one room")
    paged.act(lambda desk: prompting.confirm(desk, room))
    assert 0 < count(paged) < len(everybody(paged))
    school = paged.draft()
    paged.act(lambda desk: prompting.confirm(desk, school))
    assert 0 < len(paged.written(school)) < len(everybody(paged))
    paged.send(school)
    assert set(paged.written(school)) == everybody(paged)
    assert paged.rows(select(fanning)) == []


def test_a_question_for_many_rooms_holds_no_more_of_them_at_once_than_a_part(
    paged: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`in_parts` in prompts.draft: 40,000 rooms in one list took ten megabytes."""
    monkeypatch.setattr(pen, "AT_ONCE", 2)
    parts: list[int] = []

    @event.listens_for(paged.engine, "before_cursor_execute")
    def _count(_db: Any, _cursor: Any, statement: str, rows: Any, _context: Any, many: bool) -> None:
        if "INTO prompt_room" in statement:
            parts.append(len(rows) if many else 1)

    asked = paged.draft()
    assert parts == [2, 1]
    assert paged.act(lambda desk: len(prompts.rooms(desk.db, asked))) == 3


def test_whoever_else_writes_comes_in_between(paged: Crowd) -> None:
    """Holds `while await act(...)` in jobs.prompts.fan_out: one deed for all pages would hold up every reply."""
    asked = paged.draft()
    paged.act(
        lambda desk: prompts.move(desk.db, asked, only_from=("draft",), state="scheduled", due_at=desk.now)
    )
    seen: list[int] = []

    async def act(deed: Callable[[Desk], Any]) -> Any:
        done = paged.act(deed)
        seen.append(count(paged))  # somebody else, who sees each page as soon as it is written
        return done

    asyncio.run(jobs.fan_out(act))
    assert len(set(seen)) > 5
    assert seen[-1] == len(everybody(paged))


def test_a_death_between_two_pages_or_in_one_loses_and_doubles_nothing(paged: Crowd) -> None:
    """Holds `move_on` in the page's own transaction, and UNIQUE(prompt, contact, turn)."""
    asked = paged.draft()
    paged.act(lambda desk: prompting.confirm(desk, asked))
    before, first = paged.rows(select(fanning)), paged.written(asked)

    def dies(desk: Desk) -> None:
        prompting.go_on(desk)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        paged.act(dies)
    assert paged.rows(select(fanning)) == before, "what the page did and how far it came went together"
    assert paged.written(asked) == first
    paged.act(prompting.go_on)
    # Somebody who does not know how far it came begins anew.
    paged.act(lambda desk: how_far.begin(desk.db, desk.school.id, asked))
    paged.send(asked)
    assert set(paged.written(asked)) == everybody(paged)
    assert all(homes for _reader, homes in paged.written(asked).values())


def test_taken_back_in_the_middle_the_rest_is_never_written(paged: Crowd) -> None:
    """Holds the look at the prompt's state before each page, and the taking back page by page."""
    asked = paged.draft()
    paged.act(lambda desk: prompting.confirm(desk, asked))
    paged.act(prompting.go_on)
    written = count(paged)
    assert paged.act(lambda desk: prompting.cancel(desk, asked)) == written
    assert 0 < count(paged, "cancelled") < written, "a page at once, the rest by the job"
    while paged.act(jobs.fan_out_due):
        pass
    assert (count(paged), count(paged, "cancelled")) == (0, written)
    assert paged.rows(select(fanning)) == []
    assert paged.act(lambda desk: prompting.cancel(desk, asked)) is None


def test_who_joins_or_leaves_in_between_is_judged_when_their_page_comes(paged: Crowd) -> None:
    """Members are read page by page, as they are then; those whose page has passed are judged at the call."""
    asked = paged.draft()
    paged.act(lambda desk: prompting.confirm(desk, asked))
    reached = set(paged.written(asked))
    last = max(everybody(paged) - reached)
    paged.change(membership, membership.c.person_id == last, until=paged.now)
    paged.change(membership, membership.c.person_id == min(reached), until=paged.now)
    paged.send(asked)
    assert last not in paged.written(asked)
    assert min(reached) in paged.written(asked)


def test_a_child_who_moves_between_rooms_meanwhile_is_asked_about_once(paged: Crowd) -> None:
    """Holds UNIQUE(prompt, contact, turn): the child comes by twice, in the old room and in the new one."""
    asked = paged.draft()
    paged.act(lambda desk: prompting.confirm(desk, asked))
    paged.change(enrolment, enrolment.c.child_id == 1, until=paged.now)
    paged.add(enrolment, child_id=1, room_id=3, since=paged.now - timedelta(minutes=1))
    paged.send(asked)
    assert set(paged.written(asked)) == everybody(paged)


def test_a_small_prompt_does_not_wait_for_a_large_one(paged: Crowd) -> None:
    """Holds the order in fan_out_due: what has just come due begins before what has long been going on is ended."""
    school, room = paged.draft(), paged.draft("Room 2", words="For one room")
    paged.act(lambda desk: prompting.confirm(desk, school))
    paged.act(lambda desk: prompting.confirm(desk, room, paged.now + timedelta(minutes=1)))
    paged.now += timedelta(minutes=1)
    paged.act(jobs.fan_out_due)
    assert paged.written(room)
    assert len(paged.written(school)) < len(everybody(paged))


def test_each_phone_rings_by_its_own_clock(paged: Crowd) -> None:
    """Holds the CASE over zones: each phone's first decent moment, worked out once for its zone."""
    paged.change(contact, contact.c.id % 3 == 0, zone="Pacific/Niue")
    paged.change(contact, contact.c.id % 7 == 0, zone="Europe/London")
    paged.now = datetime(2026, 11, 24, 20, 30, tzinfo=ZoneInfo("Pacific/Auckland")).astimezone(
        ZoneInfo("UTC")
    )
    asked = paged.draft()
    seen = paged.preview(asked)
    paged.send(asked)
    calendar = paged.act(lambda desk: desk.school.calendar)
    both = select(contact.c.zone, delivery.c.due_at).join(contact, contact.c.id == delivery.c.contact_id)
    found = paged.rows(both)
    assert {it.zone for it in found} == {"Pacific/Auckland", "Pacific/Niue", "Europe/London"}
    assert {(it.zone, it.due_at) for it in found} == {
        (zone, next_open(paged.now, calendar, zone)) for zone in {it.zone for it in found}
    }
    times = {it.due_at for it in found}
    assert (min(it.first_at for it in seen.groups), max(it.last_at for it in seen.groups)) == (
        min(times),
        max(times),
    )


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_two_machines_at_once_write_each_phone_once(paged: Crowd) -> None:
    """Holds FOR UPDATE SKIP LOCKED and the unique constraint: two processes tick, and neither waits nor doubles."""
    asked = [paged.draft(words=f"Question {n}") for n in range(2)]
    for it in asked:
        paged.act(lambda desk, it=it: prompting.confirm(desk, it))
    troubles: list[BaseException] = []
    ready = threading.Barrier(2)

    def tick() -> None:
        try:
            ready.wait()
            for _page in range(40):
                paged.act(jobs.fan_out_due)
        except BaseException as trouble:
            troubles.append(trouble)

    both = [threading.Thread(target=tick) for _one in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert troubles == []
    for it in asked:
        assert set(paged.written(it)) == everybody(paged)
