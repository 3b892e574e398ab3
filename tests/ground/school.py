"""A whole school on pretend phones: real handlers, real store, real clients, real signatures.

A test reads like a conversation. Under it, one event loop in a thread of its own runs the house and the
simulated carriers; every verb comes back when all that it set going has been said.
"""

import asyncio
import secrets
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import aiohttp
import httpx
import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.types import ASGIApp

from bot.acts import answering_later, greeting, learners, linking, roll, schools
from bot.acts.desk import LOCALES, Desk, Links
from bot.acts.roll import staff
from bot.channels import wire
from bot.config import Config
from bot.dispatch import Timing
from bot.house import House
from bot.jobs import (
    budgets,
    digests,
    ends,
    listening,
    media,
    nudges,
    one_a_day,
    prompts,
    retries,
    series,
    silence,
)
from bot.languages.catalogue import Catalogues
from bot.languages.folding import fold
from bot.main import CHANNELS, TIMETABLES
from bot.opening import settle_telegram
from bot.simulated import Bubble, Carriers, Fault, SmsPhone, TelegramPhone, mount
from bot.store import engine, people
from bot.store import schools as school_rows
from bot.term.wire import Wire
from bot.translate import Engine
from bot.web.app import app
from bot.web.doors import Doors
from tests.ground.again import again

T = TypeVar("T")
PUBLIC = "https://aho.test"
ZONE = ZoneInfo("Pacific/Auckland")
SPEECH = Catalogues.load(LOCALES)
#: A Tuesday in term, mid-morning.
BEGINS = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)

SCHOOL = """
name = "Harakeke School"
key = "harakeke"
address = "1 Example Road, Awahou"
privacy_contact = "office@harakeke.example"
office_number = "09 555 0100"
emergency_line = "111"
languages = ["en", "mi", "sm"]
reply_cost = "standard"
[time]
zone = "Pacific/Auckland"
region = "AUK"
[sms]
tariff = "0.11"
monthly_segments = 5000
"""
STAFF = "person,role,rooms\nMs Tane,teacher,Room 5\nMr Fuimaono,teacher,Room 2\nWhaea Moana,office,\n"
ROLL = """room,child,adult,relation,phone,language,household
Room 5,Tama,Mere,mother,020 000 00001,mi,home
Room 5,Tama,Hemi,father,020 000 00004,en,home
Room 5,Lagi,Sina,mother,020 000 00002,sm,home
Room 5,Ruby,Anna,mother,020 000 00003,en,home
Room 2,Jack,Anna,mother,020 000 00003,en,home
Room 5,Arjun,Priya,mother,020 000 00007,en,her home
Room 5,Arjun,Rohan,father,020 000 00008,en,his home
"""


