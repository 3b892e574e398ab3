"""After an older copy was put back, sending is held: what the copy shows as waiting may have gone out since."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, text, update

from bot.model.delivery import ASK_THE_FAMILY, Turn
from bot.store import doubts
from bot.store.lost import of_lost
from bot.store.rows import Row
from bot.store.tables import (
    attempt,
    contact,
    delivery,
    hold,
    inbox,
    person,
    question,
    school,
    sender,
    sent_meanwhile,
    status_event,
)

PUT_BACK = "a copy was put back"
UNKNOWN = "it may or may not have arrived"
KEPT = timedelta(days=30)  #: how long we remember what went out meanwhile, so that no notice comes twice
LOST_QUESTIONS = 1_000_000


def begin(db: Connection, since: datetime, now: datetime) -> list[str]:
    """Holds every sender; their channels. `since`: the copy's moment. Repeatable: the older moment counts."""
    _doubt_calls(db, now)
    _pass_over_questions(db, since)
    found = list(db.execute(select(sender).order_by(sender.c.id)).mappings())
    for it in found:
        again = {"began_at": now, "heard_at": None, "looked_at": None, "why": None}
        where = (hold.c.sender_id == it["id"], hold.c.ended_at.is_(None))
        earlier = db.scalar(select(hold.c.since).where(*where))
        if earlier is None:
            mine = {"school_id": it["school_id"], "sender_id": it["id"], "since": since}
            db.execute(insert(hold).values(mine | again))
        else:
            db.execute(update(hold).where(*where).values(again | {"since": min(since, earlier)}))
        if it["channel"] == "sms":
            marks = {name: _not_after(it["marks"].get(name), since) for name in ("heard", "receipts")}
            db.execute(update(sender).where(sender.c.id == it["id"]).values(marks=it["marks"] | marks))
    return [it["channel"] for it in found]


def newest_moment(db: Connection) -> datetime | None:
    """The last thing that these rows know of: whatever came after it, they do not know."""
    columns = (
        delivery.c.created_at, delivery.c.sent_at, attempt.c.claimed_at, attempt.c.settled_at, inbox.c.heard_at,
        status_event.c.heard_at, school.c.created_at,
    )  # fmt: skip
    return max((it for column in columns if (it := db.scalar(select(func.max(column))))), default=None)


def every(db: Connection) -> list[Row]:
    """Every hold, ended ones too, with its channel."""
    query = select(hold, sender.c.channel).join(sender, sender.c.id == hold.c.sender_id)
    return list(db.execute(query.order_by(hold.c.id)).mappings())


def one(db: Connection, hold_id: int) -> Row:
    return db.execute(select(hold).where(hold.c.id == hold_id)).mappings().one()


def unheard(db: Connection) -> bool:
    """Whether what came since a copy is still to be heard."""
    return (
        db.scalar(select(hold.c.id).where(hold.c.ended_at.is_(None), hold.c.heard_at.is_(None)).limit(1))
        is not None
    )


def calls_in_doubt(db: Connection, sender_id: int) -> int:
    where = (attempt.c.sender_id == sender_id, attempt.c.settled_at.is_(None))
    return int(db.scalar(select(func.count()).select_from(attempt).where(*where)) or 0)


def waiting(db: Connection, sender_id: int) -> int:
    where = (delivery.c.sender_id == sender_id, delivery.c.state == "waiting")
    return int(db.scalar(select(func.count()).select_from(delivery).where(*where)) or 0)


def change(db: Connection, hold_id: int, **values: Any) -> None:
    db.execute(update(hold).where(hold.c.id == hold_id).values(**values))


