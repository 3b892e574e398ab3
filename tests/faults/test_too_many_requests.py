"""A carrier that says "too many requests" to every call for a while, and names the seconds to wait."""

import pytest

from tests.faults.carrier_process import Call
from tests.faults.carriers import Carriers
from tests.faults.conftest import MakeSchool
from tests.faults.program import Run

RATE, QUICK = 20, 250
WAIT = 1.0  #: seconds that the carrier asks for
SOON = 30.0  #: seconds after the last refusal, within which it has to be as quick as before


@pytest.mark.parametrize("channel", ["sms", pytest.param("telegram", marks=pytest.mark.long)])
def test_one_lane_waits_and_comes_back(open_school: MakeSchool, carriers: Carriers, channel: str) -> None:
    """Holds that a 429 pauses its own sender's lane, for as long as the carrier asked, and that nothing of it fails or
    is doubled: the other carrier's messages all go out meanwhile, and afterwards it is as quick as before.
    """
    other = {"sms": "telegram", "telegram": "sms"}[channel]
    school = open_school(**{channel: 70, other: RATE})
    process = school.opens(Run(rates={"sms": RATE, "telegram": RATE}))
    school.asks("He aha te pukapuka?", channel)
    process.until(lambda: len(_taken(carriers, channel)) >= RATE + 5, "it never began")
    carriers.chances(channel, seconds=WAIT, rate_limit=1.0)
    process.until(lambda: _refused(carriers, channel), "nobody was refused")
    school.asks("He aha tēnei?", other)
    process.until(lambda: len(_taken(carriers, other)) == RATE, "one carrier's wait held up the other one")
    process.until(lambda: _span(_refused(carriers, channel)) > 2 * WAIT, "nobody tried the door")
    refused = _refused(carriers, channel)
    assert _knocks(refused) <= _span(refused) / WAIT, "it waits for as long as it was asked to"
    carriers.chances(channel)
    school.rests(process)

    heard = carriers.heard()
    assert {len(heard[it]) for it in (*school.addresses("sms"), *school.addresses("telegram"))} == {1}
    assert school.rows("SELECT DISTINCT state, again FROM delivery") in ([("sent", False)], [("sent", 0)])
    last = _refused(carriers, channel)[-1].at
    before = _busiest([it for it in _taken(carriers, channel) if it.at < _refused(carriers, channel)[0].at])
    after = _busiest([it for it in _taken(carriers, channel) if last < it.at < last + SOON])
    assert after >= 0.9 * before, "it comes back to its old rate"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("channel", ["sms", pytest.param("telegram", marks=pytest.mark.long)])
def test_one_probe_a_wait(open_school: MakeSchool, carriers: Carriers, channel: str) -> None:
    """Holds that one call alone tries the door after each wait, and not a second's worth of them (Slice._claim: what
    ails a sender makes it one). At a rate at which several would be on their way before the first is answered.
    """
    school = open_school(**{channel: 30})
    carriers.chances(channel, seconds=WAIT, rate_limit=1.0)
    process = school.opens(Run(rates={"sms": QUICK, "telegram": QUICK}))
    school.asks("He aha te pukapuka?", channel)
    process.until(lambda: _span(_refused(carriers, channel)) > 3 * WAIT, "nobody tried the door")
    refused = _refused(carriers, channel)
    assert _knocks(refused) <= _span(refused) / WAIT


def _taken(carriers: Carriers, channel: str) -> list[Call]:
    return [it for it in carriers.calls() if it.carrier == channel and it.status in (200, 201)]


def _refused(carriers: Carriers, channel: str) -> list[Call]:
    return [it for it in carriers.calls() if it.carrier == channel and it.status == 429]


def _knocks(refused: list[Call]) -> int:
    """What was in the air when the carrier first said so is over: these are tries at the door."""
    return sum(it.at > refused[0].at + WAIT for it in refused)


def _span(calls: list[Call]) -> float:
    return calls[-1].at - calls[0].at if calls else 0.0


def _busiest(calls: list[Call]) -> int:
    """The most calls in any second."""
    return max((sum(it.at <= other.at < it.at + 1.0 for other in calls) for it in calls), default=0)