class Clock:
    """The school's time: it stands still until the test moves it."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(ZoneInfo("UTC"))

    def now(self) -> datetime:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class Person:
    """Somebody with a phone in their hand."""

    def __init__(self, school: "School", phone: SmsPhone | TelegramPhone) -> None:
        self.school, self.phone = school, phone
        self._read = 0

    def says(self, words: str) -> None:
        self.school.do(self.phone.says(words))

    def sends_photo(self, content: bytes, caption: str = "") -> None:
        self.school.do(self.phone.sends_photo(content, caption))

    def sends_voice(self, content: bytes) -> None:
        assert isinstance(self.phone, TelegramPhone)
        self.school.do(self.phone.sends_voice(content))

    def sends_document(self, content: bytes, caption: str = "", **more: str) -> None:
        assert isinstance(self.phone, TelegramPhone)
        self.school.do(self.phone.sends_document(content, caption, **more))

    def starts(self, payload: str = "") -> None:
        assert isinstance(self.phone, TelegramPhone)
        self.school.do(self.phone.starts(payload))

    def taps(self, label: str) -> None:
        assert isinstance(self.phone, TelegramPhone)
        self.school.do(self.phone.taps(label))

    def replies_to(self, words: str, answer: str) -> None:
        """Quotes the newest bubble that holds these words."""
        assert isinstance(self.phone, TelegramPhone)
        bubble = next(it for it in reversed(self.screen) if words in it.text)
        self.school.do(self.phone.replies_to(bubble, answer))

    def blocks_the_bot(self) -> None:
        assert isinstance(self.phone, TelegramPhone)
        self.school.do(self.phone.blocks_bot())

    @property
    def screen(self) -> list[Bubble]:
        return sorted(self.phone.heard, key=lambda bubble: bubble.written)

    @property
    def unread(self) -> list[Bubble]:
        return [it for it in self.screen if it.by != "phone" and it.written > self._read]

    def hears(self, *words: str) -> str:
        """The next unread bubble that holds all of these words; what stood before it counts as read."""
        for bubble in self.unread:
            if all(word in bubble.text for word in words):
                self._read = bubble.written
                return bubble.text
        raise AssertionError(f"{self.phone.address} has not heard {words!r}. Its screen:\n{self._shown()}")

    def hears_nothing(self) -> None:
        assert not self.unread, f"{self.phone.address} should have heard nothing:\n{self._shown()}"

    def never_heard(self, *words: str) -> None:
        for word in words:
            assert not any(word in it.text for it in self.screen if it.by != "phone"), (
                f"{word!r} is on\n{self._shown()}"
            )

    def forgets(self) -> "Person":
        """All that is on the screen counts as read."""
        self._read = max((it.written for it in self.screen), default=0)
        return self

    def _shown(self) -> str:
        return "\n".join(f"  {it.by}: {it.text}" for it in self.screen) or "  (nothing)"


class School:
    """Harakeke School on one database, with its carriers. Verbs are for tests; `house` is the real thing."""

    def __init__(self, yard: "Yard", url: str, folder: Path, *, at: datetime = BEGINS, roll_csv: str = ROLL,
                 staff_csv: str = STAFF, toml: str = SCHOOL, public: bool = True,
                 engines: Mapping[str, Engine] | None = None) -> None:  # fmt: skip
        self.yard, self.url, self.folder = yard, url, folder
        self.clock = Clock(at)
        self.carriers = Carriers(self.clock.now, self._post, address=yard.address, pause=0.0,
                                 patience=lambda tries: 0.01)  # fmt: skip
        account = self.carriers.twilio.account
        self.settings = Config(
            public_url=PUBLIC if public else "", twilio_account_sid=account.sid,
            twilio_auth_token=SecretStr(account.token), twilio_from=account.number,
            telegram_token=SecretStr(self.carriers.telegram.token), database_url=url,
            secret_key=SecretStr("for tests"),
        )  # fmt: skip
        self.engines = dict(engines or {})
        self._toml, self._staff, self._roll = toml, staff_csv, roll_csv

    async def open(self) -> None:
        self.yard.show(self.carriers)
        opened = engine.connect(self.url)
        again(
            self.url,
            lambda: engine.act(opened, self._enrol),
            self.clock.at,
            self._toml,
            self._staff,
            self._roll,
        )
        opened.dispose()
        await self.open_house()

    async def open_house(self) -> None:
        """The house on the rows that are there: they may be an older copy's."""
        settings = self.settings.model_copy(update={
            "twilio_api_url": self.carriers.twilio_url, "telegram_api_url": self.carriers.telegram_url,
        })  # fmt: skip
        self.session: aiohttp.ClientSession = wire.open_wire()
        opened = engine.connect(self.url)
        links = Links(settings.public_url, settings.twilio_from, "", "for tests")
        self.house = House(
            engine=opened, speech=SPEECH,
            channels={name: make(settings, self.session) for name, (_wanted, make) in CHANNELS.items()},
            timetables=TIMETABLES, now=self.clock.now, chance=secrets.token_bytes,
            timing=Timing(time.monotonic, asyncio.sleep, {"telegram": 10_000, "sms": 10_000}, 0.0,
                          lambda: self.clock.at.timestamp() + time.monotonic()),
            media=self.folder / "media", links=links, engines=self.engines,
        )  # fmt: skip
        doors = Doors(settings, self.house.act_and_wake, self.house.look, self.house.speech, self.clock.now,
                      self.clock.now, self.house.media, self.house.health, hear=self.house.hear)  # fmt: skip
        self.web: ASGIApp = app(doors, dict(self.house.channels), self.house.take, self.house.take_receipt)
        if settings.public_url:
            self.carriers.twilio.sms_url = f"{PUBLIC}/hooks/sms"
        await settle_telegram(self.house, settings)
        await self.settle()

    def _enrol(self, db: Any) -> None:
        schools.apply(db, schools.read(self._toml), self.clock.now())
        school = school_rows.only(db)
        assert school is not None
        number = self.carriers.twilio.account.number
        school_rows.sender_for(db, school.id, "sms", number)
        school_rows.sender_for(db, school.id, "telegram", "not asked yet")
        desk = Desk(db, school, self.clock.now(), secrets.token_bytes, Links(PUBLIC, number))
        assert staff.apply(desk, self._staff).done
        assert roll.apply(desk, self._roll, greeting.greet).done

    async def close(self) -> None:
        self.carriers.close()
        await self.close_house()

    async def close_house(self) -> None:
        """Nobody answers any more; the carriers and the phones go on."""
        self.carriers.twilio.sms_url = ""
        await self.house.close()
        await self.session.close()

    # Phones

    def sms(self, number: str) -> Person:
        return Person(self, self.carriers.sms_phone(number))

    def telegram(self, user_id: int, name: str, language: str = "en") -> Person:
        return Person(self, self.carriers.telegram_phone(user_id, name, language))

    def teacher(self, name: str = "Ms Tane", user_id: int = 555_005) -> Person:
        """A teacher whose Telegram is linked by a code from the console."""
        code = self.act(lambda desk: linking.staff_link(desk, _staff(desk, name))[0])
        person = self.telegram(user_id, name)
        person.starts(code)
        return person.forgets()

    def on_telegram(self, number: str, user_id: int, name: str, language: str = "en") -> Person:
        """Somebody of the roll who opened their own Telegram link."""
        link = self.act(lambda desk: linking.telegram_link(desk, _owner(desk, number)))
        person = self.telegram(user_id, name, language)
        person.starts((link or "").partition("start=")[2])
        return person.forgets()

    # Time and work

    def do(self, verb: Awaitable[T]) -> T:
        """Does it, and waits until all that it set going has been said."""

        async def both() -> T:
            done = await verb
            await self.settle()
            return done

        return self.yard.run(both())

    def act(self, deed: Callable[[Desk], T]) -> T:
        async def done() -> T:
            return await self.house.act(deed)

        return self.yard.run(done())

    def passes(self, **time_: float) -> None:
        """Time goes by, and what falls due is done."""
        self.clock.forward(timedelta(**time_).total_seconds())
        self.do(self.tick())

    def goes_to(self, *, day: int | None = None, hour: int = 10, minute: int = 0, days: int = 0) -> None:
        """To a local time: of today, of `days` later, or of that day of the month."""
        here = self.clock.at.astimezone(ZONE)
        there = (here + timedelta(days=days)).replace(hour=hour, minute=minute, second=0)
        there = there.replace(day=day) if day else there
        assert there > here, "time only goes forward"
        self.clock.at = there.astimezone(ZoneInfo("UTC"))
        self.do(self.tick())

    async def tick(self) -> None:
        """Every job once."""
        for job in (answering_later.send_due, prompts.fan_out_due, prompts.send_activity, nudges.remind, digests.put,
                    one_a_day.put_at_home, one_a_day.put_at_school, budgets.warn, ends.ask_guardians, silence.look,
                    learners.end_due,
                    lambda desk: retries.take_up(desk, self.house._again)):  # fmt: skip
            await self.house.act(job)
        await series.send_all(self.house.act)
        if not self.settings.public_url:
            await listening.poll_telegram(self.house.act, self.house.take, self.house.channels["telegram"], 0)  # type: ignore[arg-type]
            await listening.list_sms(self.house.act, self.house.take, self.house.channels["sms"])  # type: ignore[arg-type]

    async def settle(self) -> None:
        """Until nothing moves any more."""
        for _round in range(40):
            await self.carriers.settled()
            fetched = await media.fetch_wanted(self.house.act, self.house.channels, self.house.media)
            translated = await self.house.translators.begin()
            await self.house.translators.settled()
            if fetched or translated:
                self.clock.forward(
                    4
                )  # what waited for its picture, or its wording, looks again after some seconds
            moved = await self.house.dispatcher.drain()
            await self.carriers.settled()
            if not moved and not fetched and not translated:
                return
        raise AssertionError("the school does not come to rest")

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        """A visit to one of our doors from outside."""

        async def visit() -> httpx.Response:
            async with self._client() as client:
                return await client.request(method, path, **more)

        return self.yard.run(visit())

    def fault(self, channel: str, *faults: Fault) -> None:
        carrier = self.carriers.twilio if channel == "sms" else self.carriers.telegram
        for one in faults:
            carrier.faults.put(one)

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.web, raise_app_exceptions=False), base_url=PUBLIC
        )

    async def _post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        return await Wire({PUBLIC: self.web}).post(url, headers, body)


