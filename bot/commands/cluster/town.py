"""A school with many families, made of rows; their phones are with the pretend carriers."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType

from sqlalchemy import Connection

from bot.acts import schools
from bot.commands.cluster.crew import Carriers
from bot.model.chat import Say
from bot.model.delivery import Gate, Turn
from bot.model.people import State
from bot.store import counting, engine, many, outbox, people
from bot.store import schools as school_rows
from bot.store.outbox import Letter
from bot.store.tables import contact, contact_person, person

SCHOOL = """
name = "Harakeke School"
key = "harakeke"
address = "1 Example Road, Awahou"
privacy_contact = "office@harakeke.example"
office_number = "09 555 0100"
languages = ["English"]
[time]
zone = "Pacific/Auckland"
"""
WORDS = "Kia ora from Harakeke School: nobody is left out, and nobody is told twice."
UNDER_WAY = ("waiting", "claimed", "calling", "unsure")


@dataclass(frozen=True)
class Counts:
    """Deliveries by channel and state."""

    of: dict[tuple[str, str], int]

    def __call__(self, channel: str, *states: str) -> int:
        return sum(self.of.get((channel, state), 0) for state in states)

    @property
    def sent(self) -> int:
        return sum(self(channel, "sent") for channel in ("sms", "telegram"))

    def done(self, leave_doubts: bool) -> bool:
        under_way = set(UNDER_WAY) - {"unsure" if leave_doubts else ""}
        return not any(self(channel, *under_way) for channel in ("sms", "telegram"))


class Town:
    """Held open: the rows."""

    def __init__(self, url: str, carriers: Carriers, families: int) -> None:
        engine.migrate(url)
        self._engine = engine.connect(url)
        number = carriers.get("/control/settings")["AHO_TWILIO_FROM"]
        self.addresses = {
            "sms": [f"+6420{n:07}" for n in range(1, families + 1) if n % 3 == 0],
            "telegram": [str(5_000_000 + n) for n in range(1, families + 1) if n % 3],
        }
        with ThreadPoolExecutor(4) as several:
            joining = [
                several.submit(
                    carriers.post, "/control/phones", channel=channel, address=address, started=True
                )
                for channel, addresses in self.addresses.items()
                for address in addresses
            ]
            for it in joining:
                it.result()
        self._school_id = engine.act(self._engine, lambda db: self._enrol(db, number))

    def __enter__(self) -> "Town":
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None,
                 _trace: TracebackType | None) -> None:  # fmt: skip
        self._engine.dispose()

    def writes_to_everybody(self) -> None:
        """At any hour: these phones ring nowhere."""
        engine.act(self._engine, self._write)

    def counts(self) -> Counts:
        rows = engine.look(self._engine, lambda db: counting.deliveries(db, self._school_id))
        return Counts({(channel, state): number for channel, state, number in rows})

    def perhaps_doubled(self, channel: str) -> int:
        return engine.look(self._engine, lambda db: counting.perhaps_doubled(db, self._school_id, channel))

    def _enrol(self, db: Connection, number: str) -> int:
        now = datetime.now(UTC)
        school = schools.apply(db, schools.read(SCHOOL), now).school
        for channel, ours in (("sms", number), ("telegram", "pretend bot")):
            sender = school_rows.sender_for(db, school.id, channel, ours)
            adults = many.add(db, person, school.id, [
                {"name": f"Adult {it}", "folded": f"adult {it}", "language": "en", "created_at": now}
                for it in self.addresses[channel]
            ])  # fmt: skip
            phones = many.add(db, contact, school.id, [
                {"sender_id": sender, "channel": channel, "address": it, "state": State.ACTIVE,
                 "zone": school.calendar.zone, "notice_at": now, "created_at": now}
                for it in self.addresses[channel]
            ])  # fmt: skip
            many.add(db, contact_person, school.id, [
                {"contact_id": phone, "person_id": adult} for phone, adult in zip(phones, adults, strict=True)
            ])  # fmt: skip
        return school.id

    def _write(self, db: Connection) -> None:
        now = datetime.now(UTC)
        for channel, addresses in self.addresses.items():
            sender = school_rows.sender_on(db, self._school_id, channel)
            assert sender is not None
            for address in addresses:
                to = people.contact_at(db, sender, address)
                assert to is not None
                letter = Letter(to, Gate.OWN, Turn.ANSWER, "now", now, [Say(WORDS)],
                                person_id=people.on_phone(db, to.id)[0].id, once="cluster")  # fmt: skip
                outbox.put(db, self._school_id, letter, now)
