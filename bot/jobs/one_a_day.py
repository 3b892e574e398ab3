"""The one message a day: a family's over all children and rooms, and a teacher's, each at the hour its reader chose.

Once for each person and local date: its name is unique on a phone, and no phone of theirs has had it. What is put in
it travels in it from that same commit on; after a death before it, it is put as if nothing had been.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.acts import budgets, digesting, prompting
from bot.acts.desk import AtDesk, Desk
from bot.acts.reading.viewer import viewer
from bot.acts.timing import STAFF, due_or_ask_again
from bot.jobs.digests import put_together
from bot.model.chat import Say
from bot.model.delivery import Gate, Turn
from bot.model.people import Contact, State
from bot.pace import teachers
from bot.pace.days import is_closed, is_school_day, lets_prompts
from bot.pace.families import Reach
from bot.pace.schedule import DAY, local, occurrence
from bot.store import digest_hours, gathering, outbox, people
from bot.store.console import threads
from bot.store.digest_hours import HOME, SCHOOL
from bot.store.outbox import Letter
from bot.store.rows import Row

PAGE = 200  #: readers in one transaction
LATE = timedelta(days=1)  #: where nobody was there to look: until the next one


async def put_all(act: AtDesk) -> None:
    """Everything that is due, a page a transaction: whoever else writes comes in between."""
    while await act(put_at_home):
        pass
    await act(put_at_school)


def put_at_home(desk: Desk) -> int:
    """A page of families' messages of the day; for how many readers something was done."""
    for at, zone in digest_hours.at_home(desk.db, desk.school.id):
        today = local(desk.now, zone).date()
        for day in (today - DAY, today):
            moment, reach = occurrence(day, at, zone), _reach(desk, day)
            if reach is None or not moment <= desk.now < moment + LATE:
                continue
            if done := _put_at_hour(desk, Hour(at, zone, day, moment, reach)):
                return done
    return 0


@dataclass(frozen=True)
class Hour:
    """One hour of one date, by the clocks of one zone."""

    at: time
    zone: str
    day: date
    moment: datetime
    reach: str  #: whose days a text of that date keeps

    @property
    def in_term(self) -> bool:
        return self.reach == prompting.REACH


def _put_at_hour(desk: Desk, hour: Hour) -> int:
    """Its first page in which there is something to be done: those for whom there is not stand in nobody's way."""
    # A month without segments has the weekly text, for everybody.
    sms, after = not budgets.of_school(desk).spent, 0
    while found := digest_hours.readers(desk.db, desk.school.id, hour.at, hour.zone, hour.moment, PAGE,
                                        after=after, sms=sms, in_term=hour.in_term):  # fmt: skip
        if done := sum(_put_at_home(desk, it, hour) for it in found):
            return done
        after = found[-1]["person"]
    return 0


def _put_at_home(desk: Desk, reader: Row, hour: Hour) -> bool:
    """Asked once more here: who has two phones, on the day that they link the second, stands in one page twice."""
    if not digest_hours.take(desk.db, reader["person"], hour.day.isoformat()):
        return False
    rows = gathering.waiting(desk.db, reader["contact"], hour.moment, digesting.MOST, reader=reader["person"],
                             in_term=hour.in_term)  # fmt: skip
    once = digest_hours.once(HOME, reader["person"], hour.day.isoformat())
    return put_together(desk, reader["contact"], rows, once, digesting.OF_A_DAY, hour.reach)


def _reach(desk: Desk, day: date) -> str | None:
    """Whose days a text of that date keeps; None: none goes on it."""
    if lets_prompts(day, desk.school.calendar):
        return prompting.REACH
    return None if is_closed(day, desk.school.calendar) else Reach.HOLIDAYS.value


def put_at_school(desk: Desk) -> int:
    """The staff's messages of the day, on school days, from each one's hour until the office closes; how many."""
    calendar = desk.school.calendar
    today = local(desk.now, calendar.zone).date()
    if not is_school_day(today, calendar) or not teachers.open_now(desk.now, calendar):
        return 0
    found = digest_hours.at_school(desk.db, desk.school.id, today.isoformat())
    hours = [(it, occurrence(today, time.fromisoformat(it["at"]), calendar.zone)) for it in found]
    return sum(_put_at_school(desk, it["person"], today, at) for it, at in hours if at <= desk.now)


def _put_at_school(desk: Desk, person_id: int, today: date, at: datetime) -> bool:
    """What has come by then, and whose families wait: of the rooms that are theirs today, and of no other."""
    who = viewer(desk, person_id)
    phone = _chat(desk, person_id)
    if who is None or phone is None:
        return False
    own = [it for it in threads.waiting(desk.db, who.sight.own) if it["waits_since"] <= at]
    rows = gathering.for_staff(desk.db, person_id, at, digesting.MOST)
    if not own and not rows:
        return False
    pairs = [(row["child_id"], row["household_id"]) for row in own]
    letter = Letter(
        phone, Gate.STAFF, Turn.PROMPT, STAFF, due_or_ask_again(desk.school, STAFF, phone.zone, desk.now),
        [Say(digesting.WAITS, {"waiting": [child for child, _home in pairs]})], person_id=person_id,
        once=digest_hours.once(SCHOOL, person_id, today.isoformat()), lanes=list(dict.fromkeys(pairs)),
    )  # fmt: skip
    made = outbox.put(desk.db, desk.school.id, letter, desk.now)
    if made is not None:
        gathering.put_in(desk.db, made, [row["id"] for row in rows])
    return made is not None


def _chat(desk: Desk, person_id: int) -> Contact | None:
    """Staff hear from us on Telegram."""
    theirs = people.contacts_of(desk.db, [person_id]).get(person_id, [])
    return next((it for it in theirs if it.channel == "telegram" and it.state == State.ACTIVE), None)
