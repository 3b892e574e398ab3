"""What becomes of a delivery once the carrier has answered, or has not (DESIGN §7, the table of outcomes)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.acts import ears, elsewhere, greeting
from bot.acts.desk import Desk
from bot.dispatch.advancing import advance
from bot.dispatch.pausing import TRY_THE_DOOR
from bot.model.delivery import Gate, Gone, Halted, Later, Outcome, Refused, Sent, Unsure
from bot.model.heard import Receipt
from bot.model.people import State
from bot.store import attempts, doubts, outbox, people, receipts, senders, suppressions
from bot.store.rows import Row

FIRST_LOOK = timedelta(seconds=5)
END_OF_QUEUE = timedelta(seconds=TRY_THE_DOOR)


def settle(desk: Desk, token: str, outcome: Outcome, error: str = "") -> None:
    """Closes one call. Harmless when a status callback has closed it before.

    `error`: what a carrier that was asked tells besides the state it names.
    """
    match outcome:
        case Sent(external_id, segments, state):
            _sent(desk, token, external_id, segments, state, error)
        case Later(why, after, lane):
            row = _close(desk, token, "later", why, state="waiting", why=why)
            if row is not None:
                wait = max(
                    timedelta(seconds=after), attempts.retry_wait(row["tries"]) if not lane else timedelta(0)
                )
                _update(desk, row, due_at=desk.now + wait)
        case Refused(why):
            row = _close(desk, token, "refused", why, state="failed", why=why)
            if row is not None and row["gate"] == Gate.NOTICE:
                greeting.given(desk, row["contact_id"], desk.now)  # its other language may be enough
        case Gone(why, stopped):
            row = _close(desk, token, "gone", why, state="failed", why=why)
            if row is not None:
                _gone(desk, row, why, stopped)
        case Halted(why):
            row = _close(desk, token, "halted", why, state="waiting", why=why)
            if row is not None:
                # To the end of its queue: where only one number is refused, the others find the door open.
                _update(desk, row, due_at=desk.now + END_OF_QUEUE)
                senders.halt(desk.db, row["sender_id"], why)
        case Unsure(why):
            doubts.doubt(desk.db, token, why, desk.now + FIRST_LOOK)


def _sent(desk: Desk, token: str, external_id: str, segments: int | None, state: str, error: str) -> None:
    values: dict[str, Any] = {"state": "sent", "why": None, "external_id": external_id, "sent_at": desk.now}
    if segments:
        values["segments_charged"] = segments
    row = _close(desk, token, "sent", "", **values)
    if row is not None:
        _gone_out(desk, row, external_id, state, error, segments)
    else:
        closed_before(desk, token, external_id)


def closed_before(desk: Desk, token: str, external_id: str) -> None:
    """A carrier took a call that is closed: by its own word, which was quicker; or we slept, and were given up."""
    late = receipts.given_up(desk.db, desk.school.id, token)
    if late is not None:
        went_after_all(desk, late, external_id)


def went_after_all(desk: Desk, row: Row, external_id: str) -> None:
    """The carrier speaks of a call that we had given up: what waits to go again stays here, what went twice says so."""
    if doubts.withdraw(desk.db, row["id"], external_id, desk.now):
        _gone_out(desk, row, external_id, "accepted", "", None)
    elif row["state"] != "cancelled" and row["external_id"] != external_id:
        _update(desk, row, again=True)


def _gone_out(desk: Desk, row: Row, external_id: str, state: str, error: str, segments: int | None) -> None:
    advance(desk, Receipt(row["channel"], external_id, state, error, segments=segments))
    for event in receipts.heard_of(desk.db, row["channel"], [external_id]):
        advance(
            desk,
            Receipt(row["channel"], external_id, event["state"], event["error"], segments=event["segments"]),
        )
    gone_out(desk, row["gate"], row["contact_id"], row["tells"])


def gone_out(desk: Desk, gate: str, contact_id: int, tells: Mapping[str, Any] | None) -> None:
    """What a text that has gone out means for whoever reads it: they know now who writes, and who hears them."""
    if gate == Gate.NOTICE:
        greeting.given(desk, contact_id, desk.now)
    if tells:
        ears.remember_told(desk, contact_id, tells)


def _gone(desk: Desk, row: Row, why: str, stopped: bool) -> None:
    """Nobody is there: the phone's queue goes to its readers' other phones, where they allowed it. A stop drops it."""
    along = [] if stopped else [row, *outbox.waiting_for(desk.db, row["contact_id"])]
    outbox.cancel_waiting(desk.db, row["contact_id"], why, desk.now)
    people.lose(desk.db, row["contact_id"], State.STOPPED if stopped else State.GONE, why)
    if stopped:
        suppressions.stop(desk.db, desk.school.id, row["sender_id"], row["address"], why, desk.now)
    elsewhere.take(desk, along)


def _close(desk: Desk, token: str, outcome: str, reason: str, **values: Any) -> Row | None:
    return attempts.settle(desk.db, token, desk.now, outcome, reason, values)


def _update(desk: Desk, row: Row, **values: Any) -> None:
    outbox.change(desk.db, row["id"], **values)
