"""A prompt on its way to many phones: written by reference, page by page, each page kept with how far it came.

A page that is done twice, by two machines or after a death, writes nothing new: UNIQUE(prompt, contact, turn).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from bot.model.chat import Say
from bot.store import by_reference, places
from bot.store.audience import Audience
from bot.store.once import insert_once
from bot.store.outbox import kept
from bot.store.prepared import Prepared
from bot.store.rows import Row
from bot.store.tables import (
    delivery,
    enrolment,
    fanning,
    prompt,
    prompt_child,
    prompt_room,
)


@dataclass(frozen=True)
class Page:
    """Children whose homes are next, and how far that brings it."""

    children: tuple[int, ...]
    room: int
    after: int
    last: bool


@dataclass(frozen=True)
class Pace:
    """When phones may ring, by their zone (one that is missing never opens); and the week that the cap counts."""

    due_at: Mapping[str, datetime]
    week: tuple[datetime, datetime]
    reach: str = "prompts"  #: whose days it keeps: see bot.pace.families.Reach

    @property
    def values(self) -> dict[str, Any]:
        """For the statements that keep this pace."""
        zones = {f"zone_{n}": zone for n, zone in enumerate(self.due_at)}
        moments = {f"due_{n}": moment for n, moment in enumerate(self.due_at.values())}
        return {"since": self.week[0], "until": self.week[1], **zones, **moments}


def begin(db: Connection, school_id: int, prompt_id: int) -> None:
    """From the first page on: of writing, or of taking back."""
    db.execute(delete(fanning).where(fanning.c.prompt_id == prompt_id))
    insert_once(db, fanning, {"school_id": school_id, "prompt_id": prompt_id, "room": 0, "after": 0})


def unfinished(db: Connection, school_id: int, prompt_id: int | None = None) -> Row | None:
    """The prompt that has waited longest for its next page, with how far it came; held until the transaction ends."""
    return _UNFINISHED.first(db, school=school_id, only=prompt_id)


def next_page(db: Connection, row: Row, now: datetime, size: int) -> Page:
    """The next children, room by room, in the order of their enrolment: the rest of a room first, then whole rooms."""
    if row["child_id"] is not None or row["by_hand"]:
        return Page(tuple(_PICKED.values(db, prompt=row["id"], one=row["child_id"], now=now)), 0, 0, True)
    here = {"now": now, "prompt": row["id"], "room": row["room"], "after": row["after"]}
    found = _REST_OF_A_ROOM.bare(db, **here, most=size + 1)
    if len(found) <= size:
        found += _FURTHER_ROOMS.bare(db, **here, most=size + 1 - len(found))
    children = tuple(dict.fromkeys(child for child, _room, _place in found[:size]))
    if len(found) <= size:
        return Page(children, row["room"], row["after"], last=True)
    _child, room, place = found[size - 1]
    return Page(children, room, place, last=False)


def write(db: Connection, row: Row, page: Page, asked: Audience, pace: Pace, parts: Sequence[Say]) -> int:
    """One delivery for each phone in these children's homes, about every child that is asked about; how many."""
    if not page.children or not pace.due_at:
        return 0
    near = {**asked.values, "page": list(page.children)}
    words = {"prompt": row["id"], "content": row["content_id"], "parts": kept(parts), "reach": pace.reach}
    new = by_reference.new_ones(asked.asks, asked.by, len(pace.due_at))
    made = new.values(db, **near, **words, **pace.values)
    if made:
        by_reference.new_pairs(asked.asks, asked.by).run(db, **near, made=made)
    return len(made)


def move_on(db: Connection, prompt_id: int, page: Page) -> None:
    """Keeps how far it came; forgets it when that was the last page."""
    if page.last:
        _FORGET.run(db, prompt=prompt_id)
    else:
        _MOVE_ON.run(db, prompt=prompt_id, new_room=page.room, new_after=page.after)


def next_phones(db: Connection, row: Row, size: int) -> tuple[list[int], Page]:
    """A prompt that was taken back: the deliveries of its next phones."""
    found = _NEXT_PHONES.rows(db, prompt=row["id"], after=row["after"], most=size + 1)
    if len(found) <= size:
        return [it["id"] for it in found], Page((), 0, row["after"], last=True)
    # A phone may have two, the question and its reminder: both are on one page.
    whole = [it for it in found if it["contact_id"] != found[size]["contact_id"]]
    return [it["id"] for it in whole], Page((), 0, whole[-1]["contact_id"], last=False)


def _enrolled() -> Select[Any]:
    enrolled = select(enrolment.c.child_id, enrolment.c.room_id, enrolment.c.id)
    return enrolled.where(*places.today(enrolment)).limit(bindparam("most"))


_UNFINISHED = Prepared(
    lambda _: (
        select(prompt, fanning.c.room, fanning.c.after)
        .join(prompt, prompt.c.id == fanning.c.prompt_id)
        .where(fanning.c.school_id == bindparam("school"))
        .where(prompt.c.id == func.coalesce(bindparam("only", type_=prompt.c.id.type), prompt.c.id))
        .order_by(fanning.c.id)
        .limit(1)
        .with_for_update(of=fanning, skip_locked=True)
    )
)
#: So few that they are one page: MOST in bot.web.console.whom. Who is in no room today has left.
_PICKED = Prepared(
    lambda _: (
        select(enrolment.c.child_id)
        .where(*places.today(enrolment))
        .where(
            or_(
                enrolment.c.child_id == bindparam("one", type_=enrolment.c.child_id.type),
                enrolment.c.child_id.in_(
                    select(prompt_child.c.child_id).where(prompt_child.c.prompt_id == bindparam("prompt"))
                ),
            )
        )
        .distinct()
        .order_by(enrolment.c.child_id)
    )
)
_REST_OF_A_ROOM = Prepared(
    lambda _: (
        _enrolled()
        .where(enrolment.c.room_id == bindparam("room"), enrolment.c.id > bindparam("after"))
        .order_by(enrolment.c.room_id, enrolment.c.id)
    )
)
_FURTHER_ROOMS = Prepared(
    lambda _: (
        _enrolled()
        .join(prompt_room, prompt_room.c.room_id == enrolment.c.room_id)
        .where(prompt_room.c.prompt_id == bindparam("prompt"), prompt_room.c.room_id > bindparam("room"))
        .order_by(prompt_room.c.room_id, enrolment.c.id)
    )
)
_NEXT_PHONES = Prepared(
    lambda _: (
        select(delivery.c.id, delivery.c.contact_id)
        .where(delivery.c.prompt_id == bindparam("prompt"), delivery.c.contact_id > bindparam("after"))
        .order_by(delivery.c.contact_id)
        .limit(bindparam("most"))
    )
)
_MOVE_ON = Prepared(
    lambda _: (
        update(fanning)
        .where(fanning.c.prompt_id == bindparam("prompt"))
        .values(room=bindparam("new_room"), after=bindparam("new_after"))
    )
)
_FORGET = Prepared(lambda _: delete(fanning).where(fanning.c.prompt_id == bindparam("prompt")))
