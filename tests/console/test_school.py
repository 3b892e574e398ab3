"""The School page: the office reads, an admin changes, by the rules of the school's file and with its error by its field."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from bot.acts.school_days import Day, brought
from bot.model.people import Role
from bot.model.school import Hours, Keeping, Span
from bot.store import people
from bot.store.tables import audit
from tests.console.browser import HERE, Browser, said
from tests.console.seed import Harakeke

Console = Callable[..., Browser]
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//a school//
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20270202
DTEND;VALUE=DATE:20270410
SUMMARY:Term 1
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20270319
SUMMARY:Teacher only day
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART;VALUE=DATE:20270301
RRULE:FREQ=WEEKLY
SUMMARY:Assembly
END:VEVENT
END:VCALENDAR
"""
ZONE = "Pacific/Auckland"
#: As Google and Outlook export an entry with hours: here Tuesday from 8:30 to 15:00; Wednesday until midnight.
TIMED = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//a school//
BEGIN:VEVENT
UID:1
DTSTART:20270201T193000Z
DTEND:20270202T020000Z
SUMMARY:Teacher only day
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;TZID=Pacific/Auckland:20270310T000000
DTEND;TZID=Pacific/Auckland:20270311T000000
SUMMARY:Strike
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART:20270315T090000
DTEND:20270316T120000
SUMMARY:Camp
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTART:99991231T235900Z
SUMMARY:Never
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def admin(world: Harakeke, console: Console) -> Browser:
    world.act(lambda desk: people.employ(desk.db, desk.school.id, world["Ana"], Role.ADMIN, None, world.now))
    return console("Ana")


def school_of(world: Harakeke) -> Any:
    return world.act(lambda desk: desk.school)


def test_the_office_reads_and_only_an_admin_changes(world: Harakeke, console: Console) -> None:
    """Holds `may_change`."""
    ana = console("Ana")
    page = ana.get("/console/school")
    assert (
        page.status_code == 200
        and "An admin can change it" in page.text
        and "Keep the hours" not in page.text
    )
    sent = ana.sends("/console/school/change/about", {**ana.token(), "name": "Mine now"})
    assert sent.status_code == 404 and school_of(world).name == "Harakeke School"


def test_a_change_says_that_it_was_made_here_since_the_file(world: Harakeke, admin: Browser) -> None:
    done = admin.fills("/console/school", "/console/school/change/about", address="2 New Road")
    page = said(admin.follows(done))
    assert "Address changed here today 15:10 by Ana at the office" in page
    assert school_of(world).address == "2 New Road"
    notes = world.act(
        lambda desk: desk.db.execute(select(audit).where(audit.c.act == "changed the school")).all()
    )
    assert [(it.person_id, it.about) for it in notes] == [(world["Ana"], {"keys": ["address"]})]


def test_what_is_wrong_is_said_by_its_field_and_nothing_typed_is_lost(
    world: Harakeke, admin: Browser
) -> None:
    token = admin.token()
    wrong = {
        **token, "hours.weekdays.from": "20:00", "hours.weekdays.to": "08:00", "hours.weekends.from": "09:30",
        "hours.weekends.to": "19:00", "hours.office.from": "08:00", "hours.office.to": "16:30",
        "time.zone": "Pacific/Auckland", "time.region": "WGN", "time.anniversary": "",
    }  # fmt: skip
    answer = admin.sends("/console/school/change/hours", wrong)
    assert answer.status_code == 422 and 'id="fault-hours-weekdays">Closes before it opens' in answer.text
    assert 'value="20:00" aria-invalid="true" aria-describedby="fault-hours-weekdays"' in answer.text
    assert 'value="WGN"' in answer.text and 'value="09:30"' in answer.text
    assert school_of(world).calendar.region == "AUK"
    fine = admin.sends("/console/school/change/hours", {**wrong, "hours.weekdays.to": "21:00"})
    assert fine.status_code == 303 and school_of(world).calendar.weekdays == Hours(time(20), time(21))


