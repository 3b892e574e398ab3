"""The school's house on a stage: everything in it is the real one, but for the carriers, the clock and the chance.

Nothing goes on by itself. Time is moved from one thing that happens to the next: a delivery that falls due, an hour
at which the jobs are looked at, a moment of the play.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from bot import config, main
from bot.acts import greeting, roll, schools
from bot.acts.desk import LOCALES, Desk, Links
from bot.acts.roll import staff
from bot.dispatch import Timing
from bot.house import House
from bot.jobs import media
from bot.languages.catalogue import Catalogues
from bot.model.school import School
from bot.opening import settle_telegram
from bot.pace.schedule import DAY, local, occurrence
from bot.simulated import Carriers
from bot.simulated.telegram import door as telegram_door
from bot.simulated.twilio import door as twilio_door
from bot.store import engine, queue
from bot.store import schools as school_rows
from bot.term.clock import Clock
from bot.term.wire import Wire
from bot.web.app import app
from bot.web.doors import Doors

T = TypeVar("T")
PUBLIC, CARRIERS = "https://aho.example", "https://carriers.example"
#: When the jobs are looked at, by the school's clock. Awake they are looked at every few seconds.
LOOKS = (time(8, 1), time(9, 31), time(12), time(15, 31), time(19, 30))
AT_WEEKENDS = (time(9, 31), time(19, 30))
STATUS = f"{PUBLIC}/hooks/sms/status"
RARE = 3600.0  #: seconds: a job that is looked at less often waits for the night
RATES = {"sms": 200, "telegram": 200}


class Stage:
    """Built by `opened`; the play's only way to the house."""

    def __init__(self, folder: Path, school: School, begins: datetime, chance: random.Random) -> None:
        self.school, self.clock = school, Clock(begins)
        self.wire = Wire({})
        self._tidings: list[tuple[str, Mapping[str, str], bytes]] = []
        self.carriers = Carriers(self.clock.now, self._posts, address=CARRIERS, pause=0.0)
        self.carriers.twilio.journey = ("delivered",)  # twice as many tidings would take twice as long
        account = self.carriers.twilio.account
        self.settings = config.read({
            "AHO_PUBLIC_URL": PUBLIC, "AHO_TWILIO_ACCOUNT_SID": account.sid, "AHO_TWILIO_AUTH_TOKEN": account.token,
            "AHO_TWILIO_FROM": account.number, "AHO_TWILIO_API_URL": self.carriers.twilio_url,
            "AHO_TELEGRAM_TOKEN": self.carriers.telegram.token, "AHO_TELEGRAM_MODE": "webhook",
            "AHO_TELEGRAM_API_URL": self.carriers.telegram_url, "AHO_SECRET_KEY": chance.randbytes(32).hex(),
            "AHO_DATABASE_URL": f"sqlite:///{folder / 'term.db'}",
        }, None)  # fmt: skip
        engine.migrate(self.settings.database)
        self.house = House(
            engine=engine.connect(self.settings.database), speech=Catalogues.load(LOCALES),
            channels={name: make(self.settings, self.wire) for name, (_wanted, make) in main.CHANNELS.items()},
            timetables=main.TIMETABLES, now=self.clock.now, chance=chance.randbytes,
            timing=Timing(self.clock.seconds, self.clock.sleep, RATES, 0.0, self.clock.epoch),
            media=folder / "media", links=Links(PUBLIC, account.number, key="of the play"),
        )  # fmt: skip
        doors = Doors(self.settings, self.house.act, self.house.look, self.house.speech, self.clock.now,
                      self.clock.now, self.house.media, self.house.health, hear=self.house.hear)  # fmt: skip
        web = app(doors, dict(self.house.channels), self.house.take, self.house.take_receipt)
        self.wire.doors |= {
            PUBLIC: web,
            self.carriers.twilio_url: twilio_door.app(self.carriers.twilio),
            f"{CARRIERS}/telegram": telegram_door.app(self.carriers.telegram),
        }
        self.carriers.twilio.sms_url = f"{PUBLIC}/hooks/sms"

    async def open(self, roll_csv: str, staff_csv: str) -> None:
        """The school, its staff and its roll come in, as by the commands that bring them in."""
        engine.act(self.house.engine, lambda db: self._enrol(db, roll_csv, staff_csv))
        await settle_telegram(self.house, self.settings)

    async def close(self) -> None:
        self.carriers.close()
        await self.house.close()

    def act(self, deed: Callable[[Desk], T]) -> Awaitable[T]:
        return self.house.act(deed)

    async def goes_to(self, moment: datetime) -> None:
        """On to that moment; what falls due before it happens at its own time."""
        while (next_ := await self._next(moment)) < moment:
            self.clock.goes_to(next_)
            await self.looks()
        self.clock.goes_to(moment)

    async def looks(self) -> None:
        """Every job once, then whatever is due is sent."""
        late = local(self.clock.now(), self.school.calendar.zone).time() >= LOOKS[-1]
        for tick in self.house.ticks:
            if tick.name != "listening" and (late or tick.seconds < RARE):
                await tick.job()
        await self.settle()

    async def settle(self) -> None:
        """Until nothing moves any more."""
        await self.carriers.settled()
        while await self.house.dispatcher.drain() or self._tidings:
            await self.carriers.settled()
            told, self._tidings = self._tidings, []
            answers = await asyncio.gather(*(self.wire.post(*it) for it in told))
            self.carriers.ledger.troubles += [
                f"twilio: a status was answered with {it}" for it in answers if it != 200
            ]

    async def fetches(self) -> None:
        """What was sent besides words comes in from its carrier, and goes on."""
        while await media.fetch_wanted(self.house.act, self.house.channels, self.house.media):
            await self.settle()
        await self.settle()

    async def _posts(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """How a text fares is told a moment later, as in life: not before we have written down that it was taken."""
        if not url.startswith(STATUS):
            return await self.wire.post(url, headers, body)
        self._tidings.append((url, headers, body))
        return 200

    async def _next(self, moment: datetime) -> datetime:
        """The next moment at which a delivery falls due, or the jobs are looked at."""
        now, calendar = self.clock.now(), self.school.calendar
        due = await self.house.look(lambda desk: [
            it for sender in self.senders if (it := queue.next_due(desk.db, sender, now))])  # fmt: skip
        today = local(now, calendar.zone).date()
        looks = (occurrence(day, at, calendar.zone) for day in (today, today + DAY)
                 for at in (LOOKS if day.weekday() < 5 else AT_WEEKENDS))  # fmt: skip
        return min([moment, *(it for it in due if it > now), *(it for it in looks if it > now)])

    def _enrol(self, db: Connection, roll_csv: str, staff_csv: str) -> None:
        now = self.clock.now()
        schools.apply(db, self.school, now)
        kept = school_rows.only(db)
        assert kept is not None
        self.school = kept
        number, bot = self.carriers.twilio.account.number, self.carriers.telegram.bot["username"]
        self.senders = [school_rows.sender_for(db, kept.id, "sms", number),
                        school_rows.sender_for(db, kept.id, "telegram", bot)]  # fmt: skip
        self.house.links = replace(self.house.links, bot_name=bot)
        desk = self.house.desk(db)
        staffed, enrolled = staff.apply(desk, staff_csv), roll.apply(desk, roll_csv, greeting.greet)
        if not (staffed.done and enrolled.done):
            raise ValueError(f"the roll of the play is wrong: {staffed.plan.bad} {enrolled.plan.bad}")
