"""Several processes on one PostgreSQL, and whichever sends is killed again and again."""

import pytest

from tests.faults.carrier_process import Call
from tests.faults.carriers import Carriers
from tests.faults.conftest import MakeSchool
from tests.faults.forks import Fork
from tests.faults.program import Run
from tests.faults.school import School
from tests.processes.program import free_port, until

RATE = 10
#: What each of them runs. Whoever has a command for workers alone puts it here: all that is below stays as it is.
WORDS = ("serve",)
POINTS = ("called, not settled", "attempt committed, not called", "in settling")
pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


def test_whoever_dies_another_goes_on(open_school: MakeSchool, carriers: Carriers) -> None:
    """Holds the lease (who has it sends, and it ends with its holder), and that a dead one's calls are asked about:
    nothing lost, no text doubled, and at no time more calls than the carrier allows.
    """
    calls = _with_deaths(open_school(sms=40, telegram=40), carriers, at_once=3, deaths=2)
    _keeps_to_the_rate(calls)


@pytest.mark.long
def test_four_of_them_and_fifty_deaths(open_school: MakeSchool, carriers: Carriers) -> None:
    """Holds the same, and that all of them count on one row of `rate`: no second has more calls than the carrier allows."""
    calls = _with_deaths(open_school(sms=1000, telegram=1000), carriers, at_once=4, deaths=50)
    _keeps_to_the_rate(calls)


def _with_deaths(school: School, carriers: Carriers, at_once: int, deaths: int) -> dict[str, list[Call]]:
    """So many run at once; whoever sends dies of it, until so many have died, and another is started in its place."""
    died = 0

    def another() -> Fork:
        wish = (POINTS[died % len(POINTS)], 4 + died % 7) if died < deaths else None
        run = Run({"sms": RATE, "telegram": RATE}, wish, waits=2.0, lease=1.5)
        return school.start(run, *WORDS, AHO_PORT=str(free_port()))

    alive = [another() for _one in range(at_once)]
    school.asks("He aha te pukapuka?")

    def at_rest() -> bool:
        nonlocal died
        for number, it in enumerate(alive):
            if not it.alive:
                assert it.ends() == -9, it.complained
                died += 1
                alive[number] = another()
        return school.unfinished() == 0

    until(at_rest, lambda: "\n".join(it.complained for it in alive))
    assert died >= deaths, "or this proves less"
    heard = carriers.heard()
    assert {len(heard.get(it, [])) for it in school.addresses("sms")} == {1}
    assert {len(heard.get(it, [])) for it in school.addresses("telegram")} <= {1, 2}
    return {name: [it for it in carriers.calls() if it.carrier == name] for name in ("sms", "telegram")}


def _keeps_to_the_rate(calls: dict[str, list[Call]]) -> None:
    """By the carrier's clock, which also sees what a busy machine has held up on the way: half a second is let pass.
    Two who each kept a rate of their own, or a chunk that goes at once, would be twice as many.
    """
    for those in calls.values():
        most = max(sum(it.at <= other.at < it.at + 1.0 for other in those) for it in those)
        print(f"\nat most {most} in a second; {RATE} are allowed")
        assert most <= 1.5 * RATE
        assert len(those) <= RATE * (those[-1].at - those[0].at + 1.5)