def test_terms_and_closures_come_out_of_a_calendar_after_a_look(world: Harakeke, admin: Browser) -> None:
    shown = admin.fills("/console/school", "/console/school/days/preview", calendar=ICS)
    assert "Assembly: repeats; add its days by hand" in said(shown)
    assert school_of(world).calendar.terms == (), "nothing is kept before somebody has seen it"
    token = admin.token()
    chosen = {
        **token, "row-1": "2027-02-02 2027-04-09 Term 1", "kind-1": "term",
        "row-2": "2027-03-19 2027-03-19 Teacher only day", "kind-2": "closure",
        "row-3": "2027-03-20 2027-03-20 Fair", "kind-3": "",
    }  # fmt: skip
    assert chosen["row-1"] in shown.text and chosen["row-2"] in shown.text
    for _twice in range(2):
        assert admin.sends("/console/school/days/add", chosen).status_code == 303
    calendar = school_of(world).calendar
    assert calendar.terms == (Span(date(2027, 2, 2), date(2027, 4, 9), "Term 1"),)
    assert calendar.closures == (Span(date(2027, 3, 19), date(2027, 3, 19), "Teacher only day"),)
    over = {**token, "kind": "term", "name": "Term 2", "first": "2027-04-01", "last": "2027-07-02"}
    answer = admin.sends("/console/school/days/add", over)
    assert (
        answer.status_code == 422
        and "terms that do not overlap" in answer.text
        and 'value="Term 2"' in answer.text
    )
    admin.sends("/console/school/days/remove", {**token, "kind": "term", "first": "2027-02-02"})
    assert school_of(world).calendar.terms == ()


@pytest.mark.parametrize(("name", "content"), [
    ("terms.ics", ICS.encode()),
    ("terms.csv", "\ufeffname,first,last\r\nTerm 1,2/2/2027,9/4/2027\r\nTeacher only day,19/3/2027,\r\n".encode()),
])  # fmt: skip
def test_a_calendar_comes_as_a_file_too(world: Harakeke, admin: Browser, name: str, content: bytes) -> None:
    fields = {**admin.token(), "calendar": ""}
    path = "/console/school/days/preview"
    shown = admin.client.post(path, data=fields, files={"file": (name, content)}, headers={"Origin": HERE})
    assert shown.status_code == 200
    assert (
        "2027-02-02 2027-04-09 Term 1" in shown.text
        and "2027-03-19 2027-03-19 Teacher only day" in shown.text
    )
    assert school_of(world).calendar.terms == (), "nothing is kept before somebody has seen it"
    photo = admin.client.post(
        path, data=fields, files={"file": ("a.png", b"\x89PNG\xff\x00")}, headers={"Origin": HERE}
    )
    assert "needs the columns" in said(photo)


def test_what_is_kept_how_long_is_said_on_the_page_and_by_its_rules(world: Harakeke, admin: Browser) -> None:
    path, token = "/console/school/change/keep", admin.token()
    months = {
        "words": "36",
        "after_leaving": "12",
        "heard": "0",
        "receipts": "12",
        "paths": "",
        "audit": "84",
    }
    fields = {**token, **{f"keep.{name}_months": it for name, it in months.items()}}
    wrong = admin.sends(path, {**fields, "keep.audit_months": "1"})
    assert wrong.status_code == 422 and "1 months cannot be; write 12 to 1200, or 0" in said(wrong)
    assert school_of(world).keeping == Keeping()
    assert admin.sends(path, fields).status_code == 303
    assert school_of(world).keeping == Keeping(
        words=36, after_leaving=12, heard=0, receipts=12, paths=0, audit=84
    )
    assert 'name="keep.words_months" type="text" value="36"' in admin.get("/console/school").text


