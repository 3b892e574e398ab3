"""One try at sending one delivery: claimed, calling, settled (DESIGN §7).

The row is committed before the call. After a death `claimed` is simply released; only `calling` is uncertain.
A chunk is claimed, begun and settled by the same few statements, however many rows it has.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Integer, Text, and_, bindparam, func, literal, select, update

from bot.model.delivery import Turn
from bot.store import queue
from bot.store.columns import Id, Json, Moment
from bot.store.each import Each, added
from bot.store.prepared import Prepared, among
from bot.store.rows import Row
from bot.store.tables import attempt, contact, delivery

#: What the last look, the words and the call need of a delivery.
LOOKED_AT = ("id", "sender_id", "contact_id", "person_id", "message_id", "prompt_id", "content_id", "question_id",
             "channel", "address", "gate", "turn", "reach", "parts", "tells", "language", "expires_at",
             "created_at", "quotes")  # fmt: skip
#: What a claim needs of them, and their turn among the others.
CLAIMED = ("id", "school_id", "contact_id", "prompt_id", "turn", "due_at")


def claim(db: Connection, sender_id: int, now: datetime, limit: int, tokens: Callable[[int], Iterable[str]],
          at: float | None = None) -> list[int]:  # fmt: skip
    """Claims what is due on a sender, in its turn: each phone's first row only, and no phone with a call open.

    `tokens`: as many new ones as are asked for. `at`: the real time, where it is not the database's own (see
    bot.store.rates).
    """
    rows = _CLAIMED.rows(db, sender=sender_id, now=now, limit=limit, at=at)
    rows.sort(key=lambda row: (row["turn"], row["due_at"], row["id"]))
    _CLAIM.run(db, [
        {"school": row["school_id"], "delivery": row["id"], "contact": row["contact_id"], "sender": sender_id,
         "token": token, "now": now, "prompt": row["prompt_id"] if row["turn"] == Turn.PROMPT else None}
        for row, token in zip(rows, tokens(len(rows)), strict=True)
    ])  # fmt: skip
    return [row["id"] for row in rows]


def claimed(db: Connection, delivery_ids: Sequence[int]) -> Sequence[Row]:
    """Claimed deliveries that still may be called, with their attempt and their phone as it is now.

    Held until the transaction ends: a STOP at this moment comes before the last look, or after the call has begun.
    """
    return _STILL_CLAIMED.rows(db, deliveries=delivery_ids)


def call(db: Connection, calls: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """From here on these calls may have happened; their words are stored before anybody can read them.

    Each names its `attempt`, `delivery`, `words`, `words_in`, `segments` and whom it `tells` about.
    """
    if calls:
        _CALLING.run(db, attempts=[it["attempt"] for it in calls], now=now)
        _WORDED.run(db, calls)


def release(db: Connection, ends: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Ends claims without a call. Each names its `attempt`, `delivery` and `state`, and a `why` or `due_at` if new."""
    if ends:
        _RELEASED.run(db, attempts=[it["attempt"] for it in ends], now=now)
        _RELEASED_TO.run(db, [{"why": None, "due_at": None, **it} for it in ends])


def wait_on(db: Connection, delivery_ids: Sequence[int]) -> None:
    """What was claimed waits again."""
    _WAIT_ON.run(db, deliveries=delivery_ids)


def put_back(db: Connection, rows: Sequence[Row]) -> None:
    """Claims for which there is no room now are as if they had never been."""
    if rows:
        _UNCLAIM.run(db, attempts=[row["attempt_id"] for row in rows])
        wait_on(db, [row["id"] for row in rows])


def not_made(db: Connection, attempt_ids: Sequence[int], now: datetime) -> int:
    """Calls that our rows have begun and that then were not made: they wait on. Of how many it was ours to say so.

    A call that somebody else has doubted meanwhile is theirs to settle.
    """
    ours = _NOT_MADE.values(db, attempts=attempt_ids, now=now)
    if ours:
        _UNWORDED.run(db, deliveries=ours)
    return len(ours)


def sent(db: Connection, ends: Sequence[Mapping[str, Any]], now: datetime) -> set[int]:
    """Closes calls that a carrier took. The attempts that were open until then, as far as anybody knew.

    Each names its `attempt`, `delivery`, `external_id`, `carrier_state` and `charged`, the segments it counts.
    """
    ours = set(_SENT.values(db, attempts=[it["attempt"] for it in ends], now=now))
    _TAKEN.run(db, [{**it, "now": now} for it in ends if it["attempt"] in ours])
    _COUNTED.run(db, [
        {"attempt": it["attempt"], "charged": it["charged"]} for it in ends if it["attempt"] in ours and it["charged"]
    ])  # fmt: skip
    return ours


def settle(db: Connection, token: str, now: datetime, outcome: str, why: str,
           values: Mapping[str, Any]) -> Row | None:  # fmt: skip
    """Closes a call with its outcome; None when it was closed already (a status callback was quicker)."""
    closed = (
        update(attempt).where(attempt.c.token == token, attempt.c.settled_at.is_(None))
        .values(state="settled", outcome=outcome, why=why, settled_at=now).returning(attempt.c.delivery_id)
    )  # fmt: skip
    delivery_id = db.execute(closed).scalar()
    if delivery_id is None:
        return None
    changed = update(delivery).where(delivery.c.id == delivery_id).values(**values).returning(delivery)
    return db.execute(changed).mappings().one()


def in_the_air(db: Connection, contact_id: int) -> bool:
    """Whether a call to this phone has begun and not ended."""
    query = select(attempt.c.id).where(attempt.c.contact_id == contact_id, attempt.c.state == "calling")
    return db.scalar(query.where(attempt.c.settled_at.is_(None))) is not None


