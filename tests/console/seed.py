"""Harakeke School, small: two rooms, two teachers, an office, and four homes; put in through the store."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine, Table, insert

from bot.acts import linking, prompting
from bot.acts.desk import LOCALES, Desk, Links
from bot.languages.catalogue import Catalogues
from bot.languages.folding import fold
from bot.model.chat import Ears, MessageKind, Wording
from bot.model.heard import Sight
from bot.model.people import Person, Role, Scope, State
from bot.model.school import Calendar, School, Texts
from bot.store import contents, engine, lanes, media, messages, people, schools
from bot.store.tables import child, enrolment, household, inbox, membership, room, staffing
from tests.ground.again import again

#: A Tuesday in Auckland, 15:10.
NOW = datetime(2026, 11, 24, 2, 10, tzinfo=UTC)
SPEECH = Catalogues.load(LOCALES)


def put(db: Connection, table: Table, **row: Any) -> int:
    """One row; its id."""
    return int(db.execute(insert(table).values(row).returning(table.c.id)).scalar_one())


class Chance:
    """Bytes that differ each time and are the same in each run."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, size: int) -> bytes:
        self.count += 1
        return hashlib.shake_256(str(self.count).encode()).digest(size)


@dataclass
class Harakeke:
    """The ids that tests speak of; `now` may be moved."""

    engine: Engine
    now: datetime = NOW
    chance: Chance = field(default_factory=Chance)
    ids: dict[str, int] = field(default_factory=dict)
    links: Links = field(default_factory=lambda: Links("", "+642000000040", "harakeke_bot"))

    def __getitem__(self, name: str) -> int:
        return self.ids[name]

    def desk(self, db: Connection) -> Desk:
        school = schools.only(db)
        assert school is not None
        return Desk(db, school, self.now, self.chance, self.links, SPEECH)

    def act(self, deed: Any) -> Any:
        return engine.act(self.engine, lambda db: deed(self.desk(db)))

    def sign_in_path(self, who: str) -> str:
        return str(self.act(lambda desk: linking.sign_in_path(desk, self[who])))

    def person(self, desk: Desk, who: str) -> Person:
        return people.person_by_id(desk.db, self[who])

    def says(
        self,
        who: str,
        thread: str,
        words: str,
        *,
        kind: MessageKind = MessageKind.NOTE,
        language: str = "en",
        ears: Ears = Ears.WRITER,
        sights: tuple[Sight, ...] = (),
        prompt: int | None = None,
    ) -> int:
        """A family member's words into a thread, as they would stand there."""

        def deed(desk: Desk) -> int:
            kept = contents.keep(desk.db, desk.school.id, [Wording(language, words)] if words else [])
            media.want(desk.db, desk.school.id, kept, "telegram", sights, desk.now)
            made = messages.put(
                desk.db,
                desk.school.id,
                thread_id=self[thread],
                author_id=self[who],
                content_id=kept,
                kind=kind,
                ears=ears,
                said_at=desk.now,
                prompt_id=prompt,
            )
            assert made is not None
            return made

        return int(self.act(deed))

    def asks(self, who: str, words: str, *, room: str, at: datetime | None = None, **wordings: str) -> int:
        def deed(desk: Desk) -> int:
            said = [Wording("en", words), *(Wording(tag, text) for tag, text in wordings.items())]
            made = prompting.draft(desk, self.person(desk, who), said, room_ids=[self[room]])
            assert made is not None and prompting.confirm(desk, made, at)
            return made

        return int(self.act(deed))


def harakeke(url: str) -> Harakeke:
    world = Harakeke(engine.connect(url))
    school = School(
        id=0,
        key="harakeke",
        name="Harakeke School",
        address="1 Example Road",
        privacy_contact="the office",
        office_number="09 555 0100",
        emergency_line="111",
        reply_cost="standard",
        languages=("en", "mi", "sm"),
        calendar=Calendar(region="AUK"),
        texts=Texts(tariff=Decimal("0.11")),
    )

    def enrol() -> tuple[dict[str, int], int]:
        kept = engine.act(world.engine, lambda db: schools.save(db, school, NOW - timedelta(days=60)))
        engine.act(world.engine, lambda db: everyone(db, world, kept.id))
        return world.ids, world.chance.count

    world.ids, world.chance.count = again(url, enrol)
    return world


