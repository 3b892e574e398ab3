"""What is looked at every few seconds reads what is due by an index: never all families to find that none is."""

import asyncio
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.jobs import ends, nudges, prompts, retries, series
from bot.store import prepared
from bot.store.tables import contact, delivery, end_asked, membership
from tests.prompts.crowd import Crowd

#: Tables that have a row, or several, for each family; or, over the years, for each room and series.
LARGE = {"child", "consent", "contact", "contact_person", "delivery", "delivery_child", "enrolment", "household",
         "inbox", "membership", "message", "nudge", "person", "series_run", "thread"}  # fmt: skip
TICKS: dict[str, Callable[[Desk], Any]] = {
    "prompts": prompts.fan_out_due,
    "activities": prompts.send_activity,
    "series": series.send_due,
    "reminders": nudges.remind,
    "retries": lambda desk: retries.take_up(desk, lambda _desk, _item: None),
}


class Statements:
    """Everything that is executed while somebody listens, with its values."""

    def __init__(self) -> None:
        self.said: list[tuple[str, Any]] = []
        self.listening = False

    def heard(self, sql: str, values: Any) -> None:
        if self.listening and re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)", sql):
            self.said.append((sql, values))

    def scanned(self, crowd: Crowd) -> set[str]:
        """Large tables that some statement would read from one end to the other, or all of the school's rows in them."""

        def plans(desk: Desk) -> list[str]:
            raw: Any = desk.db.connection.dbapi_connection
            if desk.db.dialect.name == "sqlite":
                return [
                    row[3]
                    for sql, values in self.said
                    for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}", values)
                    # Of an INSERT this is a key's other end: looked for only while some constraint is broken.
                    if not (sql.startswith("INSERT") and row[3].endswith("(school_id=?)"))
                ]
            raw.execute(
                "SET LOCAL enable_seqscan = off"
            )  # where an index can serve, it does, however few the rows
            return [
                row[0]
                for sql, values in self.said
                for row in raw.execute(f"EXPLAIN {sql}", values).fetchall()
            ]

        assert self.said, "the ground: something was looked at"
        found = crowd.act(plans)
        whole = r"(SCAN|Seq Scan on) {0}\b|SEARCH {0} USING INDEX \S+ \(school_id=\?\)$"
        return {table for line in found for table in LARGE if re.search(whole.format(table), line)}


@pytest.fixture
def statements(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> Iterator[Statements]:
    told, run = Statements(), prepared._Ready.run

    def listening(ready: Any, db: Any, values: Any) -> Any:
        told.heard(*ready._worded(values))
        return run(ready, db, values)

    def core(_db: Any, _cursor: Any, sql: str, values: Any, _context: Any, many: bool) -> None:
        told.heard(sql, values[0] if many else values)

    monkeypatch.setattr(prepared._Ready, "run", listening)
    event.listen(crowd.engine, "before_cursor_execute", core)
    yield told
    event.remove(crowd.engine, "before_cursor_execute", core)


@pytest.mark.parametrize("tick", TICKS)
def test_with_nothing_due_no_tick_reads_the_families(crowd: Crowd, statements: Statements, tick: str) -> None:
    """Holds ix_delivery_remind, ix_prompt_state_due_at, ix_contact_school_id_zone, ix_series_run_next_at: red when one of them is not used."""
    crowd.many(60)
    crowd.send(crowd.draft())
    sent(crowd)
    statements.listening = True
    crowd.act(TICKS[tick])
    assert statements.scanned(crowd) == set()


def test_a_page_reads_what_is_on_it_and_a_preview_whom_it_is_for(
    crowd: Crowd, statements: Statements
) -> None:
    """Holds the indexes of enrolment by room and by child, of membership by home, of phones by person."""
    crowd.many(60)
    asked = crowd.draft("Room 1")
    statements.listening = True
    crowd.preview(asked)
    crowd.act(lambda desk: prompting.confirm(desk, asked))
    statements.listening = False
    sent(crowd)
    statements.listening = True
    crowd.now += timedelta(days=3)
    assert crowd.act(nudges.remind) > 10
    crowd.act(lambda desk: prompting.cancel(desk, asked))
    assert statements.scanned(crowd) == set()


def test_places_that_nobody_can_be_asked_about_cost_no_more_when_there_are_many(
    crowd: Crowd, statements: Statements
) -> None:
    """Holds that homes and phones are read once for all places: red when each place reads its own."""
    crowd.many(140)
    crowd.change(contact, state="gone")
    theirs = supporters(crowd)
    looks = []
    for count in (5, 50):
        crowd.change(membership, membership.c.id.in_(theirs[:count]), until=crowd.now + timedelta(days=6))
        statements.said, statements.listening = [], True
        crowd.act(ends.ask_guardians)
        statements.listening = False
        looks.append(len(statements.said))
    assert looks[0] == looks[1] <= 5
    assert not crowd.rows(select(end_asked)), "whoever can be asked before the end is asked then"


def test_every_page_of_ends_has_its_turn_and_none_is_asked_about_twice(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds that pages go on behind the last place looked at: red when those nobody can be asked about fill the first."""
    crowd.many(40)
    monkeypatch.setattr(ends, "PAGE", 3)
    theirs = supporters(crowd)[:10]
    crowd.change(membership, membership.c.id.in_(theirs), until=crowd.now + timedelta(days=6))
    crowd.change(
        contact, contact.c.id < 17, state="gone"
    )  # the first four families, and those that are special

    async def act(deed: Callable[[Desk], Any]) -> Any:
        return crowd.act(deed)

    for _hour in range(2):
        asyncio.run(ends.ask_all(act))
        asked = [it.membership_id for it in crowd.rows(select(end_asked.c.membership_id))]
        assert theirs[-1] in asked and not set(theirs[:4]) & set(asked)
        assert len(crowd.rows(select(delivery.c.id))) == len(asked)


def sent(crowd: Crowd) -> None:
    crowd.change(delivery, state="sent", sent_at=crowd.now)


def supporters(crowd: Crowd) -> list[int]:
    """Places of those who are no guardians, and have no end yet."""
    open_ones = (~membership.c.guardian, membership.c.until.is_(None))
    return [it.id for it in crowd.rows(select(membership.c.id).where(*open_ones).order_by(membership.c.id))]
