"""Deliveries as rows. Writing one is all that anybody above does to send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from bot.model.chat import Say
from bot.model.delivery import Gate, Turn
from bot.model.people import Contact
from bot.store.once import insert_all_once, insert_once
from bot.store.tables import attempt, delivery, delivery_child

WAITING = ("waiting", "claimed", "gathered")


@dataclass(frozen=True)
class Letter:
    """A delivery to be: for whom, why it may go, and whose hours it keeps."""

    contact: Contact
    gate: Gate
    turn: Turn
    reach: str  #: "now", or whose hours: "notice", "words", "prompts", "staff"
    due_at: datetime
    parts: Sequence[Say] = ()
    content_id: int | None = None
    person_id: int | None = None  #: the reader: their language
    message_id: int | None = None
    prompt_id: int | None = None
    question_id: int | None = None
    language: str | None = None
    once: str | None = None
    expires_at: datetime | None = None
    tells: Mapping[str, Any] | None = (
        None  #: who will hear the reader's answer, lane by lane: told by this text
    )
    lanes: Sequence[tuple[int, int]] = field(default=())  #: (child, lane) pairs that it is for
    quotes: str | None = None  #: what stands on this phone that it answers, by the carrier's own name


def put(db: Connection, school_id: int, letter: Letter, now: datetime) -> int | None:
    """The delivery's id; None when this phone has it already."""
    to = letter.contact
    made = insert_once(db, delivery, {
        "school_id": school_id, "sender_id": to.sender_id, "contact_id": to.id, "person_id": letter.person_id,
        "message_id": letter.message_id, "prompt_id": letter.prompt_id, "content_id": letter.content_id,
        "question_id": letter.question_id, "channel": to.channel, "address": to.address, "gate": letter.gate,
        "turn": int(letter.turn), "reach": letter.reach,
        "parts": kept(letter.parts),
        "tells": dict(letter.tells) if letter.tells else None, "language": letter.language,
        "once": letter.once, "due_at": letter.due_at,
        "expires_at": letter.expires_at, "state": "waiting", "created_at": now,
        **({"quotes": letter.quotes} if letter.quotes else {}),
    })  # fmt: skip
    if made is not None:
        insert_all_once(db, delivery_child, [
            {"school_id": school_id, "delivery_id": made, "child_id": child, "household_id": home}
            for child, home in letter.lanes
        ])  # fmt: skip
    return made


def kept(parts: Sequence[Say]) -> list[list[Any]]:
    """Sentences as a delivery's row holds them."""
    return [[say.msgid, dict(say.filling)] for say in parts]


def one(db: Connection, delivery_id: int) -> RowMapping:
    return db.execute(select(delivery).where(delivery.c.id == delivery_id)).mappings().one()


def change(db: Connection, delivery_id: int, **values: Any) -> None:
    db.execute(update(delivery).where(delivery.c.id == delivery_id).values(**values))


def waiting_for(db: Connection, contact_id: int) -> list[RowMapping]:
    """All that waits for a phone."""
    where = (delivery.c.contact_id == contact_id, delivery.c.state.in_(WAITING))
    return list(db.execute(select(delivery).where(*where).order_by(delivery.c.id)).mappings())


def cancel_waiting(db: Connection, contact_id: int, why: str, now: datetime) -> int:
    """Cancels all that waits for a phone, claimed rows too; what is in the air is settled by its attempt."""
    return _cancel(db, delivery.c.contact_id == contact_id, why, now)


def cancel_these(db: Connection, ids: Sequence[int], why: str, now: datetime) -> int:
    return _cancel(db, delivery.c.id.in_(ids), why, now)


def _cancel(db: Connection, whose: Any, why: str, now: datetime) -> int:
    ended = db.execute(
        update(delivery).where(whose, delivery.c.state.in_(WAITING)).values(state="cancelled", why=why)
        .returning(delivery.c.id)
    ).scalars().all()  # fmt: skip
    if ended:
        db.execute(
            update(attempt).where(attempt.c.delivery_id.in_(ended), attempt.c.state == "claimed")
            .values(state="settled", outcome="cancelled", settled_at=now)
        )  # fmt: skip
    return len(ended)


