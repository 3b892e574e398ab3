"""The school's homes as every story begins, and what a deed needs: the real house, the register, the watch."""

import asyncio
import csv
import io
import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, update

from bot.acts import roll, schools
from bot.acts.desk import Desk
from bot.acts.roll import staff
from bot.model.people import Person, State
from bot.store import people
from bot.store import schools as school_rows
from bot.store.tables import contact
from tests.ground.school import BEGINS, SCHOOL
from tests.lanes.house import LINKS, SPEECH, House, in_memory
from tests.lanes.register import Place, Register
from tests.lanes.said import Asked
from tests.lanes.surfaces import WatchOnAll

T = TypeVar("T")
STAFF = "person,role,rooms\nTq0q,teacher,Room 5\nTq1q,teacher,Room 2\nTq2q,office,\n"
#: Aq3q is at home twice, and so is Aq2q; Aq4q and Aq5q share a phone and no child; Cq1q has two homes.
ROLL = """room,child,adult,relation,phone,language,household
Room 5,Cq0q,Aq0q,mother,020 000 00100,en,home
Room 5,Cq0q,Aq1q,father,020 000 00101,en,home
Room 5,Cq1q,Aq2q,mother,020 000 00102,en,her home
Room 2,Cq6q,Aq2q,mother,020 000 00102,en,home
Room 2,Cq2q,Aq3q,mother,020 000 00103,en,home
Room 5,Cq3q,Aq3q,mother,020 000 00103,en,home
Room 5,Cq4q,Aq4q,mother,020 000 00104,en,home
Room 2,Cq5q,Aq5q,father,020 000 00104,en,home
Room 5,Cq1q,Aq6q,father,020 000 00106,en,his home
Room 2,Cq2q,Aq7q,grandmother,020 000 00107,en,home
Room 5,Cq3q,Aq8q,father,020 000 00108,en,home
Room 2,Cq6q,Aq9q,father,020 000 00109,en,home
"""
SHARED = "+642000000104"
PEOPLE = """SELECT household_id, person_id, scope, subject, guardian, until FROM membership
            WHERE since <= ?1 AND (until IS NULL OR until > ?1)"""


class Dice:
    """A number, spent choice by choice: the same number tells the same story."""

    def __init__(self, number: int) -> None:
        self.left = number

    def one(self, of: Sequence[T]) -> T:
        self.left, chosen = divmod(self.left, len(of))
        return of[chosen]


