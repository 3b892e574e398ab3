"""Two years of clocks that change, in six zones, and a machine whose own clock jumps: an idea for home goes out once on
each of its local dates."""

import os
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.acts import schools
from bot.acts.desk import LOCALES, Desk
from bot.acts.roll import staff
from bot.jobs import prompts
from bot.languages.catalogue import Catalogues
from bot.pace.days import lets_prompts
from bot.store import engine
from bot.store import schools as school_rows
from bot.store.tables import prompt
from tests.processes.program import SCHOOL

#: A time of the day that the clocks jump over there, once a year.
ZONES = {
    "Pacific/Auckland": time(2, 30),
    "Pacific/Chatham": time(3, 0),
    "Australia/Lord_Howe": time(2, 15),
    "Europe/London": time(1, 30),
    "America/Santiago": time(0, 15),
    "America/St_Johns": time(2, 30),
}
BEGINS, ENDS = datetime(2026, 1, 5, tzinfo=UTC), datetime(2028, 1, 5, tzinfo=UTC)
A_DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
DAYS = (5, 6, 0, 2)
IDEAS = '[activities]\ndays = ["Saturday", "Sunday", "Monday", "Wednesday"]\nat = {at}\nrooms = ["Room 1"]\n'
here_only = pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True
)  # days are ours: no database has a say


@here_only
@pytest.mark.parametrize("zone", ZONES)
def test_once_a_local_date(database_url: str, zone: str) -> None:
    """Holds that a run belongs to a local date (prompt's unique series and number), and that its moment is the first
    that the wall there shows, or would have shown: neither the hour that comes twice nor the one that is left out
    doubles or drops an idea, and neither does a clock that is put back. Between the changes the machine is off.
    """
    _two_years(database_url, zone, MINUTE * 60 * 24 * 9)


@pytest.mark.long
@here_only
@pytest.mark.parametrize("zone", ZONES)
def test_once_on_every_local_date(database_url: str, zone: str) -> None:
    """The same on every day of the two years: no clock is right only near its change."""
    _two_years(database_url, zone, timedelta(days=400))


def _two_years(url: str, zone: str, around: timedelta) -> None:
    """What the job does at each look, against what a wall there would have shown."""
    ticks = list(_ticks(zone, random.Random(9), around))
    with closing(engine.connect(url).connect()) as db:
        schools.apply(db, schools.read(SCHOOL.format(zone=zone) + IDEAS.format(at=ZONES[zone])), BEGINS)
        school = school_rows.only(db)
        assert school is not None
        desk = Desk(db, school, BEGINS, os.urandom, speech=Catalogues.load(LOCALES))
        assert staff.apply(desk, "person,role,rooms\nMs Rata,teacher,Room 1\n").done
        for now in ticks:
            prompts.send_activity(replace(desk, now=now))
        found = db.execute(select(prompt.c.number, prompt.c.created_at)).all()
        db.rollback()
    sent = {date.fromisoformat(it.number): it.created_at for it in found}
    assert len(sent) == len(found), "twice on one date"
    wanted = {
        it for it in _looked_at(ticks, zone) if it.weekday() in DAYS and lets_prompts(it, school.calendar)
    }
    assert set(sent) == wanted and len(wanted) > 20
    assert sent == {it: _first_look(it, ticks, zone) for it in wanted}


def _ticks(zone: str, chance: random.Random, around: timedelta) -> Iterator[datetime]:
    """Near a change every half hour, twice a day in the days `around` it; now and then the clock is put back, or leaps."""
    now = BEGINS
    while now < ENDS:
        yield now
        while not _changes(zone, now, around):
            now += A_DAY
        now += MINUTE * (chance.randint(10, 50) if _changes(zone, now, A_DAY) else chance.randint(400, 1000))
        match chance.randrange(30):
            case 0:
                now -= MINUTE * chance.randint(30, 1600)
            case 1:
                now += MINUTE * chance.randint(60, 400)


def _changes(zone: str, now: datetime, around: timedelta) -> bool:
    """Whether the clocks there change so near to this moment."""
    place = ZoneInfo(zone)
    offsets = {(now + around * n / 8).astimezone(place).utcoffset() for n in range(-8, 9)}
    return len(offsets) > 1


def _looked_at(ticks: list[datetime], zone: str) -> set[date]:
    """The dates on which somebody looked after the wall had shown the time."""
    days = {it: it.astimezone(ZoneInfo(zone)).date() for it in ticks}
    moments = {it: _shown_first(it, zone) for it in set(days.values())}
    return {day for now, day in days.items() if moments[day] <= now}


def _first_look(day: date, ticks: list[datetime], zone: str) -> datetime:
    """When somebody first looked after that, whatever the clock did afterwards."""
    begins = _shown_first(day, zone)
    return next(now for now in ticks if begins <= now < begins + A_DAY)


def _shown_first(day: date, zone: str) -> datetime:
    """Found by looking at the wall, minute after minute."""
    place, at = ZoneInfo(zone), ZONES[zone]
    now = datetime.combine(day, time(), place).astimezone(UTC) - timedelta(hours=2)
    while now.astimezone(place).date() < day or now.astimezone(place).time() < at:
        now += 5 * MINUTE
    return now