def hasten(db: Connection, contact_id: int, gate: Gate, now: datetime) -> None:
    """What waits for decent hours may go at once: its reader has just written to us."""
    where = (delivery.c.contact_id == contact_id, delivery.c.gate == gate, delivery.c.state == "waiting")
    db.execute(update(delivery).where(*where).values(due_at=now, reach="now"))


def forget_unsent(db: Connection, contact_id: int, gate: Gate) -> None:
    """What was cancelled, or failed, may be put again under the same key."""
    where = (
        delivery.c.contact_id == contact_id,
        delivery.c.gate == gate,
        delivery.c.state.in_(("cancelled", "failed")),
    )
    db.execute(update(delivery).where(*where).values(once=None))


def forget_said(db: Connection, contact_id: int, now: datetime) -> None:
    """What was said once on a phone may be said again, to another person; what waited there waits no more."""
    _cancel(db, delivery.c.contact_id == contact_id, "not this person's phone any more", now)
    db.execute(update(delivery).where(delivery.c.contact_id == contact_id).values(once=None))


def safety_waits(db: Connection, contact_id: int) -> bool:
    """Whether something that cannot wait is due to this phone."""
    where = (
        delivery.c.contact_id == contact_id,
        delivery.c.state == "waiting",
        delivery.c.turn == Turn.SAFETY,
    )
    return db.scalar(select(delivery.c.id).where(*where).limit(1)) is not None


def cancel_said_once(db: Connection, once: str, why: str, now: datetime) -> int:
    """What was said under this key, where it has not gone yet."""
    return _cancel(db, delivery.c.once == once, why, now)


def waits(db: Connection, contact_id: int, gate: Gate) -> bool:
    """Whether anything of this gate has not been sent yet."""
    query = select(delivery.c.id).where(
        delivery.c.contact_id == contact_id, delivery.c.gate == gate,
        delivery.c.state.in_(("waiting", "claimed", "calling", "unsure")),
    )  # fmt: skip
    return db.scalar(query.limit(1)) is not None


def went(db: Connection, contact_id: int, gate: Gate) -> bool:
    """Whether anything of this gate has been sent to this phone, and to the person whose it is."""
    query = select(delivery.c.id).where(
        delivery.c.contact_id == contact_id, delivery.c.gate == gate, delivery.c.state == "sent",
        delivery.c.once.is_not(None),
    )  # fmt: skip
    return db.scalar(query.limit(1)) is not None


def ever(db: Connection, contact_id: int, gate: Gate) -> bool:
    """Whether anything of this gate was put for this phone, and was not in vain."""
    query = select(delivery.c.id).where(
        delivery.c.contact_id == contact_id,
        delivery.c.gate == gate,
        delivery.c.state.not_in(("cancelled", "failed")),
    )
    return db.scalar(query.limit(1)) is not None


def reached(db: Connection, message_id: int, contact_id: int) -> bool:
    """Whether a message was put for a phone, on whatever ground."""
    query = select(delivery.c.id).where(
        delivery.c.message_id == message_id, delivery.c.contact_id == contact_id
    )
    return db.scalar(query.limit(1)) is not None


def quoted(db: Connection, contact_id: int, external_id: str) -> RowMapping | None:
    """The delivery that a person on Telegram answers by quoting it."""
    query = select(delivery).where(delivery.c.contact_id == contact_id, delivery.c.external_id == external_id)
    return db.execute(query.limit(1)).mappings().first()


def of_question(db: Connection, question_id: int) -> RowMapping | None:
    """The delivery that asked it."""
    query = select(delivery).where(delivery.c.question_id == question_id).order_by(delivery.c.id)
    return db.execute(query.limit(1)).mappings().first()


def of_prompt(db: Connection, prompt_id: int) -> list[RowMapping]:
    query = select(delivery).where(delivery.c.prompt_id == prompt_id).order_by(delivery.c.id)
    return list(db.execute(query).mappings())


def of_messages(db: Connection, message_ids: Sequence[int]) -> Mapping[int, list[RowMapping]]:
    found: dict[int, list[RowMapping]] = {}
    query = select(delivery).where(delivery.c.message_id.in_(message_ids)).order_by(delivery.c.id)
    for row in db.execute(query).mappings():
        found.setdefault(row["message_id"], []).append(row)
    return found
