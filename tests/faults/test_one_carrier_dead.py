"""One carrier takes every call and never answers: the other one goes on as if nothing had happened."""

import time
from statistics import median, quantiles

import pytest

from tests.faults.carriers import Carriers
from tests.faults.conftest import MakeSchool
from tests.faults.forks import Fork
from tests.faults.program import Run
from tests.faults.school import TEACHER, School
from tests.faults.webhooks import post, update

here_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # lanes are no database's


def test_the_other_ones_broadcast_goes_out(open_school: MakeSchool, carriers: Carriers) -> None:
    """Holds that each sender has a lane of its own, and its own places in the pool: all that is for Telegram arrives
    while every call by SMS still hangs. Afterwards each text arrives once: what hung was in doubt, and asked about.
    """
    school = open_school(sms=20, telegram=20)
    carriers.black_hole("sms", open=True)
    process = school.opens(Run({"sms": 20, "telegram": 20}, patience=60.0))
    school.asks("He aha te pukapuka?")
    process.until(lambda: _sent(school, "telegram") == 20, "a dead carrier held up the other one")
    assert _sent(school, "sms") == 0
    assert carriers.calls(), "or this proves nothing"
    carriers.black_hole("sms", open=False)
    school.rests(process)
    heard = carriers.heard()
    assert {len(heard[it]) for it in (*school.addresses("sms"), *school.addresses("telegram"))} == {1}


@here_only
def test_a_reply_on_the_other_one_does_not_wait(open_school: MakeSchool, carriers: Carriers) -> None:
    """Holds that what falls due on one carrier is taken up at once while a chunk of the other one hangs."""
    base, dead = _replies(open_school(sms=3, telegram=1), carriers, rounds=2, each=5)
    print(f"\nmedian {median(dead) / median(base):.2f}× its base")
    assert median(dead) <= 3 * median(base), (
        "a wide bound: a lane that waits for the other one is twenty times slower"
    )


@pytest.mark.long
@here_only
def test_a_reply_on_the_other_one_is_as_quick(open_school: MakeSchool, carriers: Carriers) -> None:
    """Holds the same by its figure: nineteen of twenty replies come within 1.2 times what they take otherwise."""
    base, dead = _replies(open_school(sms=3, telegram=1), carriers, rounds=10, each=20)
    ratio = quantiles(dead, n=20)[-1] / quantiles(base, n=20)[-1]
    print(f"\np95 {ratio:.2f}× its base")
    assert ratio <= 1.2


def _replies(school: School, carriers: Carriers, rounds: int, each: int) -> tuple[list[float], list[float]]:
    """Seconds from a family's words to the call that brings them to the teacher; SMS alive and dead, in turns."""
    process = school.opens(Run(patience=600.0))
    _exchange(school, carriers, process, "Tēnā koe, he pātai tāku mō te pukapuka")  # warm
    base: list[float] = []
    dead: list[float] = []
    for number in range(rounds):
        for it in range(each):
            base.append(_exchange(school, carriers, process, f"Kei te pai te pukapuka {number} {it}"))
        carriers.black_hole("sms", open=True)
        before = len(carriers.calls())
        school.asks(f"He aha tēnei, {number}?", "sms")
        process.until(lambda: len(carriers.calls()) > before, "nothing was sent into the hole")
        for it in range(each):
            dead.append(_exchange(school, carriers, process, f"Kua oti te pukapuka {number} {it}"))
        assert _sent(school, "sms") == number * 3, "they hang all the while"
        carriers.black_hole("sms", open=False)
        school.rests(process)
    return base, dead


def _exchange(school: School, carriers: Carriers, process: Fork, words: str) -> float:
    number = school.count("inbox") + 810_000_000
    [sender] = school.addresses("telegram")
    begins, before = time.monotonic(), len(carriers.calls())
    assert post([update(school, sender, words, number)])[0].status == 200

    def came() -> float | None:
        return next((it.at for it in carriers.calls(before) if it.to == TEACHER), None)

    came_at = process.until(came, "the words did not reach the teacher")
    process.until(lambda: school.count("attempt WHERE settled_at IS NULL AND sender_id = "
                                       "(SELECT id FROM sender WHERE channel = 'telegram')") == 0, "no end")  # fmt: skip
    return came_at - begins


def _sent(school: School, channel: str) -> int:
    return school.count(
        "delivery WHERE prompt_id IS NOT NULL AND state = 'sent' AND channel = :channel", channel=channel
    )