def times_sent(db: Connection, delivery_id: int) -> int:
    """How often a carrier took it: calls that came to nothing do not count."""
    taken = (attempt.c.delivery_id == delivery_id, attempt.c.outcome == "sent")
    return db.scalar(select(func.count()).select_from(attempt).where(*taken)) or 0


def retry_wait(tries: int) -> timedelta:
    """How long a delivery that was proved unsent waits: 10 s, doubling, at most 15 minutes."""
    return timedelta(seconds=min(10 * 2 ** min(tries, 10), 900))


def _claimed(dialect: str) -> Any:
    # A fence: PostgreSQL may otherwise look for the front once a row, and take more than `limit`.
    front = queue.front(dialect).cte("front").prefix_with("MATERIALIZED")
    # Not by the index of what waits: PostgreSQL would read the whole queue, and all of the front for each row of it.
    still = func.coalesce(delivery.c.state, "") == "waiting"
    taken = update(delivery).where(delivery.c.id.in_(select(front.c.id)), still).values(state="claimed")
    return taken.returning(*(delivery.c[it] for it in CLAIMED))


def _of_deliveries(dialect: str, *, only_if: str, **values: Any) -> Any:
    these = (among(delivery.c.id, "deliveries", dialect), delivery.c.state == only_if)
    return update(delivery).where(*these).values(**values)


def _of_attempts(dialect: str, *, only_if: Any, **values: Any) -> Any:
    return update(attempt).where(among(attempt.c.id, "attempts", dialect), only_if).values(**values)


#: What we count its words as: of the delivery whose call it is.
OURS = select(delivery.c.segments).where(delivery.c.id == attempt.c.delivery_id).scalar_subquery()


_NOW = bindparam("now", type_=Moment)
_OPEN = attempt.c.settled_at.is_(None)
_SETTLED = {"state": "settled", "settled_at": _NOW}

_CLAIMED = Prepared(_claimed)
_CLAIM = Each(
    {"school": Id, "delivery": Id, "contact": Id, "sender": Id, "token": Text, "now": Moment, "prompt": Id},
    lambda it: added(attempt, {
        "school_id": it.school, "delivery_id": it.delivery, "contact_id": it.contact, "sender_id": it.sender,
        "token": it.token, "state": literal("claimed"), "claimed_at": it.now, "absences": literal(0),
        "prompt_id": it.prompt,
    }),
)  # fmt: skip
_STILL_CLAIMED = Prepared(lambda dialect: (
    select(*(delivery.c[name] for name in LOOKED_AT), attempt.c.id.label("attempt_id"), attempt.c.token,
           contact.c.state.label("contact_state"), contact.c.notice_at, contact.c.zone,
           contact.c.language.label("contact_language"))
    .join(attempt, and_(attempt.c.delivery_id == delivery.c.id, attempt.c.state == "claimed"))
    .join(contact, contact.c.id == delivery.c.contact_id)
    .where(among(delivery.c.id, "deliveries", dialect), delivery.c.state == "claimed")
    .order_by(delivery.c.turn, delivery.c.due_at, delivery.c.id)
    .with_for_update(of=delivery)
))  # fmt: skip
_CALLING = Prepared(lambda dialect: _of_attempts(dialect, only_if=_OPEN, state="calling", called_at=_NOW))
_WORDED = Each(
    {"delivery": Id, "words": Text, "words_in": Text, "segments": Integer, "tells": Json},
    lambda it: update(delivery).where(delivery.c.id == it.delivery).values(
        state="calling", words=it.words, words_in=it.words_in, segments=it.segments, tells=it.tells,
        tries=delivery.c.tries + 1,
    ),
)  # fmt: skip
_RELEASED = Prepared(lambda dialect: _of_attempts(dialect, only_if=_OPEN, outcome="released", **_SETTLED))
_RELEASED_TO = Each(
    {"delivery": Id, "state": Text, "why": Text, "due_at": Moment},
    lambda it: update(delivery).where(delivery.c.id == it.delivery).values(
        state=it.state, why=func.coalesce(it.why, delivery.c.why), due_at=func.coalesce(it.due_at, delivery.c.due_at)
    ),
)  # fmt: skip
_UNCLAIM = Prepared(lambda dialect: attempt.delete().where(among(attempt.c.id, "attempts", dialect)))
_WAIT_ON = Prepared(lambda dialect: _of_deliveries(dialect, only_if="claimed", state="waiting"))
_NOT_MADE = Prepared(lambda dialect: _of_attempts(
    dialect, only_if=attempt.c.state == "calling", outcome="released", **_SETTLED
).returning(attempt.c.delivery_id))  # fmt: skip
_UNWORDED = Prepared(lambda dialect: _of_deliveries(
    dialect, only_if="calling", state="waiting", words=None, words_in=None, segments=None, tries=delivery.c.tries - 1
))  # fmt: skip
_SENT = Prepared(lambda dialect: _of_attempts(
    dialect, only_if=_OPEN, outcome="sent", why="", **_SETTLED
).returning(attempt.c.id))  # fmt: skip
#: Both counts of one call side by side: what a later call of the same delivery comes to is its own.
_COUNTED = Each(
    {"attempt": Id, "charged": Integer},
    lambda it: update(attempt).where(attempt.c.id == it.attempt).values(charged=it.charged, segments=OURS),
)
_TAKEN = Each(
    {"delivery": Id, "now": Moment, "external_id": Text, "carrier_state": Text, "charged": Integer},
    lambda it: update(delivery).where(delivery.c.id == it.delivery).values(
        state="sent", why=None, sent_at=it.now, external_id=it.external_id, carrier_state=it.carrier_state,
        segments_charged=func.coalesce(it.charged, delivery.c.segments_charged),
    ),
)  # fmt: skip
