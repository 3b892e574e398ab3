"""Calls whose end we do not know: the carrier is asked, never guessed at, and nothing is sent again blind."""

from datetime import timedelta

from bot.acts import holding
from bot.acts.desk import Desk
from bot.dispatch.settling import settle
from bot.model.delivery import ASK_THE_FAMILY, Absent, Finding, Found, Sent, Turn, Unsure
from bot.store import attempts, doubts, outbox, records
from bot.store.rows import Row

A_MINUTE = timedelta(minutes=1)
ASK_FOR = timedelta(hours=6)  #: then a person is asked
MOST_DEATHS = 5  #: of ours in one delivery's calls: then the delivery may be what we die of


def conclude(desk: Desk, row: Row, finding: Finding) -> None:
    """What the carrier's answer means for one open call.

    Absent counts only when it was absent twice, a minute apart: a list may lag behind. Where a carrier cannot
    be asked (Telegram), words between people go once more, marked as perhaps doubled; reminders do not. Once, where
    the carrier left us in doubt; where we died in the call, each time: else two deaths could lose what a person wrote.
    """
    match finding:
        case Found(external_id, state, error, segments):
            settle(desk, row["token"], Sent(external_id, segments, state), error)
        case Absent() if row["absences"] == 0:
            doubts.doubt(
                desk.db, row["token"], "not in the carrier's list yet", desk.now + A_MINUTE, absences=1
            )
        case Absent():
            _again(desk, row, "proved unsent")
        case Unsure(why):
            _cannot_tell(desk, row, why)


def _again(desk: Desk, row: Row, why: str, doubled: bool = False) -> None:
    values = {"state": "waiting", "due_at": desk.now, "why": None, "again": row["again"] or doubled}
    attempts.settle(desk.db, row["token"], desk.now, "absent", why, values)


def _cannot_tell(desk: Desk, row: Row, why: str) -> None:
    if row["channel"] == "sms":
        # One call to a phone may be open at a time, and what is about safety does not wait for a doubt to end.
        if row["called_at"] < desk.now - ASK_FOR or outbox.safety_waits(desk.db, row["contact_id"]):
            _ask_a_person(desk, row, why)
        else:
            doubts.doubt(desk.db, row["token"], why, desk.now + A_MINUTE)
    elif row["turn"] != Turn.NUDGE and (not row["again"] or _died_in_it(desk, row)):
        _again(desk, row, why, doubled=True)
    else:
        _nobody_knows(desk, row, why, "it may or may not have arrived")


def _died_in_it(desk: Desk, row: Row) -> bool:
    return row["why"] == doubts.WE_STOPPED and doubts.so_far(desk.db, row["id"]) < MOST_DEATHS


def _ask_a_person(desk: Desk, row: Row, why: str) -> None:
    _nobody_knows(desk, row, why, ASK_THE_FAMILY)
    records.note(desk.db, desk.school.id, "could not be decided", desk.now, about={"delivery": row["id"]})


def _nobody_knows(desk: Desk, row: Row, why: str, told: str) -> None:
    attempts.settle(desk.db, row["token"], desk.now, "unsure", why, {"state": "failed", "why": told})
    if row["prompt_id"] is not None:
        holding.weigh(desk, row["prompt_id"])