def cannot_be_asked(db: Connection, it: Row, now: datetime) -> None:
    """Where a carrier cannot tell: words go once more, marked; what was marked before, and reminders, do not."""
    until = it["heard_at"] or now
    maybe = (
        delivery.c.sender_id == it["sender_id"],
        delivery.c.state == "waiting",
        delivery.c.created_at <= until,
        # What was in the copy and is not due yet has not gone. What we put again since may have gone long ago.
        or_(delivery.c.due_at <= until, delivery.c.created_at > it["since"]),
    )
    enough = or_(delivery.c.turn == int(Turn.NUDGE), delivery.c.again)
    db.execute(update(delivery).where(*maybe, enough).values(state="failed", why=UNKNOWN))
    db.execute(update(delivery).where(*maybe).values(again=True))


def undecided(db: Connection, school_id: int) -> list[Row]:
    """What only a person can decide, with its phone and reader; some may be about calls without any copy."""
    query = (
        select(
            delivery,
            contact.c.language.label("contact_language"),
            person.c.name.label("person_name"),
            question.c.kind.label("asks"),
        )
        .join(contact, contact.c.id == delivery.c.contact_id)
        .outerjoin(person, person.c.id == delivery.c.person_id)
        .outerjoin(question, question.c.id == delivery.c.question_id)
        .where(*_undecided(school_id))
    )
    return list(db.execute(query.order_by(delivery.c.id)).mappings())


def count_undecided(db: Connection, school_id: int) -> int:
    query = select(func.count()).select_from(delivery).where(*_undecided(school_id))
    return int(db.scalar(query) or 0)


def decide(db: Connection, school_id: int, delivery_id: int, **values: Any) -> bool:
    """What a person has decided about one of these; False when it is none of them."""
    this = update(delivery).where(delivery.c.id == delivery_id, *_undecided(school_id))
    return db.execute(this.values(values)).rowcount == 1


def forget(db: Connection, hold_id: int) -> None:
    db.execute(delete(sent_meanwhile).where(sent_meanwhile.c.hold_id == hold_id))
    db.execute(delete(hold).where(hold.c.id == hold_id))


def _undecided(school_id: int) -> tuple[Any, ...]:
    ours = select(sender.c.id).where(sender.c.school_id == school_id)  # so that an index leads there
    lost = (delivery.c.state == "failed", delivery.c.why == ASK_THE_FAMILY, of_lost())
    return (delivery.c.sender_id.in_(ours), *lost)


def _doubt_calls(db: Connection, now: datetime) -> None:
    """What the copy shows as claimed may have been called after it: closed as unknown, and it waits again.

    Closed so, a late status callback with its token still finds it (bot.store.receipts.given_up).
    """
    claimed = update(attempt).where(attempt.c.state == "claimed", attempt.c.settled_at.is_(None))
    closed = {"state": "settled", "outcome": "unsure", "why": PUT_BACK, "settled_at": now}
    db.execute(claimed.values(closed))
    db.execute(update(delivery).where(delivery.c.state == "claimed").values(state="waiting"))
    for token in db.scalars(select(attempt.c.token).where(attempt.c.state == "calling")).all():
        doubts.doubt(db, token, PUT_BACK, now)


def _pass_over_questions(db: Connection, since: datetime) -> None:
    """Buttons of questions that the copy does not know are still on screens: no new question gets their number."""
    anybody = db.execute(select(contact).limit(1)).mappings().first()
    if anybody is None:
        return
    beyond = (db.scalar(select(func.max(question.c.id))) or 0) + LOST_QUESTIONS
    if db.dialect.name == "postgresql":
        db.execute(
            text("SELECT setval(pg_get_serial_sequence('question', 'id'), :beyond)"), {"beyond": beyond}
        )
    else:  # the next number is one more than the greatest
        empty = {"kind": PUT_BACK, "about": {}, "choices": [], "asked_at": since, "expires_at": since}
        whose = {"school_id": anybody["school_id"], "contact_id": anybody["id"]}
        db.execute(insert(question).values(whose | empty | {"id": beyond, "closed_at": since}))


def _not_after(mark: str | None, since: datetime) -> str:
    return min(datetime.fromisoformat(mark), since).isoformat() if mark else since.isoformat()
