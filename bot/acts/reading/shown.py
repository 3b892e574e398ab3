"""What lists of many families show of those in other rooms, by the kind of look: each is written down for its home."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from bot.acts.desk import Desk
from bot.acts.reading.looks import About, about
from bot.acts.recipients import Missed
from bot.store.console import looks as rows
from bot.store.rows import Row

URGENT = "looked at urgent words"
UNDECIDED = "looked at words that may not have arrived"
IN_NO_THREAD = "looked at words in no thread"
REACHED = "looked at who is reached"
AWAY = "looked at who is away"
FAMILIES = "looked at a room's families"
LETTERS = "looked at letters"
CHILD = "looked at a child"


def of_each(found: Iterable[Any]) -> list[About]:
    """What the lines of a list are about; each of them carries it."""
    return [one for it in found for one in it.abouts]


def of_missed(missed: Iterable[Missed]) -> list[About]:
    return [{"child": it.child_id, "home": it.household_id} for it in missed]


def of_heard(desk: Desk, heard: Sequence[Row]) -> list[About]:
    """Words that stand in no thread: for each home of whoever has that phone. Of a stranger's there is none."""
    at: dict[int, list[Row]] = {}
    phones = {it["contact_id"] for it in heard} - {None}
    for home in rows.homes_of_phones(desk.db, phones, desk.now) if phones else ():
        at.setdefault(home["contact_id"], []).append(home)
    return [
        {**one, "heard": it["id"]} for it in heard for one in about(at.get(it["contact_id"], ()))
    ]  # fmt: skip


def of_phones(desk: Desk, contact_ids: Collection[int]) -> list[About]:
    return about(rows.homes_of_phones(desk.db, contact_ids, desk.now)) if contact_ids else []


def of_deliveries(desk: Desk, delivery_ids: Collection[int]) -> list[About]:
    found = rows.homes_of_deliveries(desk.db, delivery_ids) if delivery_ids else ()
    return about(found, delivery="delivery_id")
