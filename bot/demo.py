"""The demo school, over the simulated carriers: real doors, real signatures, real handlers, no account."""

import os
import shutil
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import Connection

from bot.acts import greeting, linking, roll, schools
from bot.acts.desk import Desk, Links
from bot.acts.roll import staff
from bot.commands.opened import Closed
from bot.config import ROOT, Config
from bot.house import House
from bot.languages.folding import fold
from bot.model.school import School
from bot.pace import teachers
from bot.pace.schedule import DAY, local, occurrence
from bot.simulated import Carriers, http_post, mount
from bot.store import people
from bot.store import schools as school_rows
from bot.web import phones
from bot.web.handsets import Handset

FOLDER = Path(__file__).parent / "examples" / "demo"
OWN = ROOT / "var" / "demo.db"
NOT_OURS = (
    "This database is a real school's, and the demo would write into it. For the school: python3 -m bot serve. "
    "For the demo: leave AHO_DATABASE_URL empty."
)
BEGINS, TOO_LATE = time(9), time(15)  #: hours of a school day in which the demo may begin
TEACHER_CHAT, SINA_CHAT = 5_550_005, 5_550_002
MERE, SINA, ANNA, NANA = "+642000000001", "+642000000002", "+642000000003", "+642000000099"

ROSTER = (
    Handset("teacher", "Ms Tane", "Teacher of Room 5 · Telegram", "telegram", str(TEACHER_CHAT), "en",
            "Send /ask to ask your families something."),
    Handset("mere", "Mere", "Tama's mum · SMS · te reo Māori", "sms", MERE, "mi"),
    Handset("sina", "Sina", "Lagi's mum · Telegram · Samoan", "telegram", str(SINA_CHAT), "sm"),
    Handset("anna", "Anna", "Mum of Ruby and Jack · SMS · English", "sms", ANNA, "en"),
    Handset("nana", "Nana Aroha", "A grandparent, not yet in · SMS", "sms", NANA, "en",
            "Nana is not in any thread yet. Ask Mere for a code: on her phone, text FAMILY."),
)  # fmt: skip


class DemoClock:
    """The school's time: real time, moved forward. It begins inside a school day, so that there is something to see."""

    def __init__(self, real: Callable[[], datetime], begins: datetime) -> None:
        self._real, self._ahead = real, begins - real()

    def now(self) -> datetime:
        return self._real() + self._ahead

    def forward(self, seconds: float) -> None:
        self._ahead += timedelta(seconds=max(0.0, seconds))


class Demo:
    """What the demo holds: the carriers, the clock, and settings that point at them."""

    def __init__(self, settings: Config, real: Callable[[], datetime]) -> None:
        self.school = schools.read(FOLDER / "school.toml")
        self.clock = DemoClock(real, _in_school_hours(real(), self.school))
        here = f"http://{'[::1]' if settings.host == '::1' else settings.host}:{settings.port}"
        self.carriers = Carriers(self.clock.now, http_post, address=f"{here}/simulated")
        account, bot = self.carriers.twilio.account, self.carriers.telegram
        bot.bot["first_name"] = self.school.name
        self.settings = settings.model_copy(update={
            "public_url": here, "twilio_account_sid": account.sid, "twilio_auth_token": SecretStr(account.token),
            "twilio_from": account.number, "twilio_api_url": self.carriers.twilio_url,
            "telegram_token": SecretStr(bot.token), "telegram_api_url": self.carriers.telegram_url,
            "telegram_mode": "webhook", "database_url": settings.database_url or f"sqlite:///{OWN}",
        })  # fmt: skip
        self.own = not settings.database_url
        self.carriers.twilio.sms_url = f"{here}/hooks/sms"

    def begin_afresh(self) -> None:
        """The demo's own file is a new one each time: its phones remember nothing either."""
        for ending in ("", "-wal", "-shm") if self.own else ():
            OWN.with_name(OWN.name + ending).unlink(missing_ok=True)
        if self.own:
            shutil.rmtree(OWN.with_name(f"{OWN.stem}-media"), ignore_errors=True)

    def routes(self) -> list[Any]:
        shown = phones.routes(self.carriers, self.clock, ROSTER, self.school.calendar.zone)
        return [*shown, mount(self.carriers)]

    def make_school(self, db: Connection) -> None:
        """The school, its staff and its roll; harmless when they are there."""
        now = self.clock.now()
        try:
            schools.apply(db, self.school, now)
        except schools.BadSchool:
            raise Closed(NOT_OURS) from None
        school = school_rows.only(db)
        assert school is not None
        school_rows.sender_for(db, school.id, "sms", self.settings.twilio_from)
        desk = Desk(db, school, now, os.urandom, Links(self.settings.public_url, self.settings.twilio_from))
        staff.apply(desk, (FOLDER / "staff.csv").read_text(encoding="utf-8"))
        roll.apply(desk, (FOLDER / "roll.csv").read_text(encoding="utf-8"), greeting.greet)

    async def begin(self, house: House) -> None:
        """Ms Tane and Sina open their links on Telegram, as they would."""
        teacher = self.carriers.telegram_phone(TEACHER_CHAT, "Ms Tane", "en")
        await teacher.starts(await house.act(_staff_code))
        sina = self.carriers.telegram_phone(SINA_CHAT, "Sina", "sm")
        await sina.starts(await house.act(_sinas_code))


def _in_school_hours(now: datetime, school: School) -> datetime:
    """Now, when a school day is well under way and long enough still to play; else nine o'clock of the next one."""
    calendar = school.calendar
    here = local(now, calendar.zone)
    if teachers.open_now(now, calendar) and BEGINS <= here.time() <= TOO_LATE:
        return now
    day = here.date() if here.time() < BEGINS else here.date() + DAY
    opens = teachers.next_office(occurrence(day, BEGINS, calendar.zone), calendar) or now
    return occurrence(local(opens, calendar.zone).date(), BEGINS, calendar.zone)


def _staff_code(desk: Desk) -> str:
    person = people.staff_named(desk.db, desk.school.id, fold("Ms Tane"), desk.now)
    assert person is not None
    return linking.staff_link(desk, person.id)[0]


def _sinas_code(desk: Desk) -> str:
    sender = school_rows.sender_on(desk.db, desk.school.id, "sms")
    contact = people.contact_at(desk.db, sender or 0, SINA)
    assert contact is not None
    link = linking.telegram_link(desk, people.on_phone(desk.db, contact.id)[0].id)
    return (link or "").partition("start=")[2]
