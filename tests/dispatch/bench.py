"""A dispatcher on a bench: real rows, a carrier that answers as the test says, and time that stands still."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Table, insert, select, update

from bot.acts import schools
from bot.acts.desk import LOCALES, Desk
from bot.channels import Channel
from bot.dispatch import Dispatcher, Timing
from bot.languages.catalogue import Catalogues
from bot.model.chat import Say, Wording
from bot.model.delivery import Absent, Finding, Gate, Open, Outcome, Outgoing, Sent, Turn
from bot.store import contents, engine, outbox, people
from bot.store import schools as school_rows
from bot.store.outbox import Letter
from bot.store.tables import attempt, contact, sender
from tests.ground.school import SCHOOL

T = TypeVar("T")
#: A Tuesday in term, mid-morning, in New Zealand.
MORNING = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Pacific/Auckland")).astimezone(ZoneInfo("UTC"))
SPEECH = Catalogues.load(LOCALES)


class Carrier:
    """Answers the calls in the order of `answers`, then with Sent; `during` looks in while a call is in the air."""

    def __init__(self, name: str, answers: Sequence[Outcome] = (), finds: Sequence[Finding] = ()) -> None:
        self.name, self.answers, self.finds = name, list(answers), list(finds)
        self.calls: list[Outgoing] = []
        self.asked: list[Open] = []
        self.during: Callable[[Outgoing], Awaitable[None]] | None = None
        self._ids = count(1)

    async def send(self, out: Outgoing) -> Outcome:
        self.calls.append(out)
        if self.during:
            await self.during(out)
        return self.answers.pop(0) if self.answers else Sent(f"{self.name}{next(self._ids)}")

    async def find(self, open: Open) -> Finding:
        self.asked.append(open)
        return self.finds.pop(0) if self.finds else Absent()

    async def forget(self, _sight: object) -> bool:
        return True

    async def close(self) -> None: ...

    @property
    def words(self) -> list[str]:
        return [it.words for it in self.calls]


class Bench:
    """Harakeke School with one sender a carrier; verbs put rows in and read them back."""

    def __init__(self, url: str, *carriers: Carrier) -> None:
        self.engine = engine.connect(url)
        self.now = MORNING
        self.carriers = {it.name: it for it in carriers}
        self.slept = 0.0  # seconds that passed because somebody slept: they cost the test nothing
        self.rates, self.chat_rest = {"sms": 10_000, "telegram": 10_000}, 0.0
        self._tokens, self._people = count(1), count(1)
        self.dispatcher = self.new_dispatcher()
        self.senders: dict[str, int] = engine.act(self.engine, self._enrol)

    def new_dispatcher(self, clock: Callable[[], float] | None = None) -> Dispatcher:
        """As after a new start: the same rows, no memory. `clock`: the real time, where it is not the school's."""
        channels: Mapping[str, Channel] = self.carriers  # type: ignore[assignment]
        timing = Timing(
            lambda: self.slept, self._sleep, self.rates, self.chat_rest,
            clock or (lambda: self.now.timestamp() + self.slept),
        )  # fmt: skip
        return Dispatcher(
            self._act,
            channels,
            lambda name: b"a picture",
            timing,
            lambda many: [f"token{next(self._tokens)}" for _ in range(many)],
        )

    def close(self) -> None:
        self.engine.dispose()

    def act(self, deed: Callable[[Desk], T]) -> T:
        return engine.act(self.engine, lambda db: deed(self._desk(db)))

    def passes(self, **time_: float) -> None:
        self.now += timedelta(**time_)

    def round(self) -> int:
        return asyncio.run(self.dispatcher.round(within=30.0))

    def drain(self) -> int:
        return asyncio.run(self.dispatcher.drain())

    def reconcile(self) -> int:
        return asyncio.run(self.dispatcher.reconcile())

    # Rows in

    def phone(self, channel: str = "sms", **values: Any) -> int:
        """A phone with one person behind it, told who writes."""
        number = next(self._people)
        address = f"+64200000{number:04}" if channel == "sms" else str(700_000 + number)

        def put(desk: Desk) -> int:
            made = {"school_id": desk.school.id, "sender_id": self.senders[channel], "channel": channel, "address": address,
                    "state": "active", "zone": "Pacific/Auckland", "notice_at": desk.now, "created_at": desk.now}  # fmt: skip
            phone = desk.db.execute(
                insert(contact).values(made | values).returning(contact.c.id)
            ).scalar_one()
            owner = people.new_person(
                desk.db, desk.school.id, f"Adult {number}", f"adult {number}", "en", desk.now
            )
            people.link(desk.db, desk.school.id, phone, owner)
            return int(phone)

        return self.act(put)

    def letter(self, phone: int, words: str = "Kia ora", *, turn: Turn = Turn.ANSWER, gate: Gate = Gate.OWN,
               reach: str = "now", **more: Any) -> int:  # fmt: skip
        def put(desk: Desk) -> int:
            to = people.contact_by_id(desk.db, phone)
            more.setdefault("parts", (Say(words),))
            more.setdefault("person_id", people.on_phone(desk.db, phone)[0].id)
            made = outbox.put(
                desk.db,
                desk.school.id,
                Letter(to, gate, turn, reach, more.pop("due_at", desk.now), **more),
                desk.now,
            )
            assert made is not None
            return made

        return self.act(put)

    def content(self, words: str) -> int:
        return self.act(lambda desk: contents.keep(desk.db, desk.school.id, [Wording("en", words)]))

    def add(self, table: Table, **values: Any) -> int:
        def put(desk: Desk) -> int:
            made = insert(table).values({"school_id": desk.school.id} | values).returning(table.c.id)
            return int(desk.db.execute(made).scalar_one())

        return self.act(put)

    def change(self, table: Table, row: int, **values: Any) -> None:
        self.act(lambda desk: desk.db.execute(update(table).where(table.c.id == row).values(**values)))

    def change_rate(self, per_second: int) -> None:
        """Of every sender, from now on."""
        self.rates.update(dict.fromkeys(self.rates, per_second))

    # Rows out

    def delivery(self, it: int) -> Any:
        return self.act(lambda desk: outbox.one(desk.db, it))

    def attempts(self, it: int) -> list[Any]:
        query = select(attempt).where(attempt.c.delivery_id == it).order_by(attempt.c.id)
        return self.act(lambda desk: list(desk.db.execute(query).mappings()))

    def contact(self, it: int) -> Any:
        return self.row(contact, it)

    def sender(self, channel: str = "sms") -> Any:
        return self.row(sender, self.senders[channel])

    def row(self, table: Table, it: int) -> Any:
        return self.act(lambda desk: desk.db.execute(select(table).where(table.c.id == it)).mappings().one())

    def owner(self, phone: int) -> int:
        return self.act(lambda desk: people.on_phone(desk.db, phone)[0].id)

    def states(self, *ids: int) -> list[str]:
        return [self.delivery(it)["state"] for it in ids]

    def _enrol(self, db: Any) -> dict[str, int]:
        schools.apply(db, schools.read(SCHOOL), self.now)
        school = school_rows.only(db)
        assert school is not None
        return {name: school_rows.sender_for(db, school.id, name, f"our {name}") for name in self.carriers}

    def _desk(self, db: Any) -> Desk:
        school = school_rows.only(db)
        assert school is not None
        return Desk(db, school, self.now, lambda size: b"\1" * size, speech=SPEECH)

    async def _sleep(self, seconds: float) -> None:
        self.slept += seconds
        await asyncio.sleep(0)

    async def _act(self, deed: Callable[[Desk], T]) -> T:
        return self.act(deed)
