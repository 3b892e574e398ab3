"""Four workers on one PostgreSQL, and again and again one of them is killed."""

import random
import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from tests.faults.carrier_process import Call
from tests.faults.carriers import Carriers
from tests.faults.conftest import MakeSchool
from tests.faults.copies import more_than_once
from tests.faults.forks import Fork
from tests.faults.program import Run
from tests.faults.school import MISSED_SOON, School
from tests.processes.program import until

RATE = 10
AT_RATE = {"sms": RATE, "telegram": RATE}
WORKERS = 4
WORDS = ("work", *MISSED_SOON)
POINTS = ("called, not settled", "attempt committed, not called", "in settling")
pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


def test_whoever_dies_another_goes_on(open_school: MakeSchool, carriers: Carriers) -> None:
    """Holds the rescue (a dead one's job stands in its sender's lane, and nobody else would ever send on it), and that a
    dead one's calls are asked about: nothing lost, no text doubled. That no second has more calls than the carrier
    allows is watched here, and held by the next.
    """
    school = open_school(sms=40, telegram=40)
    # Short slices, so that a sender may change hands in nearly every second.
    dying = [Run(AT_RATE, (point, 2), 4.0, slices=0.4, tells=True) for point in POINTS]
    calls = _sent(school, carriers, _each_where_it_is_arranged(school, dying))
    for name, those in calls.items():
        assert _most_begun_in_a_second(school, name) <= RATE
        assert len(those) <= RATE * (those[-1].at - those[0].at + 2.0)


def test_they_share_one_rate(open_school: MakeSchool, carriers: Carriers) -> None:
    """Holds the rate's row (`rates.take`, `rates.wait`): a sender goes from hand to hand after each call, and none of
    these processes knows what the others have just called. tests/dispatch/test_rates.py holds the same between two
    that come one after the other.
    """
    school = open_school(sms=5)
    one_a_second = Run({"sms": 1}, None, 6.0, slices=0.3, tells=True)
    for _one in range(WORKERS):
        school.start(one_a_second, *WORDS)
    calls = _sent(school, carriers, lambda: False)
    assert sum("calls sms" in it.said for it in school.runs) > 1, "or this proves nothing"
    assert len(calls["sms"]) == 5
    assert _most_begun_in_a_second(school, "sms") == 1


@pytest.mark.long
def test_fifty_deaths_where_they_hurt_most(open_school: MakeSchool, carriers: Carriers) -> None:
    """The same, at full length: nothing lost, no text doubled, no second above the rate."""
    school = open_school(sms=1000, telegram=1000)
    points = [(POINTS[it % len(POINTS)], 4 + it % 7) for it in range(50)]
    dying = [Run(AT_RATE, it, 6.0, tells=True) for it in points]
    calls = _sent(school, carriers, _each_where_it_is_arranged(school, dying))
    assert max(_most_begun_in_a_second(school, name) for name in calls) <= RATE


@pytest.mark.long
def test_one_is_killed_every_three_seconds(open_school: MakeSchool, carriers: Carriers) -> None:
    """The same, wherever they happen to be: for as long as there is anything to send."""
    school = open_school(sms=1000, telegram=1000)
    calls = _sent(school, carriers, _one_every(3.0, school))
    assert max(_most_begun_in_a_second(school, name) for name in calls) <= RATE


def _sent(school: School, carriers: Carriers, goes_on: Callable[[], bool]) -> dict[str, Sequence[Call]]:
    """A question to everybody, to its end; every call, by carrier. `goes_on`: whether some are still to die."""
    school.asks("He aha te pukapuka?")
    # A thousand at ten a second, and seconds for every death until it is missed.
    until(lambda: not goes_on() and school.unfinished() == 0, lambda: _complaints(school), patience=1200)
    # On Telegram a row may be in the air at several of those deaths, and goes once more after each.
    more_than_once(school, carriers.heard())
    return {name: [it for it in carriers.calls() if it.carrier == name] for name in ("sms", "telegram")}


def _each_where_it_is_arranged(school: School, dying: Sequence[Run]) -> Callable[[], bool]:
    """Four at a time; for each that has died where its run says, the next one comes."""
    runs = [*dying, *(replace(dying[0], dies=None) for _one in range(WORKERS))]
    alive = [school.start(runs.pop(0), *WORDS) for _one in range(WORKERS)]

    def goes_on() -> bool:
        for number, it in enumerate(alive):
            if not it.alive:
                assert it.ends() == -9, it.complained
                alive[number] = school.start(runs.pop(0), *WORDS)
        # Who has nothing left to send dies no more: on a busy machine the others may be done before a new one has begun.
        finished = school.count("delivery") > 0 and school.unfinished() == 0
        died = len(dying) - len(runs)
        assert not finished or died >= len(dying) // 3, "hardly anybody died"
        return bool(runs) and not finished

    return goes_on


def _one_every(seconds: float, school: School) -> Callable[[], bool]:
    chance, run = random.Random(3), Run(AT_RATE, None, 6.0, tells=True)
    alive = [school.start(run, *WORDS) for _one in range(WORKERS)]
    killed = [time.monotonic()]

    def goes_on() -> bool:
        at_work = [it for it in alive if "works here" in it.said]
        if at_work and time.monotonic() - killed[-1] >= seconds and school.count("delivery") > 0:
            victim: Fork = chance.choice(at_work)
            victim.kill()
            alive[alive.index(victim)] = school.start(run, *WORDS)
            killed.append(time.monotonic())
        return len(killed) < 10

    return goes_on


def _complaints(school: School) -> str:
    return "\n".join(it.complained for it in school.runs)


def _most_begun_in_a_second(school: School, name: str) -> int:
    """By all who send, as they began them: what a busy machine holds up on its way is the carrier's to see, not ours."""
    told = [line.split() for it in school.runs for line in it.said.splitlines() if line.startswith("calls ")]
    begun = sorted(float(at) for _calls, carrier, at in told if carrier == name)
    assert begun, "nobody told of a call"
    return max(bisect_left(begun, at + 1.0) - place for place, at in enumerate(begun))
