"""Reminders by the page: decided on once, put at most once, by however many machines."""

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.acts.desk import Desk
from bot.jobs import nudges
from bot.model.delivery import Turn
from bot.store import contents
from bot.store.tables import contact, delivery, delivery_child, message, nudge, person, thread
from tests.prompts.crowd import Crowd

REMINDERS = select(delivery).where(delivery.c.turn == int(Turn.NUDGE))


@pytest.fixture
def asked(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    """Sixty families were asked something three days ago, and nobody has answered; twenty of them a page."""
    monkeypatch.setattr(nudges, "PAGE", 20)
    crowd.many(60)
    crowd.change(person, weekly=3)
    crowd.send(crowd.draft())
    crowd.change(delivery, state="sent", sent_at=crowd.now)
    crowd.now += timedelta(days=3)
    return crowd


def remind(crowd: Crowd) -> int:
    looked = 0
    while page := crowd.act(nudges.remind):
        looked += page
    return looked


def waits(crowd: Crowd) -> int:
    """How many are still to be decided on."""
    return int(crowd.rows(select(func.count()).where(delivery.c.remind))[0][0])


def test_each_once_about_the_same_children_with_its_teachers_name(asked: Crowd) -> None:
    """Holds nudging.put and its copy of the homes: the last look knows from them whom a reminder is about."""
    questions = {it.contact_id: it for it in asked.rows(select(delivery))}
    assert remind(asked) == len(questions)
    made = asked.rows(REMINDERS)
    assert {it.contact_id for it in made} == set(questions)
    assert len(made) == len(questions)
    for it in made:
        question = questions[it.contact_id]
        assert (it.person_id, it.prompt_id, it.content_id) == (
            question.person_id,
            question.prompt_id,
            question.content_id,
        )
        assert (it.due_at, it.expires_at, it.state) == (asked.now, asked.now + timedelta(days=7), "waiting")
        assert it.parts == [[nudges.REMINDER, {"school": "Harakeke School", "teacher": "Ms Tane"}]]
        assert homes(asked, it.id) == homes(asked, question.id) != set()
    assert (waits(asked), remind(asked)) == (0, 0)


def test_a_second_machine_that_knows_nothing_of_it_puts_nothing(asked: Crowd) -> None:
    """Holds UNIQUE(nudge: prompt, person): even where what was decided is forgotten, as by a copy put back."""
    remind(asked)
    before = asked.rows(REMINDERS)
    asked.change(delivery, delivery.c.turn == int(Turn.PROMPT), remind=True)
    remind(asked)
    assert asked.rows(REMINDERS) == before
    asked.act(lambda desk: desk.db.execute(nudge.delete()))
    asked.change(delivery, delivery.c.turn == int(Turn.PROMPT), remind=True)
    remind(asked)
    assert asked.rows(REMINDERS) == before, "and by UNIQUE(prompt, contact, turn)"


def test_whoever_is_spared_is_decided_on_too(asked: Crowd) -> None:
    """Holds `decided`: without it the next tick, ten seconds later, would look at all of them again."""
    everybody = {it.contact_id: it for it in asked.rows(select(delivery))}
    one, two, three, four, answered = sorted(everybody)[:5]
    asked.change(person, person.c.id == everybody[one].person_id, weekly=0)
    asked.change(person, person.c.id == everybody[two].person_id, paused_until=asked.now + timedelta(days=1))
    asked.change(contact, contact.c.id == three, state="stopped")
    newer = asked.draft(words="Another question")
    asked.send(newer)
    asked.change(delivery, delivery.c.prompt_id == newer, delivery.c.contact_id != four, state="cancelled")
    asked.change(
        delivery,
        delivery.c.prompt_id == newer,
        delivery.c.contact_id == four,
        state="sent",
        sent_at=asked.now,
    )
    home = min(homes(asked, everybody[answered].id))
    say(asked, home, everybody[answered].person_id, everybody[answered].prompt_id)
    remind(asked)
    reminded = {it.contact_id for it in asked.rows(REMINDERS)}
    others = {it for it in everybody if home in homes(asked, everybody[it].id)}
    assert set(everybody) - reminded == {one, two, three, four, answered} | others
    assert waits(asked) == len(asked.rows(select(delivery.c.id).where(delivery.c.prompt_id == newer)))


def test_in_closed_hours_nothing_is_looked_at_and_after_holidays_nothing_put(asked: Crowd) -> None:
    """Holds sent_until (by each phone's own clock) and sent_since."""
    asked.change(contact, contact.c.id % 2 == 0, zone="Europe/London")  # where it is nine in the evening
    total = waits(asked)
    first = remind(asked)
    assert 0 < first < total
    assert {it.contact_id % 2 for it in asked.rows(REMINDERS)} == {1}
    asked.now += timedelta(days=11)
    asked.now += timedelta(hours=11)  # morning there, and a day on which the school is open
    put = len(asked.rows(REMINDERS))
    assert remind(asked) == total - first
    assert (len(asked.rows(REMINDERS)), waits(asked)) == (put, 0)


def test_whoever_else_writes_comes_in_between(asked: Crowd) -> None:
    """Holds the page: 100,000 reminders in one deed would hold up every reply for seconds."""
    pages: list[int] = []

    async def act(deed: Callable[[Desk], Any]) -> Any:
        done = asked.act(deed)
        pages.append(done)
        return done

    asyncio.run(nudges.remind_all(act))
    assert len(pages) > 3
    assert max(pages) == 20


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_two_machines_at_once_put_each_once(asked: Crowd) -> None:
    """Holds FOR UPDATE SKIP LOCKED in nudging.due, and the unique constraints behind it."""
    troubles: list[BaseException] = []
    ready = threading.Barrier(2)

    def tick() -> None:
        try:
            ready.wait()
            for _page in range(12):
                asked.act(nudges.remind)
        except BaseException as trouble:
            troubles.append(trouble)

    both = [threading.Thread(target=tick) for _one in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert troubles == []
    made = [it.contact_id for it in asked.rows(REMINDERS)]
    questions = {
        it.contact_id for it in asked.rows(select(delivery).where(delivery.c.turn == int(Turn.PROMPT)))
    }
    assert (sorted(made), waits(asked)) == (sorted(questions), 0)


def homes(crowd: Crowd, delivery_id: int) -> set[int]:
    query = select(delivery_child.c.household_id).where(delivery_child.c.delivery_id == delivery_id)
    return {it.household_id for it in crowd.rows(query)}


def say(crowd: Crowd, home: int, who: int, prompt_id: int) -> None:
    words = crowd.act(lambda desk: contents.keep(desk.db, desk.school.id, []))
    [row] = crowd.rows(select(thread.c.id).where(thread.c.household_id == home))
    crowd.add(message, thread_id=row.id, author_id=who, content_id=words, kind="reply", ears="household",
              prompt_id=prompt_id, said_at=crowd.now)  # fmt: skip
