"""The school's TOML file, and what it makes of the school."""

from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from bot.acts.schools import BadSchool, apply, read
from bot.model.school import Hours, Span, Texts
from bot.store import engine, schools
from tests.roll.conftest import NOW, SCHOOL, Office

BAD = [
    ("key = 'Harakeke School!'", "key: is not a short plain word"),
    ("name = 5", "name: is not one line of text"),
    ("office_number = ''", "office_number: is empty"),
    ("colour = 'red'", "colour: is not a key that Aho knows"),
    ("languages = ['Klingon']", 'languages: Aho does not know "Klingon"'),
    ("languages = 'mi'", "languages: is not a list of words"),
    ("office_number = 'the office'", 'office_number: "the office" is not a number that one can call'),
    ("emergency_line = 'help'", "emergency_line: "),
    ("time = 5", "time: is not a part of its own"),
    ("time.zone = 'Pacific/Harakeke'", 'time.zone: there is no time zone "Pacific/Harakeke"'),
    ("time.region = 'XYZ'", 'time.region: "XYZ" has no public holidays'),
    ("time.anniversary = '2027-02-01'", "time.anniversary: is not a day"),
    ("hours.weekdays = ['20:00', '08:00']", "hours.weekdays: closes before it opens"),
    ("hours.office = ['8am', '5pm']", 'hours.office: "8am" is not a time'),
    ("hours.weekends = '09:00'", "hours.weekends: is not a pair of times"),
    (
        "hours.nights = []",
        "hours.nights: is not a key that Aho knows; use one of: weekdays, weekends, office",
    ),
    ("cost.segment_price_cents = '11'", "cost.segment_price_cents: is not an amount"),
    ("cost.monthly_segment_ceiling = -1", "cost.monthly_segment_ceiling: is not an amount"),
    ("cost.monthly_segment_ceiling = true", "cost.monthly_segment_ceiling: is not an amount"),
    ("sms.tariff = 'cheap'", 'sms.tariff: "cheap" is no price'),
    ("sms.tariff = -0.1", 'sms.tariff: "-0.1" is no price'),
    ("sms.tariff = true", 'sms.tariff: "True" is no price'),
    ("sms.tariff = nan", 'sms.tariff: "NaN" is no price'),
    ("sms.currency = 'XXZ'", 'sms.currency: "XXZ" is no currency'),
    ("sms.monthly_segments = 1.5", "sms.monthly_segments: is not an amount"),
    ("sms.rooms.'Room 5' = -1", "sms.rooms.Room 5: is not an amount"),
    ("sms.rooms = 400", "sms.rooms: is not a part of its own"),
    ("sms.digest.day = 'Caturday'", 'sms.digest.day: "Caturday" is not a day'),
    ("sms.digest.hour = 16", "sms.digest.hour: is not a key that Aho knows; use one of: day, at"),
    (
        "sms.double_vowels = ['Samoan']",
        'sms.double_vowels: "Samoan" is not written with double vowels; use one of: te reo',
    ),
    ("[cost]\n[sms]", "cost: says what [sms] says"),
    ("activities.days = ['Caturday']", 'activities.days: "Caturday" is not a day'),
    ("activities.at = '25:00'", 'activities.at: "25:00" is not a time'),
    (
        "[[term]]\nfirst = 2027-04-09\nlast = 2027-02-02",
        "term: the one from 2027-04-09 ends before it begins",
    ),
    ("[[term]]\nfirst = 2027-02-02", "term: needs a first and a last day"),
    (
        "[[term]]\nfirst=2027-02-02\nlast=2027-04-09\n[[term]]\nfirst=2027-04-09\nlast=2027-07-02",
        "term: the one from 2027-04-09",
    ),
    ("[term]\nfirst = 2027-02-02", "term: is not a list of days"),
    ("[[closure]]\nfirst = 2027-02-02\nwhy = 'x'", "closure.why: is not a key"),
    ("key", "this is not TOML"),
]


