"""`kill -9` in the middle of a broadcast, again and again, while the carriers stumble too (DESIGN §7)."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.faults.carriers import Carriers
from tests.faults.conftest import MakeSchool
from tests.faults.copies import more_than_once
from tests.faults.program import Run
from tests.faults.school import School
from tests.ground.wanted import in_ci
from tests.processes.program import until

QUESTION = "He aha te pukapuka?"
#: Quicker than carriers are, and short pauses where they ask for one: what is killed here are the steps, not the waits.
RUN = Run({"sms": 100, "telegram": 100}, rests=0.1)
#: On PostgreSQL at home: it costs more there, and what it could get wrong by itself shows with fewer.
FEWER = 200
#: Where it dies, and on which passing of that place; "in the call" is done by the carrier.
AIMED = (
    ("attempt committed, not called", 15),
    ("in the call sms", 10),
    ("called, not settled", 15),
    ("in settling", 2),
    ("in concluding", 2),
    ("in the call telegram", 5),
)
MORE = (("asking the carrier", 3), ("claimed, not begun", 2), ("finding doubts", 1), ("in the last look", 2))


def test_nothing_is_lost_and_no_text_is_doubled(
    open_school: MakeSchool, carriers: Carriers, database_url: str
) -> None:
    """2,000 phones (on PostgreSQL in CI and with --long; else 400), and a death at every aimed point.

    Holds the attempt row that is committed before the call (without it a call in the air is forgotten and made
    again), that doubts are asked about and not called again, and that a chunk's ends are settled in one commit.
    """
    each = 1000 if database_url.startswith("sqlite") or in_ci() else FEWER
    _broadcast_through(open_school(sms=each, telegram=each), carriers, AIMED, anywhere=1)


@pytest.mark.long
def test_a_large_broadcast_and_two_hundred_deaths(open_school: MakeSchool, carriers: Carriers) -> None:
    """The same for 5,000 phones: every aimed point many times over, the rest at random commits."""
    chance = random.Random(5)
    aimed = [(point, chance.randint(1, 2 * nth)) for _time in range(10) for point, nth in (*AIMED, *MORE)]
    _broadcast_through(open_school(sms=2500, telegram=2500), carriers, aimed, anywhere=100)


def _broadcast_through(
    school: School, carriers: Carriers, aimed: Sequence[tuple[str, int]], anywhere: int
) -> None:
    """The broadcast goes out while its program dies at each of these points, and at so many random commits."""
    chance = random.Random(11)
    for channel in ("sms", "telegram"):
        carriers.chances(channel, error500_after_accept=0.02, drop_after_accept=0.02, rate_limit=0.02)
    school.asks(QUESTION)
    deaths = [*aimed, *(("a commit", chance.randint(3, 12)) for _time in range(anywhere))]
    if len(deaths) > len(AIMED) + 1:
        chance.shuffle(deaths)
    open_at_deaths = died = 0
    for point, nth in deaths:
        died += _dies(school, carriers, point, nth)
        open_at_deaths += _in_the_air(school)
    print(f"\n{died} deaths in the middle of it")
    assert died >= 0.9 * len(deaths), "it was over before most had died"
    school.rests(school.opens(RUN))
    _has_arrived(school, carriers, open_at_deaths)


def _dies(school: School, carriers: Carriers, point: str, nth: int) -> bool:
    """One run, until it has died at this point. False where nothing was left to do: it would never get there."""
    if point.startswith("in the call"):
        process = school.start(RUN)
        carriers.kills_in_the_call(process.pid, point.split()[-1], nth)
    else:
        process = school.start(replace(RUN, dies=(point, nth)))
    until(
        lambda: not process.alive or school.unfinished() == 0,
        lambda: f"it neither dies nor ends: {process.complained}",
    )
    died = not process.alive
    process.kill()
    assert process.ends() == -9, process.complained
    return died


def _in_the_air(school: School) -> int:
    """Calls on Telegram of which only the carrier knows the end."""
    return school.count(
        "attempt JOIN delivery ON delivery.id = attempt.delivery_id"
        " WHERE attempt.state = 'calling' AND delivery.channel = 'telegram'"
    )


def _has_arrived(school: School, carriers: Carriers, open_at_deaths: int) -> None:
    heard, calls = carriers.heard(), carriers.calls()
    stumbles = [it for it in calls if it.status not in (200, 201)]
    assert stumbles and open_at_deaths, "or this proves little"
    further = more_than_once(school, heard)
    unanswered = [it for it in stumbles if it.carrier == "telegram" and it.status != 429]
    assert sum(further.values()) <= open_at_deaths + len(unanswered)

    # What a carrier left in doubt a second time is not sent a third time: it fails, and says so.
    ends = school.rows("SELECT DISTINCT state, why FROM delivery")
    assert set(ends) <= {("sent", None), ("failed", "it may or may not have arrived")}
    assert school.count("attempt WHERE settled_at IS NULL") == 0
    assert school.whole()