def test_a_calendar_is_read_as_people_write_it() -> None:
    days = brought(ICS, ZONE).days
    assert days == (
        Day("term", date(2027, 2, 2), date(2027, 4, 9), "Term 1"),
        Day("closure", date(2027, 3, 19), date(2027, 3, 19), "Teacher only day"),
    )
    table = brought(
        "\ufeffName;First;Last\nTerm 2;26/4/2027;2/7/2027\nFair;2027-05-01;\nOld;31/2/2027;\nBack;3/5/2027;1/5/2027",
        ZONE,
    )
    assert [(it.kind, it.name) for it in table.days] == [("term", "Term 2"), ("closure", "Fair")]
    assert [it.partition(":")[0] for it in table.wrong] == ["line 4", "line 5"]
    assert (
        "needs the columns" in brought("a,b\n1,2", ZONE).wrong[0]
        and brought("BEGIN:VCALENDAR\nnonsense", ZONE).days == ()
    )


def test_an_entry_with_hours_closes_the_days_that_it_has_at_the_school(
    world: Harakeke, admin: Browser
) -> None:
    """Holds: a moment in UTC is a day of the school's own zone, and an end at midnight is not one day more. Else the
    day before a closure is closed too, and nothing goes out on it."""
    shown = admin.fills("/console/school", "/console/school/days/preview", calendar=TIMED)
    for row in (
        "2027-02-02 2027-02-02 Teacher only day",
        "2027-03-10 2027-03-10 Strike",
        "2027-03-15 2027-03-16 Camp",
    ):
        assert f'value="{row}"' in shown.text
    assert "Never: its day is beyond what a calendar holds" in said(shown)


def test_languages_budgets_glossary_and_phrases(world: Harakeke, admin: Browser) -> None:
    token = admin.token()
    assert (
        admin.sends("/console/school/change/languages", {**token, "on-sm": "yes", "on-to": "yes"}).status_code
        == 303
    )
    assert school_of(world).languages == ("en", "sm", "to")
    texts = {
        **token, "sms.tariff": "0.09", "sms.currency": "nzd", "sms.monthly_segments": "many", "sms.digest.day": "Friday",
        "sms.digest.at": "15:00", "room Room 7": "400", "room Room 5": "",
    }  # fmt: skip
    answer = admin.sends("/console/school/change/texts", texts)
    assert (
        answer.status_code == 422
        and 'value="many" aria-invalid="true"' in answer.text
        and 'value="0.09"' in answer.text
    )
    assert (
        admin.sends("/console/school/change/texts", {**texts, "sms.monthly_segments": "900"}).status_code
        == 303
    )
    kept = school_of(world).texts
    assert (kept.monthly_segments, kept.rooms, kept.digest_day) == (900, (("Room 7", 400),), 4)
    off = admin.sends("/console/school/change/glossary", {**token, "translation.glossary": "Awahou"})
    assert off.status_code == 404 and not school_of(world).translating.on, (
        "a word does not switch translation on"
    )
    pair = {**token, "source": "en", "target": "sm", "words": "Bring {thing}", "said": "Aumai"}
    assert "Both sides need the same" in admin.sends("/console/school/phrases", pair).text
    assert admin.sends("/console/school/phrases", {**pair, "said": "Aumai {thing}"}).status_code == 303
    assert "Aumai {thing}" in admin.get("/console/school").text
    assert admin.sends("/console/school/phrases/1/remove", token).status_code == 303
    assert admin.sends("/console/school/phrases/1/remove", token).status_code == 404


def test_where_nobody_is_the_admin_it_says_who_can_be_made_one(world: Harakeke, console: Console) -> None:
    """Holds `nobody_may`: after a first start by the office alone this page was a dead end."""
    page = console("Ana").get("/console/school")
    assert (
        'on the page <a href="/console/staff">Staff</a>' in page.text
        and "Nobody is the admin yet" in page.text
    )
    world.act(lambda desk: people.employ(desk.db, desk.school.id, world["Tom"], Role.ADMIN, None, world.now))
    assert "Nobody is the admin yet" not in console("Ana").get("/console/school").text
