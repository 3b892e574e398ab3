from datetime import datetime, timedelta

import pytest

from bot.pace.families import Reach
from bot.pace.nudges import sent_since, sent_until
from tests.pace.school_days import SCHOOL, at

NUDGES = [
    ("three days on", "2026-08-03 10:00", "2026-08-06 10:00"),
    ("into the weekend's hours", "2026-08-06 08:15", "2026-08-09 09:00"),
    ("past the weekend's evening", "2026-08-06 19:30", "2026-08-10 08:00"),
    ("over the tangi", "2026-08-09 12:00", "2026-08-14 08:00"),
    ("past Easter Monday and Tuesday", "2027-03-26 10:00", "2027-03-31 08:00"),
    ("not after two weeks of holidays", "2026-07-02 10:00", None),
]
A_MONTH = [timedelta(minutes=n) for n in range(0, 30 * 24 * 60, 5)]


def first(sent: datetime, zone: str | None = None, reach: Reach = Reach.PROMPTS) -> datetime | None:
    """When a question sent at that moment is first reminded of, by somebody who looks every five minutes."""
    return next((sent + later for later in A_MONTH if goes(sent, sent + later, zone, reach)), None)


def goes(sent: datetime, moment: datetime, zone: str | None, reach: Reach) -> bool:
    until = sent_until(moment, SCHOOL, zone, reach)
    return until is not None and sent_since(moment) <= sent <= until


@pytest.mark.parametrize(("when", "sent", "nudge"), NUDGES, ids=[row[0] for row in NUDGES])
def test_a_nudge(when: str, sent: str, nudge: str | None) -> None:
    assert first(at(sent)) == (at(nudge) if nudge else None), when


@pytest.mark.parametrize(
    ("sent", "nudge"),
    [
        ("2027-04-03 10:00", "2027-04-06 10:00"),
        ("2026-09-25 10:00", "2026-09-28 10:00"),
        ("2026-04-03 10:00", "2026-04-06 10:00"),
    ],
)
def test_three_days_are_days_on_the_wall_when_the_clocks_change(sent: str, nudge: str) -> None:
    assert first(at(sent), reach=Reach.HOLIDAYS) == at(nudge)


def test_a_nudge_goes_by_the_readers_own_clock() -> None:
    niue = "Pacific/Niue"
    assert first(at("2026-08-03 21:00", niue), niue) == at("2026-08-07 08:00", niue)
