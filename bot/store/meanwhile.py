"""What the carrier has sent for us since the copy that was put back, and which of our rows it explains."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, exists, insert, select, update

from bot.model.delivery import Carried, Turn
from bot.store.once import insert_all_once
from bot.store.rows import Row
from bot.store.tables import attempt, contact, delivery, hold, inbox, message, sent_meanwhile

MANY = 500  #: values to a statement


def keep(db: Connection, it: Row, carried: Sequence[Carried]) -> None:
    """Keeps what no row of ours knows. Repeatable."""
    for start in range(0, len(carried), MANY):
        some = carried[start : start + MANY]
        ids = [one.external_id for one in some]
        known = set(db.scalars(select(delivery.c.external_id).where(delivery.c.external_id.in_(ids))))
        insert_all_once(db, sent_meanwhile, [
            {"school_id": it["school_id"], "hold_id": it["id"], "external_id": one.external_id, "address": one.address,
             "words": one.words, "at": one.at, "state": one.state, "error": one.error, "segments": one.segments}
            for one in some if one.external_id not in known
        ])  # fmt: skip


def addresses(db: Connection, it: Row, now: datetime) -> list[str]:
    """Phones that wait for something of ours, and to which something went that no row of ours explains."""
    waits = exists().where(*_in_question(it, now), delivery.c.address == sent_meanwhile.c.address)
    query = select(sent_meanwhile.c.address).where(*_unexplained(it), waits)
    return list(db.scalars(query.distinct().order_by(sent_meanwhile.c.address)))


def in_question(db: Connection, it: Row, phones: Collection[str], now: datetime) -> list[RowMapping]:
    """What waits there and may have gone, the newest first; with its phone, and the words it came from."""
    query = (
        select(delivery, contact.c.language.label("contact_language"), inbox.c.heard, inbox.c.heard_at)
        .join(contact, contact.c.id == delivery.c.contact_id)
        .outerjoin(message, message.c.id == delivery.c.message_id)
        .outerjoin(inbox, inbox.c.id == message.c.inbox_id)
        .where(*_in_question(it, now), delivery.c.address.in_(phones))
        .order_by(delivery.c.due_at.desc(), delivery.c.id.desc())
        .with_for_update(of=delivery)
    )
    return list(db.execute(query).mappings())


def unexplained(db: Connection, it: Row, phones: Collection[str]) -> dict[str, list[Row]]:
    """What went to these phones and no row explains, the newest first."""
    query = select(sent_meanwhile).where(*_unexplained(it), sent_meanwhile.c.address.in_(phones))
    found: dict[str, list[Row]] = {phone: [] for phone in phones}
    for row in db.execute(query.order_by(sent_meanwhile.c.at.desc(), sent_meanwhile.c.id)).mappings():
        found[row["address"]].append(row)
    return found


def heard_again(db: Connection, contact_ids: Collection[int], since: datetime) -> dict[int, datetime]:
    """When each of these phones first said something that we have only heard since then."""
    query = select(inbox).where(inbox.c.contact_id.in_(contact_ids), inbox.c.heard_at >= since)
    found: dict[int, datetime] = {}
    for row in db.execute(query).mappings():
        at = said_at(row)
        found[row["contact_id"]] = min(at, found.get(row["contact_id"], at))
    return found


def said_at(row: Row) -> datetime:
    """When the carrier says that it was said; when we heard it, where it does not."""
    at: datetime = datetime.fromisoformat(row["heard"]["at"]) if row["heard"].get("at") else row["heard_at"]
    return at


def explain(db: Connection, meanwhile_id: int, delivery_id: int) -> None:
    db.execute(
        update(sent_meanwhile).where(sent_meanwhile.c.id == meanwhile_id).values(delivery_id=delivery_id)
    )


def open_call(db: Connection, row: Row, went: Row, *, words_in: str,
              segments: int | None) -> str:  # fmt: skip
    """Opens the call that this delivery has had, to be settled at once; its token."""
    token = f"meanwhile {went['external_id']}"
    db.execute(insert(attempt).values(
        school_id=row["school_id"], delivery_id=row["id"], contact_id=row["contact_id"],
        sender_id=row["sender_id"], token=token, state="calling", claimed_at=went["at"], called_at=went["at"],
        prompt_id=row["prompt_id"] if row["turn"] == Turn.PROMPT else None,
    ))  # fmt: skip
    db.execute(update(delivery).where(delivery.c.id == row["id"]).values(
        state="calling", words=went["words"], words_in=words_in, segments=segments, tries=delivery.c.tries + 1,
    ))  # fmt: skip
    return token


def said_before(db: Connection, sender_id: int, phones: Collection[str]) -> dict[tuple[str, str], Row]:
    """What these phones were sent meanwhile and no row explains, by (address, words)."""
    query = (
        select(sent_meanwhile)
        .join(hold, hold.c.id == sent_meanwhile.c.hold_id)
        .where(hold.c.sender_id == sender_id, sent_meanwhile.c.address.in_(phones))
        .where(sent_meanwhile.c.delivery_id.is_(None))
    )
    return {(row["address"], row["words"]): row for row in db.execute(query).mappings()}


def to_phone(db: Connection, school_id: int, address: str) -> list[Row]:
    """All that went to a phone meanwhile and is not explained: for the person who has to decide."""
    query = select(sent_meanwhile).where(
        sent_meanwhile.c.school_id == school_id, sent_meanwhile.c.address == address,
        sent_meanwhile.c.delivery_id.is_(None),
    )  # fmt: skip
    return list(db.execute(query.order_by(sent_meanwhile.c.at)).mappings())


def _in_question(it: Row, now: datetime) -> tuple[Any, ...]:
    return (
        delivery.c.sender_id == it["sender_id"],
        delivery.c.state == "waiting",
        # What was put after everything had been heard again cannot have gone: its sender is held.
        delivery.c.created_at <= (it["heard_at"] or now),
    )


def _unexplained(it: Row) -> tuple[Any, ...]:
    return sent_meanwhile.c.hold_id == it["id"], sent_meanwhile.c.delivery_id.is_(None)
