"""A school with homes that join, part, merge and move: the real reception, handlers, rows and dispatcher; no network.

What may reach a phone is read from the rows at the moment of the call, by statements of the test's own.
"""

import asyncio
import re
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import event, insert, select, update

from bot.acts import answering, greeting, inviting, prompting, roll, schools
from bot.acts.desk import LOCALES, Desk, Links
from bot.acts.roll import staff
from bot.dispatch import Dispatcher, Timing
from bot.languages.catalogue import Catalogues
from bot.main import TIMETABLES
from bot.model.chat import PromptKind, Wording
from bot.model.delivery import Absent, Finding, Found, Open, Outcome, Outgoing, Sent
from bot.model.heard import Incoming, Kind
from bot.model.people import Scope, State
from bot.reception import receive
from bot.store import engine, lanes, people
from bot.store import schools as school_rows
from bot.store.tables import contact, contact_person, enrolment, household, membership, message, room
from tests.ground.school import BEGINS, SCHOOL

T = TypeVar("T")
STAFF = "person,role,rooms\nMs Tane,teacher,Room 5\nMr Fuimaono,teacher,Room 2\nWhaea Moana,office,\n"
#: Aq3q is at home twice; Aq4q and Aq5q share a phone and no child; Cq1q has two homes.
ROLL = """room,child,adult,relation,phone,language,household
Room 5,Cq0q,Aq0q,mother,020 000 00100,en,home
Room 5,Cq0q,Aq1q,father,020 000 00101,en,home
Room 5,Cq1q,Aq2q,mother,020 000 00102,en,her home
Room 2,Cq2q,Aq3q,mother,020 000 00103,en,home
Room 5,Cq3q,Aq3q,mother,020 000 00103,en,home
Room 5,Cq4q,Aq4q,mother,020 000 00104,en,home
Room 2,Cq5q,Aq5q,father,020 000 00104,en,home
Room 5,Cq1q,Aq6q,father,020 000 00106,en,his home
Room 2,Cq2q,Aq7q,grandmother,020 000 00107,en,home
"""
CANARY, ASKED, SAID = re.compile(r"zq\d+"), re.compile(r"pq\d+"), re.compile(r"tq\d+")
ADULT, CHILD = re.compile(r"Aq\d+q"), re.compile(r"Cq\d+q")
SPEECH = Catalogues.load(LOCALES)
NUMBER = "+642000000040"


class Death(BaseException):
    """The process dies in the middle of a call."""


class Canary:
    """Somebody's words, and whose they are. `private`: nobody at home may read them until their writer says ALL."""

    def __init__(
        self, writer: int | None, address: str, homes: set[int], *, private: bool, share: bool
    ) -> None:
        self.writer, self.address, self.homes = writer, address, homes
        self.private, self.share = private, share
        self.held = writer is None  #: nobody knows yet who wrote it: it goes nowhere


class Carrier:
    """Keeps what was called; every call is looked at before it is answered."""

    def __init__(self, name: str, looks: Callable[[str, Outgoing], None]) -> None:
        self.name, self.looks = name, looks
        self.took: dict[str, str] = {}
        self.dies_after: int | None = None
        self._ids = count(1)

    async def send(self, out: Outgoing) -> Outcome:
        self.looks(self.name, out)
        self.took[out.attempt] = f"{self.name}{next(self._ids)}"
        if self.dies_after is not None:
            self.dies_after -= 1
            if self.dies_after < 0:
                self.dies_after = None
                raise Death
        return Sent(self.took[out.attempt])

    async def find(self, open: Open) -> Finding:
        took = self.took.get(open.attempt)
        return Found(took, "sent") if took else Absent()

    async def close(self) -> None: ...


