"""Kōwhai School with some hundred families, its program in a process of its own, and its rows to look at."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import insert, select, text, update

from bot.acts import prompting, roll, schools
from bot.acts.desk import Desk
from bot.acts.roll import staff
from bot.model.chat import Wording
from bot.store import engine, people, rooms
from bot.store import schools as school_rows
from bot.store.tables import contact, contact_person, enrolment, household, membership, prompt, room
from tests.faults.carriers import Carriers
from tests.faults.forks import Fork
from tests.faults.program import Run, serve
from tests.processes.program import SCHOOL, free_port, zone_where_phones_may_ring

T = TypeVar("T")
STAFF = "person,role,rooms\nMs Rata,teacher,Room 1\nMr Fala,teacher,Room 2\nMr Kea,office,\n"
HEAD = "room,child,adult,relation,phone,language,household\n"
COST = "[sms]\nmonthly_segments = 100000\n"
#: Room 1 reads SMS, Room 2 Telegram. Mr Fala is on Telegram.
ROOMS = {"sms": "Room 1", "telegram": "Room 2"}
TEACHER = "700"
#: On PostgreSQL a dead one's work is taken up when four beats are missed: here after a second or two, not after twenty.
MISSED_SOON = ("--heartbeat", "0.4")


def enrol(url: str, sms: int, telegram: int, carriers: Carriers) -> None:
    """A school whose families all know already who writes: on SMS in Room 1, on Telegram in Room 2."""
    opened = engine.connect(url)
    now = datetime.now(UTC)
    rows = [f"{ROOMS['sms'] if it < sms else ROOMS['telegram']},Child {it},Adult {it},mother,020 00 {1000 + it:06},en,home"
            for it in range(sms + telegram)]  # fmt: skip

    def move_in(db: Any) -> None:
        schools.apply(db, schools.read(SCHOOL.format(zone=zone_where_phones_may_ring()) + COST), now)
        school = school_rows.only(db)
        assert school is not None
        school_rows.sender_for(db, school.id, "sms", carriers.settings["AHO_TWILIO_FROM"])
        bot = school_rows.sender_for(db, school.id, "telegram", "PretendedSchoolBot")
        desk = Desk(db, school, now, os.urandom)
        assert staff.apply(desk, STAFF).done
        assert roll.apply(desk, HEAD + "\n".join(rows) + "\n", lambda *_: None).done
        db.execute(update(contact).values(notice_at=now))
        theirs = (
            select(contact.c.id).join(contact_person, contact_person.c.contact_id == contact.c.id)
            .join(membership, membership.c.person_id == contact_person.c.person_id)
            .join(household, household.c.id == membership.c.household_id)
            .join(enrolment, enrolment.c.child_id == household.c.child_id)
            .join(room, room.c.id == enrolment.c.room_id).where(room.c.name == ROOMS["telegram"])
        )  # fmt: skip
        for number, id_ in enumerate(db.scalars(theirs.order_by(contact.c.id)).all()):
            on_telegram = {"channel": "telegram", "sender_id": bot, "address": str(700_000 + number)}
            db.execute(update(contact).where(contact.c.id == id_).values(on_telegram))
        fala = people.staff_named(db, school.id, "mr fala", now)
        assert fala is not None
        phone = db.execute(insert(contact).values(
            school_id=school.id, sender_id=bot, channel="telegram", address=TEACHER, state="active",
            zone=school.calendar.zone, notice_at=now, created_at=now).returning(contact.c.id)).scalar_one()  # fmt: skip
        people.link(db, school.id, phone, fala.id)

    engine.act(opened, move_in)
    opened.dispose()


class School:
    """One database, its carriers, and whatever processes a test starts on it; all end with `close`."""

    def __init__(self, url: str, folder: Path, carriers: Carriers, **settings: str) -> None:
        self.url, self.folder, self.carriers = url, folder, carriers
        self.port = free_port()
        self.here = f"http://127.0.0.1:{self.port}"
        self.settings = {"AHO_DATABASE_URL": url, "AHO_PORT": str(self.port), "AHO_PUBLIC_URL": self.here,
                         "AHO_SECRET_KEY": "for tests", **carriers.settings, **settings}  # fmt: skip
        self.engine = engine.connect(url)
        self.runs: list[Fork] = []
        carriers.open_chats([TEACHER, *self.addresses("telegram")])
        carriers.text_to(f"{self.here}/hooks/sms")

    @property
    def postgres(self) -> bool:
        return self.url.startswith("postgresql")

    def start(self, run: Run | None = None, *words: str, **settings: str) -> Fork:
        """Starts the program (`serve`, or what `words` say), and does not wait: it may be about to die."""
        folder = self.folder / f"run {len(self.runs) + 1}"
        words = words or ("serve", *(MISSED_SOON if self.postgres else ()))
        self.runs.append(Fork(folder, serve, self.settings | settings, run or Run(), *words))
        return self.runs[-1]

    def opens(self, run: Run | None = None, **settings: str) -> Fork:
        process = self.start(run, **settings)
        process.until(lambda: "Ctrl-C stops it" in process.said, "it never opened")
        return process

    def close(self) -> None:
        for it in self.runs:
            it.kill()
        self.engine.dispose()

    # What the teacher does

    def asks(self, words: str, *channels: str) -> int:
        """A question to everybody on these channels, as the console would put it; its id.

        Who asks has said already that it shall go on, however many do not arrive.
        """

        def ask(desk: Desk) -> int:
            author = people.staff_named(desk.db, desk.school.id, "ms rata", desk.now)
            wanted = rooms.named(desk.db, desk.school.id, [ROOMS[it] for it in channels or ROOMS])
            made = prompting.draft(desk, author, [Wording("en", words)], room_ids=wanted)
            assert made is not None
            assert prompting.confirm(desk, made)
            desk.db.execute(update(prompt).where(prompt.c.id == made).values(let_on_at=desk.now))
            return made

        return self.act(ask)

    # Rows

    def act(self, deed: Callable[[Desk], T]) -> T:
        def done(db: Any) -> T:
            school = school_rows.only(db)
            assert school is not None
            return deed(Desk(db, school, datetime.now(UTC), os.urandom))

        return engine.act(self.engine, done)

    def rows(self, query: str, **values: Any) -> list[Any]:
        return engine.look(self.engine, lambda db: list(db.execute(text(query), values)))

    def count(self, query: str, **values: Any) -> int:
        return int(self.rows(f"SELECT count(*) FROM {query}", **values)[0][0])

    def addresses(self, channel: str) -> list[str]:
        """Of the families, in the order of the roll."""
        found = self.rows("SELECT address FROM contact WHERE channel = :channel AND address != :teacher ORDER BY id",
                          channel=channel, teacher=TEACHER)  # fmt: skip
        return [it[0] for it in found]

    def unfinished(self) -> int:
        """Deliveries that are not written yet, or not at their end; and calls that are not closed."""
        return sum(self.count(it) for it in (
            "fanning", "delivery WHERE state IN ('waiting', 'claimed', 'calling', 'unsure')",
            "attempt WHERE settled_at IS NULL",
        ))  # fmt: skip

    def rests(self, process: Fork) -> None:
        """Until nothing is under way any more."""
        process.until(lambda: self.unfinished() == 0, "it does not come to an end", every=0.2)

    def whole(self) -> bool:
        """What the database says of itself."""
        return self.postgres or self.rows("PRAGMA integrity_check") == [("ok",)]
