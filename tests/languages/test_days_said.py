"""Which days somebody means, said on Tuesday 24 November; and whether that is sure enough to be noted unasked."""

import datetime as dt

from bot.languages.absences import away

TUESDAY = dt.date(2026, 11, 24)
#: Days of November; 31 is the first of December.
SAID = [
    ("Tama is away today", "en", [24], True),
    ("Tama is sick Thursday and Friday", "en", [26, 27], True),
    ("Tama will be absent from Monday to Wednesday", "en", [30, 31, 32], True),
    ("Tama away Thursday to Monday", "en", [26, 27, 28, 29, 30], True),
    ("Tama sick since Monday, back Thursday", "en", [24, 25], True),
    ("Tama will be away next Tuesday", "en", [31], False),
    ("Tama away on Tuesday next week", "en", [31], False),
    ("Tama is away Monday, Tuesday and Wednesday next week", "en", [30, 31, 32], False),
    ("Next week Tama is away on Monday", "en", [30], False),
    ("Tama is away Monday to Wednesday next week", "en", [30, 31, 32], False),
    ("Tama away Thursday to Monday next week", "en", [26, 27, 28, 29, 30], False),
    ("Tama will be away next Thursday and Friday", "en", [33, 34], False),
    ("Tama is absent this Friday and next Monday", "en", [27, 30], False),
    ("Tama is away Friday, see you next week", "en", [27], False),
    ("Tama is away next week", "en", [30, 31, 32, 33, 34], False),
    ("Tama is sick, back next week", "en", [24, 25, 26, 27], False),
    ("Tama va a faltar el próximo martes", "es", [31], False),
    ("Tama va a faltar el jueves de la próxima semana", "es", [33], False),
    ("Tama va a faltar el próximo jueves", "es", [26], False),
    ("Tama va a faltar el martes", "es", [24], True),
    ("Tama下星期四请假", "zh_Hans", [33], False),
]  # fmt: skip


def test_the_week_of_a_day_is_found_and_asked_where_next_is_said() -> None:
    """Holds next_week.py, the turn of the week in "Monday to Wednesday", `_weeks`, and in_doubt in absences.py."""
    for words, tag, days, sure in SAID:
        found = away(words, tag, TUESDAY, {"Tama"})
        assert found is not None, words
        assert [(it - TUESDAY).days + 24 for it in found.days] == days, words
        assert found.sure is sure, words