class Yard:
    """One event loop in a thread, and one real port on which the pretend carriers of the present test listen."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True, name="yard")
        self.thread.start()
        self._app: Any = None
        self.server = uvicorn.Server(
            uvicorn.Config(
                self._serve,
                port=0,
                log_config=None,
                lifespan="off",
                interface="asgi3",
                # On a busy machine a test may pause for longer than the usual five seconds between two calls.
                timeout_keep_alive=3600,
            )
        )
        self.run(self._listen())
        port = self.server.servers[0].sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/simulated"

    def run(self, work: Any, within: float = 30.0) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(within)

    def show(self, carriers: Carriers) -> None:
        self._app = Starlette(routes=[mount(carriers)])

    def close(self) -> None:
        async def stop() -> None:
            self.server.should_exit = True
            await self._serving

        self.run(stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def _listen(self) -> None:
        self.server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        self._serving = asyncio.ensure_future(self.server._serve())
        while not self.server.started:
            await asyncio.sleep(0.005)

    async def _serve(self, scope: Any, receive: Any, send: Any) -> None:
        await self._app(scope, receive, send)


@contextmanager
def opened(yard: Yard, url: str, folder: Path, **more: Any) -> Iterator[School]:
    school = School(yard, url, folder, **more)
    yard.run(school.open())
    try:
        yield school
    finally:
        yard.run(school.close())


def _staff(desk: Desk, name: str) -> int:
    person = people.staff_named(desk.db, desk.school.id, fold(name), desk.now)
    assert person is not None, name
    return person.id


def _owner(desk: Desk, number: str) -> int:
    sender = school_rows.sender_on(desk.db, desk.school.id, "sms")
    contact = people.contact_at(desk.db, sender or 0, number)
    assert contact is not None, number
    return people.on_phone(desk.db, contact.id)[0].id
