"""When a sender slows down and stops, and how it finds its way back. Nothing fails meanwhile: its rows stay due.

Whatever ails it, one call at a time tries the door, after a wait. The first that gets through opens it: from
then on the sender goes at its full rate again.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.acts.desk import Desk
from bot.model.delivery import Gone, Halted, Later, Outcome, Refused, Sent
from bot.store import rates, senders
from bot.store.rows import Row

IN_A_ROW = 5  #: calls without an answer, one after the other, before we wait
FIRST_WAIT, LONGEST_WAIT = 2.0, 30.0  #: seconds between two tries at a carrier that does not answer, doubling
TRY_THE_DOOR = 60.0  #: seconds between two tries of an account that is refused

SLOW = "asks us to send more slowly"
SILENT = "does not answer"


def silent(outcome: Outcome) -> bool:
    """No connection, no answer in time, or none that anybody can read."""
    return not isinstance(outcome, Sent | Refused | Gone | Halted) and not slows_down(outcome)


def slows_down(outcome: Outcome) -> bool:
    return isinstance(outcome, Later) and outcome.lane


def weigh(desk: Desk, sender_id: int, outcomes: Sequence[Outcome], at: float | None = None) -> None:
    """What the outcomes of one chunk, in their order, say of their sender."""
    known = senders.one(desk.db, sender_id)
    slow = [it.after for it in outcomes if isinstance(it, Later) and it.lane]
    if slow:
        _rests(desk, sender_id, max(slow), at)
        senders.change(
            desk.db, sender_id, trouble=SLOW, trouble_at=known["trouble_at"] or desk.now, failures=0
        )
    elif any(isinstance(it, Sent | Refused | Gone) for it in outcomes):
        # While it rests, only calls from before come to their ends: they say nothing of how it is now.
        rests = known["paused_until"] is not None and known["paused_until"] > desk.now
        if not rests and (known["halted"] or known["trouble"] or known["failures"]):
            senders.recovered(desk.db, sender_id)
    elif any(isinstance(it, Halted) for it in outcomes):
        _rests(desk, sender_id, TRY_THE_DOOR, at)
    elif outcomes:
        _unanswered(desk, known, len(outcomes), at)


def _unanswered(desk: Desk, known: Row, calls: int, at: float | None) -> None:
    failures = known["failures"] + calls
    ails = known["trouble"] or known["halted"]
    if failures < IN_A_ROW and not ails:
        senders.change(desk.db, known["id"], failures=failures)
        return
    # However many were in the air, the waits begin with the first.
    failures = max(failures, IN_A_ROW) if ails else IN_A_ROW
    senders.change(desk.db, known["id"], failures=failures, trouble=SILENT,
                   trouble_at=known["trouble_at"] or desk.now)  # fmt: skip
    _rests(desk, known["id"], min(FIRST_WAIT * 2 ** min(failures - IN_A_ROW, 9), LONGEST_WAIT), at)


def _rests(desk: Desk, sender_id: int, seconds: float, at: float | None) -> None:
    rates.hold_back(desk.db, sender_id, seconds, at)
    senders.change(desk.db, sender_id, paused_until=desk.now + timedelta(seconds=seconds))