class Homes:
    """One school on one file, with a clock that the test moves."""

    def __init__(self, template: Path, folder: Path, number: int) -> None:
        self.path = folder / f"{number}.sqlite"
        shutil.copy(template, self.path)
        self.engine = _quick(self.path)
        self.reader = sqlite3.connect(self.path, isolation_level=None)
        self.reader.row_factory = sqlite3.Row
        self.now = BEGINS.astimezone(UTC)
        self.canaries: dict[str, Canary] = {}
        self.asked_at: dict[str, datetime] = {}  #: address: when it last got a question or an idea
        self.stopped: set[str] = set()
        self.known: dict[str, set[str]] = {}  #: address: names that came to its door
        self.answers: dict[
            str, tuple[int, int | None, int | None]
        ] = {}  #: a teacher's words: for which home, or whom alone
        self.leaks: list[str] = []
        self.delivered = {"relayed": 0, "asked": 0, "answered": 0, "to teachers": 0}
        self._numbers = count(1)
        self._bytes = count(1)
        self.slept = 0.0  #: seconds that passed because somebody slept: they cost the test nothing
        self.loop = asyncio.new_event_loop()
        self.carriers = {name: Carrier(name, self.look_at) for name in ("sms", "telegram")}
        self.dispatcher = self.start()

    def close(self) -> None:
        self.loop.close()
        self.reader.close()
        self.engine.dispose()
        self.path.unlink()

    # Time, work and death

    def start(self) -> Dispatcher:
        channels: Any = self.carriers
        rates = {"sms": 10_000, "telegram": 10_000}
        timing = Timing(
            lambda: self.slept, self._sleep, rates, 0.0, lambda: self.now.timestamp() + self.slept
        )
        return Dispatcher(self._act, channels, lambda name: None, timing, lambda: f"t{next(self._numbers)}")

    def send(self) -> None:
        try:
            self.loop.run_until_complete(self.dispatcher.drain())
        except Death:
            self.dies()

    def dies(self) -> None:
        """All that the process knew is gone; the rows are what they are."""
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.dispatcher = self.start()
        self.loop.run_until_complete(self.dispatcher.after_death())

    def act(self, deed: Callable[[Desk], T]) -> T:
        return engine.act(self.engine, lambda db: deed(self._desk(db)))

    async def _act(self, deed: Callable[[Desk], T]) -> T:
        return self.act(deed)

    async def _sleep(self, seconds: float) -> None:
        self.slept += seconds
        await asyncio.sleep(0)

    def _desk(self, db: Any) -> Desk:
        school = school_rows.only(db)
        assert school is not None
        return Desk(db, school, self.now, self._chance, Links("https://aho.test", NUMBER), SPEECH)

    def _chance(self, size: int) -> bytes:
        start = next(self._bytes)
        return bytes((start * 37 + it * (11 + start % 7)) % 256 for it in range(size))

    # What families and teachers do

    def hears(self, channel: str, address: str, words: str) -> None:
        incoming = Incoming(channel, f"k{next(self._numbers)}", address, Kind.TEXT, words)
        self.act(lambda desk: receive(desk, TIMETABLES, incoming))

    def asks(self, rooms: list[str], kind: PromptKind) -> None:
        token = f"pq{next(self._numbers)}"

        def sent(desk: Desk) -> int:
            ids = list(desk.db.scalars(select(room.c.id).where(room.c.name.in_(rooms))))
            made = prompting.draft(
                desk, None, [Wording("en", f"Do {token} together")], room_ids=ids, kind=kind
            )
            assert made is not None
            assert prompting.confirm(desk, made)
            return made

        self.fanned(self.act(sent))

    def answer(self, home: int) -> None:
        """A teacher answers what was said last in a thread, as those words were meant."""
        token = f"tq{next(self._numbers)}"

        def said(desk: Desk) -> None:
            thread = lanes.thread_of(desk.db, home)
            rows = desk.db.execute(
                select(message.c.id, message.c.author_id, message.c.ears)
                .where(message.c.thread_id == thread, message.c.kind != "answer")
                .order_by(message.c.id.desc()).limit(1)
            ).all()  # fmt: skip
            last = rows[0] if rows else None
            alone = last.author_id if last is not None and last.ears == "writer" else None
            self.answers[token] = (home, alone, last.author_id if last is not None else None)
            teacher = people.staff_named(desk.db, desk.school.id, "ms tane", desk.now)
            assert teacher is not None
            answering.answer(desk, teacher, thread, [Wording("en", f"Yes {token}")],
                             answers_id=last.id if last is not None else None)  # fmt: skip

        self.act(said)

    # What the office does

    def place(self, home: int, person_id: int, scope: Scope, by: int) -> None:
        self.act(lambda desk: lanes.admit(desk.db, desk.school.id, home, person_id, relation="whānau", scope=scope,
                                          let_in_by=by, now=desk.now))  # fmt: skip

    def ends(self, membership_id: int) -> None:
        self.act(lambda desk: lanes.end_membership(desk.db, membership_id, desk.now))

    def moves_room(self, child_id: int, to: int) -> None:
        def moved(desk: Desk) -> None:
            open_ = (enrolment.c.child_id == child_id, enrolment.c.until.is_(None))
            desk.db.execute(update(enrolment).where(*open_).values(until=desk.now))
            desk.db.execute(insert(enrolment).values(
                school_id=desk.school.id, child_id=child_id, room_id=to, since=desk.now))  # fmt: skip

        self.act(moved)

    def moves_home(self, membership_id: int, to: int | None) -> None:
        """One home becomes two, or two become one: a place ends here and begins there."""

        def moved(desk: Desk) -> int:
            query = (select(membership, household.c.child_id)
                     .join(household, household.c.id == membership.c.household_id)
                     .where(membership.c.id == membership_id))  # fmt: skip
            was = desk.db.execute(query).mappings().one()
            home = to or int(desk.db.execute(insert(household).values(
                school_id=desk.school.id, child_id=was["child_id"], label=f"home {next(self._numbers)}",
            ).returning(household.c.id)).scalar_one())  # fmt: skip
            lanes.end_membership(desk.db, membership_id, desk.now)
            there = (membership.c.household_id == home, membership.c.person_id == was["person_id"],
                     membership.c.until.is_(None))  # fmt: skip
            if desk.db.scalar(select(membership.c.id).where(*there)) is None:
                desk.db.execute(insert(membership).values(
                    school_id=desk.school.id, household_id=home, person_id=was["person_id"], relation=was["relation"],
                    guardian=was["guardian"], scope=was["scope"], from_roll=was["from_roll"], since=desk.now,
                ))  # fmt: skip
            lanes.thread_of(desk.db, home)
            return home

        self.act(moved)

    def changes_number(self, person_id: int, address: str) -> None:
        """The office writes another number down; whoever has the old one next was told nothing."""

        def changed(desk: Desk) -> None:
            sender = school_rows.sender_on(desk.db, desk.school.id, "sms")
            assert sender is not None
            new = people.meet(
                desk.db, desk.school.id, sender, "sms", address, State.ACTIVE, "Pacific/Auckland", desk.now
            )
            for old in people.contacts_of(desk.db, [person_id]).get(person_id, []):
                if old.channel == "sms":
                    people.unlink(desk.db, old.id, person_id)
                    if not people.on_phone(desk.db, old.id):
                        greeting.forget(desk, old.id)
                        self.known.pop(old.address, None)
            people.link(desk.db, desk.school.id, new.id, person_id)
            if new.notice_at is None:
                people.change_contact(desk.db, new.id, notice_at=desk.now, state=State.ACTIVE)

        self.act(changed)

    def comes_in(self, guardian: str, newcomer: str, name: str, choice: str) -> None:
        """The whole of FAMILY: a code, a name, a language, and the guardian's answer."""
        made: list[str] = []

        def invited(desk: Desk) -> None:
            at = people.contact_at(
                desk.db, school_rows.sender_on(desk.db, desk.school.id, "sms") or 0, guardian
            )
            speaker = people.on_phone(desk.db, at.id)[0] if at else None
            mine = inviting.guarded(lanes.lanes_of(desk.db, speaker.id, desk.now)) if speaker else []
            if speaker and mine:
                made.append(inviting.invite(desk, speaker.id, [it.lane.household_id for it in mine]))

        self.act(invited)
        if not made:
            return
        for it in self.rows(
            """SELECT DISTINCT k.address FROM contact k JOIN contact_person cp ON cp.contact_id = k.id
               WHERE cp.person_id IN (SELECT o.person_id FROM contact_person o JOIN contact c ON c.id = o.contact_id
                                      WHERE c.address = :at)""",
            at=guardian,
        ):  # fmt: skip
            self.known.setdefault(it["address"], set()).add(name)
        self.known.setdefault(newcomer, set()).add(name)  # what they call themselves is said back to them
        for words in (made[0], name, "1"):
            self.hears("sms", newcomer, words)
            self.send()
        self.hears("sms", guardian, choice)

    # What may reach whom: from the rows, by this test's own statements

    @property
    def moment(self) -> str:
        """Now, as SQLite keeps it."""
        return f"{self.now:%Y-%m-%d %H:%M:%S.%f}"

    def rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        """On a connection of the test's own: no statement of the school's is leant on."""
        return [dict(row) for row in self.reader.execute(sql, values).fetchall()]

    def people_at(self, address: str) -> list[dict[str, Any]]:
        """Every place that somebody at this address has in a lane at this moment."""
        return self.rows(
            """SELECT m.household_id AS home, m.person_id AS person, m.scope, m.guardian, c.name AS child
               FROM contact k JOIN contact_person cp ON cp.contact_id = k.id
               JOIN membership m ON m.person_id = cp.person_id JOIN household h ON h.id = m.household_id
               JOIN child c ON c.id = h.child_id
               WHERE k.address = :address AND m.since <= :at AND (m.until IS NULL OR m.until > :at)""",
            address=address, at=self.moment,
        )  # fmt: skip

    def homes_of(self, person_id: int) -> set[int]:
        found = self.rows(
            """SELECT household_id AS home FROM membership
               WHERE person_id = :person AND since <= :at AND (until IS NULL OR until > :at)""",
            person=person_id, at=self.moment,
        )  # fmt: skip
        return {row["home"] for row in found}

    def ever(self, person_id: int) -> set[int]:
        found = self.rows("SELECT household_id AS home FROM membership WHERE person_id = :it", it=person_id)
        return {row["home"] for row in found}

    def names_for(self, address: str) -> set[str]:
        """Whoever has been in one home may know one another by name, and its child; and may know it later too."""
        found = self.rows(
            """SELECT p.name, c.name AS child FROM contact k JOIN contact_person cp ON cp.contact_id = k.id
               JOIN membership mine ON mine.person_id = cp.person_id
               JOIN membership other ON other.household_id = mine.household_id JOIN person p ON p.id = other.person_id
               JOIN household h ON h.id = mine.household_id JOIN child c ON c.id = h.child_id
               WHERE k.address = :at
               UNION SELECT p.name, '' FROM contact k JOIN contact_person cp ON cp.contact_id = k.id
               JOIN person p ON p.id = cp.person_id WHERE k.address = :at""",
            at=address,
        )  # fmt: skip
        return {it for row in found for it in row.values()} | self.known.get(address, set())

    def look_at(self, channel: str, out: Outgoing) -> None:
        """Every rule at the moment of a call. What breaks one is kept, and the machine's invariant shows it."""
        at, words = out.address, out.words
        if at.startswith("9"):
            self.delivered["to teachers"] += 1
            for token in CANARY.findall(words):
                if self.canaries[token].held:
                    self._leak(at, words, "nobody knows yet who wrote it")
            return
        here = self.people_at(at)
        everything = {row["home"] for row in here if row["scope"] == "everything"}
        stories = {row["home"] for row in here if row["scope"] in ("everything", "stories")}
        if at in self.stopped and "no more texts" not in words:
            self._leak(at, words, "said STOP")
        for token in CANARY.findall(words):
            canary = self.canaries[token]
            self.delivered["relayed"] += 1
            if canary.held:
                self._leak(at, words, "nobody knows yet who wrote it")
            elif canary.private:
                self._leak(at, words, "for the school only")
            elif not self._homes_of(canary) & (stories if canary.share else everything):
                self._leak(at, words, "not in that lane")
        for token in ASKED.findall(words):
            self.delivered["asked"] += 1
            self.asked_at[at] = self.now
            may = {row["child"] for row in here if "idea" in words or row["scope"] == "everything"}
            if not set(CHILD.findall(words)) <= may:
                self._leak(at, words, f"a child of another lane under {token}")
        for token in SAID.findall(words):
            self.delivered["answered"] += 1
            home, alone, asker = self.answers[token]
            own = asker in {row["person"] for row in here}  # her own talk with the teacher is hers
            if alone is not None and alone not in {row["person"] for row in here}:
                self._leak(at, words, "an answer to somebody else alone")
            elif home not in ({row["home"] for row in here} if own else everything):
                self._leak(at, words, "an answer in another lane")
        named = {*ADULT.findall(words), *CHILD.findall(words)}
        if strange := named and named - self.names_for(at):
            self._leak(at, words, f"names of another lane: {sorted(strange)}")

    def fanned(self, prompt_id: int) -> None:
        """Every line of a fan-out is for a lane in which somebody at that phone is at this moment."""
        for row in self.rows(
            """SELECT k.address, dc.household_id AS home, d.words FROM delivery d
               JOIN delivery_child dc ON dc.delivery_id = d.id JOIN contact k ON k.id = d.contact_id
               WHERE d.prompt_id = :prompt""",
            prompt=prompt_id,
        ):  # fmt: skip
            if row["home"] not in {it["home"] for it in self.people_at(row["address"])}:
                self._leak(row["address"], "", "a line of the fan-out for another lane")

    def _homes_of(self, canary: Canary) -> set[int]:
        """Words that had to be asked about may have been placed later, where their writer belonged by then."""
        asked_about = canary.writer is not None and len(canary.homes) != 1
        return canary.homes | self.ever(canary.writer or 0) if asked_about else canary.homes

    def _leak(self, address: str, words: str, why: str) -> None:
        self.leaks.append(f"{address} ({why}): {words}")


