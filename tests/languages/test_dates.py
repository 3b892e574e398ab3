import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.languages import dates
from bot.languages.registry import LANGUAGES
from bot.languages.segments import SILENT, TYPOGRAPHIC, count

TUESDAY = dt.date(2026, 11, 24)
AUCKLAND = ZoneInfo("Pacific/Auckland")


@pytest.mark.parametrize(
    ("tag", "said"),
    [("en", "Tuesday 24 November"), ("mi", "Rātū 24 Whiringa-ā-rangi"), ("sm", "Aso Lua 24 Novema"),
     ("to", "Tūsite 24 Nōvema"), ("rar", "Ruirua 24 Noema"), ("niu", "Aho Ua 24 Novema"),
     ("tkl", "Aho Lua 24 Novema"), ("fj", "Tusiti 24 Noveba"), ("hif", "Mangalvar 24 November"), ("zh_Hans", "11月24日 星期二"), ("hi", "मंगलवार, 24 नवंबर"),
     ("zh_Hant", "11月24日 星期二"), ("ko", "11월 24일 화요일"), ("fil", "Martes, Nobyembre 24"),
     ("es", "martes 24 de noviembre"), ("vi", "Thứ Ba, 24 tháng 11"), ("af", "Dinsdag 24 November"),
     ("never heard of", "Tuesday 24 November")],
)  # fmt: skip
def test_a_day(tag: str, said: str) -> None:
    assert dates.day(TUESDAY, tag) == said


def test_a_moment_is_said_in_the_readers_zone() -> None:
    half_past_two = dt.datetime(2026, 11, 24, 2, 30, tzinfo=dt.UTC)
    assert dates.moment(half_past_two, AUCKLAND, "en") == "Tuesday 24 November, 3:30 pm"
    assert dates.moment(half_past_two, ZoneInfo("Pacific/Niue"), "sm") == "Aso Gafua 23 Novema, 3:30 pm"
    assert dates.moment(half_past_two, AUCKLAND, "ko") == "11월 24일 화요일 오후 3:30"
    assert dates.moment(half_past_two, AUCKLAND, "zh_Hant") == "11月24日 星期二 15:30"
    with pytest.raises(ValueError, match="zone"):
        dates.moment(half_past_two.replace(tzinfo=None), AUCKLAND, "en")


def test_midnight_and_noon() -> None:
    assert dates.time(dt.time(0, 5), "en") == "12:05 am"
    assert dates.time(dt.time(12, 0), "en") == "12:00 pm"
    assert dates.time(dt.time(15, 30), "zh_Hans") == "15:30"


@pytest.mark.parametrize(
    ("tag", "said"),
    [("en", "Mere, Tama and {0}"), ("mi", "Mere, Tama me {0}"), ("sm", "Mere, Tama ma {0}"),
     ("zh_Hans", "Mere、Tama和{0}")],
)  # fmt: skip
def test_names_in_a_row_stay_as_they_were_given(tag: str, said: str) -> None:
    assert dates.listed(["Mere", "Tama", "{0}"], tag) == said
    assert dates.listed(["O’Brien\u00a0"], tag) == "O’Brien\u00a0"
    assert dates.listed([], tag) == ""


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_no_date_or_time_costs_unseen(tag: str) -> None:
    for month in range(1, 13):
        when = dt.datetime(2026, month, 10 + month, 2 * month - 1, 7, tzinfo=AUCKLAND)
        said = dates.moment(when, AUCKLAND, tag) + dates.listed(["a", "b", "c"], tag)
        assert not {ord(mark) for mark in said} & (SILENT | TYPOGRAPHIC).keys()
        if tag in {"en", "sm", "rar", "niu", "tkl", "fj", "hif"}:
            assert count(said).encoding == "GSM-7"
