"""Our own credentials are wrong for a while, in the middle of a broadcast."""

import pytest

from tests.faults.carriers import Carriers
from tests.faults.conftest import MakeSchool
from tests.faults.program import Run
from tests.faults.school import School

WRONG = {"sms": {"AHO_TWILIO_AUTH_TOKEN": "9" * 32}, "telegram": {"AHO_TELEGRAM_TOKEN": "2000000040:AAwrong"}}


@pytest.mark.parametrize("channel", ["sms", pytest.param("telegram", marks=pytest.mark.long)])
def test_nothing_fails_and_all_is_sent_once_it_is_right(
    open_school: MakeSchool, carriers: Carriers, channel: str
) -> None:
    """Holds the outcome Halted: the sender pauses and says why, its rows stay due, one delivery at a time tries the
    door; the other carrier's go out. And that SIGTERM lets the calls in the air come to their end.
    """
    school = open_school(sms=30, telegram=30)
    right = school.opens(Run(rates={"sms": 5, "telegram": 5}))
    school.asks("He aha te pukapuka?")
    right.until(lambda: _sent(school, channel), "it never began")
    assert right.asks_to_end() == 0
    before = _sent(school, channel)
    assert before < 30 and school.count("attempt WHERE settled_at IS NULL") == 0

    wrong = school.opens(Run(waits=0.5), **WRONG[channel])
    wrong.until(lambda: _halted(school, channel), "the sender did not say that it is not let in")
    other = {"sms": "telegram", "telegram": "sms"}[channel]
    wrong.until(lambda: _sent(school, other) == 30, "one carrier's refusal held up the other one")
    refusals = _refusals(carriers, channel)
    wrong.until(lambda: _refusals(carriers, channel) >= refusals + 3, "nobody tried the door again")
    assert _sent(school, channel) == before
    assert school.count("delivery WHERE state NOT IN ('waiting', 'claimed', 'calling', 'sent')") == 0, (
        "nothing fails"
    )
    assert wrong.asks_to_end() == 0

    school.rests(school.opens())
    assert not _halted(school, channel)
    assert school.rows("SELECT DISTINCT state FROM delivery") == [("sent",)]
    heard = carriers.heard()
    assert {len(heard[it]) for it in (*school.addresses("sms"), *school.addresses("telegram"))} == {1}


def _halted(school: School, channel: str) -> str:
    """What the console's first page shows to the office."""
    return str(school.rows("SELECT halted FROM sender WHERE channel = :channel", channel=channel)[0][0] or "")


def _sent(school: School, channel: str) -> int:
    return school.count("delivery WHERE state = 'sent' AND channel = :channel", channel=channel)


def _refusals(carriers: Carriers, channel: str) -> int:
    return sum(it.carrier == channel and it.status == 401 for it in carriers.calls())