def _quick(path: Path) -> Any:
    """A file whose writes need not outlive the machine: the deaths here are the process's."""
    opened = engine.connect(f"sqlite:///{path}")

    @event.listens_for(opened, "connect")
    def _quickly(raw: Any, _: object) -> None:
        for pragma in ("synchronous=OFF", "journal_mode=MEMORY", "secure_delete=OFF"):
            raw.execute(f"PRAGMA {pragma}")

    return opened


def template(folder: Path) -> Path:
    """The school as every story begins: everybody has been told who writes, and the teachers have their chats."""
    path = folder / "template.sqlite"
    engine.migrate(f"sqlite:///{path}")
    opened = _quick(path)

    def enrol(db: Any) -> None:
        schools.apply(db, schools.read(SCHOOL), BEGINS)
        school = school_rows.only(db)
        assert school is not None
        school_rows.sender_for(db, school.id, "sms", NUMBER)
        telegram = school_rows.sender_for(db, school.id, "telegram", "bot")
        desk = Desk(db, school, BEGINS, lambda size: b"\1" * size, Links("https://aho.test", NUMBER), SPEECH)
        assert staff.apply(desk, STAFF).done
        assert roll.apply(desk, ROLL, lambda *_: None).done
        db.execute(update(contact).values(notice_at=BEGINS, state="active"))
        for number, name in enumerate(("ms tane", "mr fuimaono", "whaea moana")):
            teacher = people.staff_named(db, school.id, name, BEGINS)
            assert teacher is not None
            chat = people.meet(
                db, school.id, telegram, "telegram", f"90{number}", State.ACTIVE, "Pacific/Auckland", BEGINS
            )
            people.link(db, school.id, chat.id, teacher.id)
        # One of the family writes on Telegram as well.
        aunt = db.execute(select(contact_person.c.person_id).join(contact, contact.c.id == contact_person.c.contact_id)
                          .where(contact.c.address == "+642000000106")).scalar_one()  # fmt: skip
        chat = people.meet(
            db, school.id, telegram, "telegram", "7106", State.ACTIVE, "Pacific/Auckland", BEGINS
        )
        people.link(db, school.id, chat.id, aunt)
        db.execute(update(contact).values(notice_at=BEGINS))

    engine.act(opened, enrol)
    opened.dispose()
    return path
