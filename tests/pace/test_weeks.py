from datetime import timedelta

import pytest

from bot.pace.weeks import CAP, held_by_cap, week_of
from tests.pace.school_days import AUCKLAND, at


def test_a_week_runs_from_monday_to_monday_of_the_reader() -> None:
    assert week_of(at("2026-08-12 10:00"), AUCKLAND) == (at("2026-08-10 00:00"), at("2026-08-17 00:00"))
    assert week_of(at("2026-08-10 00:00"), AUCKLAND)[0] == at("2026-08-10 00:00")
    assert week_of(at("2026-08-16 23:59"), AUCKLAND)[0] == at("2026-08-10 00:00")
    niue = "Pacific/Niue"
    monday_at_school = at("2026-08-10 12:00")
    assert week_of(monday_at_school, niue)[1] == at("2026-08-10 00:00", niue), "still Sunday there"


@pytest.mark.parametrize(("words", "hours"), [("2026-04-03 12:00", 169), ("2026-09-25 12:00", 167)])
def test_a_week_with_a_change_of_clocks_is_longer_or_shorter(words: str, hours: int) -> None:
    starts, ends = week_of(at(words), AUCKLAND)
    assert ends - starts == timedelta(hours=hours)
    assert week_of(ends, AUCKLAND)[0] == ends, "weeks meet"


@pytest.mark.parametrize(
    ("sent", "weekly", "held"),
    [
        (0, None, False),
        (2, None, False),
        (3, None, True),
        (0, 0, True),
        (1, 2, False),
        (2, 2, True),
        (3, 9, True),
    ],
)
def test_the_cap(sent: int, weekly: int | None, held: bool) -> None:
    assert CAP == 3
    assert held_by_cap(sent, weekly) is held