@pytest.mark.parametrize(("words", "says"), BAD)
def test_what_is_wrong_is_said_in_one_line(words: str, says: str) -> None:
    key = words.partition(" =")[0]
    rest = "\n".join(line for line in SCHOOL.splitlines() if not line.startswith(f"{key} ="))
    with pytest.raises(BadSchool) as why:
        read(f"{rest}\n{words}")
    assert str(why.value).startswith(says)
    assert "\n" not in str(why.value)


@pytest.mark.parametrize("key", ["name", "key", "address", "privacy_contact", "office_number"])
def test_what_is_missing_is_named(key: str) -> None:
    with pytest.raises(BadSchool, match=f"^{key}: is missing"):
        read("\n".join(line for line in SCHOOL.splitlines() if not line.startswith(f"{key} =")))


def test_a_short_file_is_a_whole_school() -> None:
    it = read(SCHOOL)
    assert it.languages == ("en", "mi", "sm")
    assert it.emergency_line == "111"
    assert it.calendar.weekdays == Hours(time(8), time(20))


def test_the_example_is_read_as_it_says(root: Path) -> None:
    it = read(root / "bot/examples/school.toml")
    assert it.calendar.terms[0] == Span(date(2027, 2, 2), date(2027, 4, 9), "Term 1")
    assert it.calendar.closures == (Span(date(2027, 3, 19), date(2027, 3, 19), "Teachers only"),)
    assert (it.activities.days, it.texts.tariff, it.texts.monthly_segments) == ((5,), Decimal("0.11"), 5000)


def test_what_texts_cost_is_read_to_the_cent_and_kept_so(database_url: str) -> None:
    """Holds `parse_float=Decimal`, and that the rows keep a tariff as it was written."""
    written = (
        SCHOOL
        + """
[sms]
tariff = 0.1
currency = "aud"
monthly_segments = 70
double_vowels = ["mi"]
[sms.digest]
day = "Friday"
at = "15:30"
[sms.rooms]
"Room 5" = 400
"""
    )
    texts = read(written).texts
    assert texts == Texts(Decimal("0.1"), "AUD", 70, (("Room 5", 400),), 4, time(15, 30), ("mi",))
    assert texts.price(3) == Decimal("0.3") and Texts().price(3) is None
    engine.migrate(database_url)
    opened = engine.connect(database_url)
    assert engine.act(opened, lambda db: apply(db, read(written), NOW)).school.texts == texts
    assert engine.act(opened, lambda db: apply(db, read(written), NOW)).changed == ()
    opened.dispose()


def test_a_file_and_a_row_of_the_first_release_still_mean_what_they_meant() -> None:
    before = read(SCHOOL + "[cost]\nsegment_price_cents = 11\nmonthly_segment_ceiling = 70\n")
    assert before.texts == Texts(tariff=Decimal("0.11"), monthly_segments=70)
    kept = {**schools._profile(before), "segment_price_cents": 11.5, "segment_ceiling": 70}
    del kept["texts"]
    assert schools._school(1, "harakeke", kept).texts == Texts(Decimal("0.115"), monthly_segments=70)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadSchool, match="cannot be read"):
        read(tmp_path / "school.toml")


def test_a_school_is_made_then_changed_then_left_alone(database_url: str) -> None:
    engine.migrate(database_url)
    opened = engine.connect(database_url)
    first = engine.act(opened, lambda db: apply(db, read(SCHOOL), NOW))
    assert (first.created, first.school.id) == (True, 1)
    text = SCHOOL.replace("1 Example Road", "2 Example Road") + "[[closure]]\nfirst = 2027-03-19\n"
    second = engine.act(opened, lambda db: apply(db, read(text), NOW))
    assert (second.created, second.changed) == (False, ("address", "closures"))
    assert engine.act(opened, lambda db: apply(db, read(text), NOW)).changed == ()
    opened.dispose()


def test_a_second_school_is_refused(office: Office) -> None:
    with pytest.raises(BadSchool, match='home of "harakeke"'):
        office.does(lambda db: apply(db, read(SCHOOL.replace('"harakeke"', '"kowhai"')), NOW))
    assert [it.key for it in office.does(schools.every)] == ["harakeke"]