class Town:
    def __init__(self, template: sqlite3.Connection, engine: Engine, loop: asyncio.AbstractEventLoop) -> None:
        self.register = Register()
        self.watch = WatchOnAll(
            self.register, lambda: self.house.now, lambda attempt: self.house.written(attempt)
        )
        self.house = House(template, engine, loop, self.watch.looks)
        self.story: list[str] = []
        self.speakers: dict[str, tuple[int, datetime]] = {}  #: of a shared phone: who said so, until when
        self.chosen: dict[str, datetime] = {}  #: address: until when its last "which child" is remembered
        #: address: who has said SHARE there, and until when their next words are a story
        self.ears: dict[str, tuple[int | None, datetime]] = {}
        self.answered: set[tuple[int | None, int, str]] = (
            set()
        )  #: who has answered in which home which prompt
        self.said_all: set[str] = set()  #: shared phones from which ALL came, and nobody knows from whom
        self.settled: set[str] = set()  #: questions of ours, by the carrier's name, that got their answer
        self.turns: dict[str, datetime] = {}  #: chats that are in a child's hands, until when
        self.merged: dict[int, int] = {}
        self.codes: dict[str, tuple[int, set[int], str]] = {}  #: guardian, homes, the newcomer's address
        self.more = ""  #: what is written after the words of these deeds: longer than a text may be
        self.letters: list[tuple[str, int]] = []  #: who brought a letter, and the home that it was for
        self.choices: tuple[dict[str, str], ...] = ()  #: of the next question: a poll
        self.used: set[str] = set()  #: links by which a picture has come
        self._tokens = 0
        self._begins()

    def _begins(self) -> None:
        rows, it = self.house.rows, self.register
        it.names = dict(rows("SELECT id, name FROM person"))
        it.children = dict(rows("SELECT id, name FROM child"))
        it.homes = dict(rows("SELECT id, child_id FROM household"))
        labels = {
            (child, label): home for home, child, label in rows("SELECT id, child_id, label FROM household")
        }
        ids = {name: row for row, name in [*it.names.items(), *it.children.items()]}
        rooms = {name: row for row, name in rows("SELECT id, name FROM room")}
        for line in csv.DictReader(io.StringIO(ROLL)):
            child, adult = ids[line["child"]], ids[line["adult"]]
            guardian = line["relation"] in ("mother", "father")
            scope = "everything" if guardian else "stories"
            it.places[labels[child, line["household"]], adult] = Place(scope, guardian=guardian)
            it.phones.setdefault(f"+64{line['phone'].replace(' ', '')[1:]}", set()).add(adult)
            it.rooms[child] = rooms[line["room"]]
        it.phones["7106"] = {ids["Aq6q"]}
        it.phones |= {f"90{number}": {ids[f"Tq{number}q"]} for number in range(3)}
        it.staff = {ids["Tq0q"]: {rooms["Room 5"]: None}, ids["Tq1q"]: {rooms["Room 2"]: None}}
        it.office = {ids["Tq2q"]}
        self.ids, self.room_ids = ids, rooms
        self.check_places()

    def token(self, kind: str) -> str:
        self._tokens += 1
        return f"{kind}{self._tokens}"

    def act(self, deed: Any) -> Any:
        return self.house.act(deed)

    @property
    def now(self) -> datetime:
        return self.house.now

    def person(self, person_id: int) -> Person:
        return Person(person_id, self.register.names[person_id], "en", False, 3, None)

    def office(self) -> Person:
        return self.person(self.ids["Tq2q"])

    def family_phones(self) -> list[str]:
        return sorted(at for at, here in self.register.phones.items() if here and not at.startswith("9"))

    def adults(self) -> list[int]:
        return sorted(
            it for it, name in self.register.names.items() if name.startswith("Aq") and it not in self.merged
        )

    def open_places(self) -> list[tuple[int, int]]:
        return sorted(it for it in self.register.places if self.register.place(*it, self.now))

    def is_speaking(self, address: str) -> int | None:
        """Whose words these are; None where several use the phone and nobody has said so lately."""
        here = self.register.phones.get(address, set())
        if len(here) == 1:
            return next(iter(here))
        known, until = self.speakers.get(address, (None, self.now))
        return known if known in here and until > self.now else None

    def check_places(self) -> None:
        """No place stands in the rows that nobody has opened, nor wider than anybody opened it."""
        moment = f"{self.now:%Y-%m-%d %H:%M:%S.%f}"
        for home, person, scope, subject, guardian, _until in self.house.rows(PEOPLE, moment):
            known = self.register.places.get((home, person))
            if known is None or (known.until is not None and known.until <= self.now):
                self._wrong(home, person, "stands where nobody has opened a place")
            elif not guardian and (scope, subject or None) in known.maybe:
                known.scope, known.subject = scope, subject or None
            elif known.scope == "everything" != scope:  # narrower than it might be: that is no leak
                known.scope, known.subject = scope, subject
            elif (scope, subject or None) != (known.scope, known.subject) or bool(guardian) > known.guardian:
                self._wrong(
                    home, person, f"stands for {scope} {subject or ''}, and was let in for {known.scope}"
                )

    def fanned(self, prompt_id: int, asked: Asked) -> None:
        """Every line of a fan-out is for a lane in which somebody at that phone is, and may be asked."""
        lines = self.house.rows(
            """SELECT k.address, dc.household_id FROM delivery d JOIN delivery_child dc ON dc.delivery_id = d.id
               JOIN contact k ON k.id = d.contact_id WHERE d.prompt_id = ?""", prompt_id)  # fmt: skip
        for address, home in lines:
            if not self.watch.may_be_asked(address, home, asked):
                self.watch.leaks.append(f"{address}: a line of the fan-out for home {home}")

    def _wrong(self, home: int, person: int, why: str) -> None:
        if not self.register.is_out(home, person):
            self.watch.leaks.append(f"{self.register.names.get(person, person)} in home {home} {why}")

    def rows_of(self, home: int, person: int) -> list[int]:
        """The ids of the places that this person has there now; 0 where there is none."""
        moment = f"{self.now:%Y-%m-%d %H:%M:%S.%f}"
        found = self.house.rows(
            "SELECT id FROM membership WHERE household_id = ? AND person_id = ? AND (until IS NULL OR until > ?)",
            home, person, moment)  # fmt: skip
        return [it[0] for it in found] or [0]

    def passes(self, minutes: int) -> None:
        self.house.now += timedelta(minutes=minutes)


Deed = Callable[[Town, Dice], None]


def template(migrated: Path) -> sqlite3.Connection:
    """Everybody has been told who writes, and the teachers have their chats."""
    engine = in_memory()
    with engine.connect() as db:
        raw: Any = db.connection.dbapi_connection
    old = sqlite3.connect(migrated)
    old.backup(raw)
    old.close()
    with engine.begin() as db:
        schools.apply(db, schools.read(SCHOOL), BEGINS)
        school = school_rows.only(db)
        assert school is not None
        school_rows.sender_for(db, school.id, "sms", LINKS.sms_number)
        telegram = school_rows.sender_for(db, school.id, "telegram", "bot")
        desk = Desk(db, school, BEGINS, lambda size: b"\1" * size, LINKS, SPEECH)
        assert staff.apply(desk, STAFF).done
        assert roll.apply(desk, ROLL, lambda *_: None).done
        chats = [("900", "tq0q"), ("901", "tq1q"), ("902", "tq2q")]
        found = [(at, people.staff_named(db, school.id, name, BEGINS)) for at, name in chats]
        aunt = db.exec_driver_sql("SELECT id FROM person WHERE name = 'Aq6q'").scalar_one()
        for at, person_id in [*((at, it.id) for at, it in found if it), ("7106", aunt)]:
            chat = people.meet(
                db, school.id, telegram, "telegram", at, State.ACTIVE, "Pacific/Auckland", BEGINS
            )
            people.link(db, school.id, chat.id, person_id)
        db.execute(update(contact).values(notice_at=BEGINS, state="active"))
    kept = sqlite3.connect(":memory:")
    raw.backup(kept)
    engine.dispose()
    return kept
