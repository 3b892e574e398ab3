"""Several processes on one PostgreSQL, and whichever sends is killed again and again."""

import pytest

from tests.faults.carrier_process import Call
from tests.faults.carriers import Carriers
from tests.faults.conftest import MakeSchool
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
    calls = _with_deaths(open_school(sms=40, telegram=40), carriers, at_once=3, deaths=3)
    for those in calls.values():
        # A chunk that a busy machine held up may touch the next one; three who each kept a rate of their own would not.
        assert _most_in_a_second(those) <= 2 * RATE
        assert len(those) <= RATE * (those[-1].at - those[0].at + 2.0)


@pytest.mark.long
def test_four_of_them_and_fifty_deaths(open_school: MakeSchool, carriers: Carriers) -> None:
    calls = _with_deaths(open_school(sms=1000, telegram=1000), carriers, at_once=4, deaths=50)
    assert max(_most_in_a_second(those) for those in calls.values()) <= RATE


def _with_deaths(school: School, carriers: Carriers, at_once: int, deaths: int) -> dict[str, list[Call]]:
    """So many run at once; the first `deaths` of them die where they send. A minute of the program's is 6 s here: longer
    than its turn, and than any stall of a busy machine, as a minute is."""
    runs = [
        Run(
            {"sms": RATE, "telegram": RATE},
            (POINTS[it % len(POINTS)], 4 + it % 7) if it < deaths else None,
            6.0,
            3.0,
        )
        for it in range(deaths + at_once)
    ]
    alive = [school.start(runs.pop(0), *WORDS, AHO_PORT=str(free_port())) for _one in range(at_once)]
    school.asks("He aha te pukapuka?")

    def at_rest() -> bool:
        for number, it in enumerate(alive):
            if not it.alive:
                assert it.ends() == -9, it.complained
                alive[number] = school.start(runs.pop(0), *WORDS, AHO_PORT=str(free_port()))
        return school.unfinished() == 0

    until(at_rest, lambda: "\n".join(it.complained for it in alive))
    assert len(runs) == 0, "all have died who were to die, or this proves less"
    heard = carriers.heard()
    assert {len(heard.get(it, [])) for it in school.addresses("sms")} == {1}
    assert {len(heard.get(it, [])) for it in school.addresses("telegram")} <= {1, 2}
    return {name: [it for it in carriers.calls() if it.carrier == name] for name in ("sms", "telegram")}


def _most_in_a_second(calls: list[Call]) -> int:
    """By the carrier's clock, which also sees what the network has held up: nine tenths are what it can judge."""
    return max(sum(it.at <= other.at < it.at + 0.9 for other in calls) for it in calls)
