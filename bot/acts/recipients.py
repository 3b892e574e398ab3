"""Whom a prompt reaches today, phone by phone, and whom it does not reach, with the reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.acts.desk import Desk
from bot.model.people import Contact, Person, State
from bot.store import audience, missing
from bot.store.audience import Audience
from bot.store.people import as_person
from bot.store.rows import Row

WHY = {
    State.STOPPED: "said STOP",
    State.GONE: "the phone cannot be reached",
    State.WRONG: "says this is the wrong number",
    State.UNVERIFIED: "not yet known to the school",
    State.QUARANTINED: "we do not know whether the phone is still theirs",
    State.GROUP: "a group chat",
}


REFUSED = "said they never want this kind of message"


@dataclass(frozen=True)
class Recipient:
    """One phone: once, even with two children in the room."""

    contact_id: int
    channel: str
    zone: str
    reads: str  #: the language of the person whom it is written to
    children: tuple[str, ...]  #: the names, each once
    homes: tuple[int, ...]


@dataclass(frozen=True)
class Missed:
    person: Person
    child: str
    why: str
    child_id: int
    household_id: int


def of(desk: Desk, asked: Audience, phones: Collection[int] | None = None) -> list[Recipient]:
    """The phones that it reaches, each with all that it is asked about; only these `phones`, where they are named."""
    found = groupby(audience.lines(desk.db, asked, phones), key=lambda line: line["id"])
    return [_recipient(list(lines)) for _phone, lines in found]


def missed(desk: Desk, asked: Audience, most: int | None = None) -> list[Missed]:
    """Everybody at home who should be asked, and is not."""
    rows = missing.missed(desk.db, asked, most)
    return [Missed(as_person(it), it["child"], _why(it), it["child_id"], it["household_id"]) for it in rows]


def _recipient(lines: list[Row]) -> Recipient:
    first, by_child = lines[0], sorted(lines, key=lambda line: int(line["child_id"]))
    names = dict.fromkeys(line["name"] for line in by_child)
    homes = dict.fromkeys(line["household_id"] for line in lines)
    return Recipient(first["id"], first["channel"], first["zone"], first["reads"], tuple(names), tuple(homes))


def why_not(phones: Sequence[Contact]) -> str:
    """Why none of a person's phones can be reached, as their first one tells it."""
    there = [
        it for it in phones if it.state not in (State.GONE, State.UNVERIFIED, State.QUARANTINED)
    ] or list(phones)
    return WHY.get(there[0].state, "the phone cannot be reached") if there else "no phone"


def _why(row: Row) -> str:
    if row["first_state"] is None:
        return "no phone"
    if row["best_state"] != State.ACTIVE:
        return WHY.get(row["first_state"], "the phone cannot be reached")
    return REFUSED if row["refuses"] else "asked for a pause"