def everyone(db: Connection, world: Harakeke, school: int) -> None:
    """The rooms, children, homes, families and staff of a school that has none."""
    since, ids = NOW - timedelta(days=60), world.ids
    sms = schools.sender_for(db, school, "sms", world.links.sms_number)
    telegram = schools.sender_for(db, school, "telegram", world.links.bot_name)
    ids["sms"], ids["telegram"] = sms, telegram

    def add(table: Any, **row: Any) -> int:
        return put(db, table, school_id=school, **row)

    def person(key: str, name: str, language: str = "en") -> int:
        ids[key] = people.new_person(db, school, name, fold(name), language, since)
        return ids[key]

    def phone(
        who: str, channel: str, address: str, *, state: State = State.ACTIVE, told: bool = True
    ) -> None:
        sender = sms if channel == "sms" else telegram
        met = people.meet(db, school, sender, channel, address, state, "Pacific/Auckland", since)
        people.change_contact(db, met.id, notice_at=since if told else None)
        people.link(db, school, met.id, ids[who])
        ids[f"{who}'s phone"] = met.id

    def home(key: str, pupil: str, label: str) -> None:
        ids[f"{key} home"] = add(household, child_id=ids[pupil], label=label)
        ids[key] = lanes.thread_of(db, ids[f"{key} home"])

    def belongs(
        who: str, key: str, relation: str, *, guardian: bool = True, scope: Scope = Scope.EVERYTHING
    ) -> None:
        add(
            membership,
            household_id=ids[f"{key} home"],
            person_id=ids[who],
            relation=relation,
            guardian=guardian,
            scope=scope,
            from_roll=True,
            since=since,
        )

    for key, name in (("room 7", "Room 7"), ("room 5", "Room 5")):
        ids[key] = add(room, name=name, folded=fold(name))
    for key, name, place in (
        ("Māia", "Māia", "room 7"),
        ("Ioane", "Ioane", "room 7"),
        ("Finn", "Finn", "room 5"),
    ):
        ids[key] = add(child, name=name, folded=fold(name), created_at=since)
        add(enrolment, child_id=ids[key], room_id=ids[place], since=since)
    for key, name, work, place in (
        ("Ngaire", "Whaea Ngaire", Role.TEACHER, "room 7"),
        ("Tom", "Matua Tom", Role.TEACHER, "room 5"),
        ("Ana", "Ana at the office", Role.OFFICE, None),
    ):
        add(
            staffing,
            person_id=person(key, name),
            role=work,
            room_id=ids[place] if place else None,
            since=since,
        )
    person("Hana", "Hana Parata", "mi")
    person("Wiremu", "Wiremu Parata")
    person("Rose", "Nana Rose")
    person("Sina", "Sina Leota", "sm")
    person("Dave", "Dave Miller")
    home("Māia at Hana's", "Māia", "A")
    home("Māia at Wiremu's", "Māia", "B")
    home("Ioane's", "Ioane", "A")
    home("Finn's", "Finn", "A")
    belongs("Hana", "Māia at Hana's", "mother")
    belongs("Rose", "Māia at Hana's", "grandmother", guardian=False, scope=Scope.STORIES)
    belongs("Wiremu", "Māia at Wiremu's", "father")
    belongs("Sina", "Ioane's", "mother")
    belongs("Dave", "Finn's", "father")
    phone("Hana", "sms", "+642000000041")
    phone("Rose", "sms", "+642000000043", told=False)
    phone("Wiremu", "sms", "+642000000044", state=State.STOPPED)
    phone("Sina", "telegram", "7000000002")
    phone("Dave", "sms", "+642000000042")


def lies_in_the_inbox(
    world: Harakeke,
    state: str,
    words: str,
    *,
    contact: str = "",
    address: str = "+642000000099",
    name: str = "",
) -> None:
    """Something that was heard and stands in this state: from somebody's phone, or from a stranger's."""

    def deed(desk: Desk) -> None:
        met = (
            world.ids.get(contact)
            or people.meet(
                desk.db,
                desk.school.id,
                world["sms"],
                "sms",
                address,
                State.UNVERIFIED,
                "Pacific/Auckland",
                desk.now,
                name,
            ).id
        )
        key = f"SM{world.chance(8).hex()}"
        heard = {"channel": "sms", "key": key, "address": address, "kind": "text", "words": words}
        put(
            desk.db,
            inbox,
            school_id=desk.school.id,
            sender_id=world["sms"],
            channel="sms",
            key=key,
            contact_id=met,
            state=state,
            tries=1,
            heard=heard,
            heard_at=desk.now,
        )

    world.act(deed)
