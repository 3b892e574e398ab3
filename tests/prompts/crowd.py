"""A crowd of families in rows, and one who asks them: with time that stands still, and pages as small as a test wants."""

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import Table, insert, select, update

from bot.acts import previewing, prompting, schools
from bot.acts.desk import Desk
from bot.acts.previewing import Preview
from bot.jobs import prompts as jobs
from bot.model.chat import PromptKind, Wording
from bot.model.people import Role
from bot.store import contents, engine, people, prompts, rooms
from bot.store import schools as school_rows
from bot.store.tables import (
    child,
    contact,
    contact_person,
    delivery,
    delivery_child,
    enrolment,
    household,
    membership,
    person,
    room,
    staffing,
)
from tests.dispatch.bench import MORNING, SPEECH
from tests.ground import many
from tests.ground.school import SCHOOL

T = TypeVar("T")
STATES = ("active",) * 8 + ("stopped", "gone", "wrong", "unverified", "group")
ZONES = ("Pacific/Auckland", "Pacific/Auckland", "Pacific/Niue")


class Crowd:
    def __init__(self, url: str) -> None:
        self.engine, self.now = engine.connect(url), MORNING
        self.senders: dict[str, int] = engine.act(self.engine, self._enrol)
        self.teacher = 0

    def close(self) -> None:
        self.engine.dispose()

    def act(self, deed: Callable[[Desk], T]) -> T:
        return engine.act(self.engine, lambda db: deed(self.desk(db)))

    def desk(self, db: Any) -> Desk:
        school = school_rows.only(db)
        assert school is not None
        return Desk(db, school, self.now, lambda size: b"\1" * size, speech=SPEECH)

    # Families

    def many(self, families: int) -> None:
        """The ones of tests.ground.many: alike, and of every kind that there is."""
        made = self.act(lambda desk: many.families(desk.db, desk.school.id, self.senders, self.now, families))
        self.teacher = made.teacher
        self.act(self._works_here)

    def _works_here(self, desk: Desk) -> None:
        work = {"person_id": self.teacher, "role": Role.OFFICE, "since": self.now - timedelta(days=9)}
        desk.db.execute(insert(staffing).values(school_id=desk.school.id, **work))

    def any(self, seed: int, children: int = 70) -> None:
        """Families as chance has it: shared phones, several phones, two homes, ended and coming memberships."""
        self.act(lambda desk: self._any(desk, random.Random(seed), children))

    def _any(self, desk: Desk, chance: random.Random, children: int) -> None:
        def add(table: Table, **values: Any) -> int:
            made = insert(table).values({"school_id": desk.school.id} | values).returning(table.c.id)
            return int(desk.db.execute(made).scalar_one())

        ago, ahead = self.now - timedelta(days=9), self.now + timedelta(days=9)
        until = [None] * 8 + [ago, ahead, self.now]
        places = [add(room, name=f"Room {n}", folded=f"room {n}") for n in range(4)]
        adults = [
            add(person, name=f"Adult {n}", folded=f"adult {n}", language=chance.choice(["en", "mi", "sm", "hi"]),
                weekly=3, paused_until=chance.choice([None, None, None, ago, ahead, self.now]), created_at=ago)
            for n in range(children)
        ]  # fmt: skip
        self.teacher = add(person, name="Ms Tane", folded="ms tane", language="en", created_at=ago)
        self._works_here(desk)
        for n in range(2 * children):
            channel = chance.choice(["sms", "telegram"])
            phone = add(
                contact, sender_id=self.senders[channel], channel=channel, address=f"address {n}",
                state=chance.choice(STATES), zone=chance.choice(ZONES), notice_at=ago, created_at=ago,
            )  # fmt: skip
            for owner in chance.sample(adults, chance.choice([1, 1, 1, 2])):
                add(contact_person, contact_id=phone, person_id=owner)
        for n in range(children):
            pupil = add(child, name=f"Child {n}", folded=f"child {n}", created_at=ago)
            for place in chance.sample(places, chance.choice([1, 1, 1, 2])):
                add(enrolment, child_id=pupil, room_id=place, since=ago, until=chance.choice(until))
            for label in ("home", "other home")[: chance.choice([1, 1, 2])]:
                home = add(household, child_id=pupil, label=label)
                for adult in chance.sample(adults, chance.choice([1, 2, 3, 4])):
                    add(
                        membership, household_id=home, person_id=adult, relation="whānau",
                        guardian=chance.random() < 0.5, scope=chance.choice(["everything", "everything", "stories"]),
                        from_roll=True, since=chance.choice([ago, ago, ago, ahead]), until=chance.choice(until),
                    )  # fmt: skip

    # What a teacher does

    def draft(self, *rooms_named: str, words: str = "What did you read?", kind: PromptKind = PromptKind.PROMPT,
              child_id: int | None = None) -> int:  # fmt: skip
        def drafted(desk: Desk) -> int:
            every = rooms.every(desk.db, desk.school.id)
            chosen = [it.id for it in every if it.name in rooms_named or not (rooms_named or child_id)]
            content = contents.keep(desk.db, desk.school.id, [Wording("en", words), Wording("mi", "He aha?")])
            made = prompts.draft(
                desk.db, desk.school.id, content_id=content, kind=kind, author_id=self.teacher,
                room_ids=chosen, child_id=child_id, now=desk.now,
            )  # fmt: skip
            assert made is not None
            return made

        return self.act(drafted)

    def preview(self, prompt_id: int) -> Preview:
        return self.act(lambda desk: previewing.preview(desk, desk.speech, prompt_id))

    def send(self, prompt_id: int) -> None:
        """Lets it go, and goes on until it is written."""
        self.act(lambda desk: prompting.confirm(desk, prompt_id))
        while self.act(jobs.fan_out_due):
            pass

    # Rows

    def add(self, table: Table, **values: Any) -> int:
        def put(desk: Desk) -> int:
            made = insert(table).values({"school_id": desk.school.id} | values).returning(table.c.id)
            return int(desk.db.execute(made).scalar_one())

        return self.act(put)

    def change(self, table: Table, *where: Any, **values: Any) -> None:
        self.act(lambda desk: desk.db.execute(update(table).where(*where).values(**values)))

    def rows(self, query: Any) -> Sequence[Any]:
        return self.act(lambda desk: desk.db.execute(query).all())

    def written(self, prompt_id: int) -> dict[int, tuple[int, frozenset[int]]]:
        """By phone: its reader, and the homes that it is written to about."""
        mine = select(delivery.c.id, delivery.c.contact_id, delivery.c.person_id).where(
            delivery.c.prompt_id == prompt_id
        )
        pairs = select(delivery_child.c.delivery_id, delivery_child.c.household_id)
        homes: dict[int, set[int]] = {}
        for delivery_id, home in self.rows(pairs):
            homes.setdefault(delivery_id, set()).add(home)
        found = self.rows(mine)
        assert len({it.contact_id for it in found}) == len(found), "one text a phone"
        return {it.contact_id: (it.person_id, frozenset(homes[it.id])) for it in found}

    def _enrol(self, db: Any) -> dict[str, int]:
        schools.apply(db, schools.read(SCHOOL), self.now)
        school = school_rows.only(db)
        assert school is not None
        return {
            name: school_rows.sender_for(db, school.id, name, f"our {name}") for name in ("sms", "telegram")
        }


def by_hand(
    crowd: Crowd, room_names: Sequence[str], kind: PromptKind
) -> dict[int, tuple[int, frozenset[int]]]:
    """What `Crowd.written` should say, worked out from plain lists, one member after the other."""

    def holds(row: Any) -> bool:
        return row.since <= crowd.now and (row.until is None or row.until > crowd.now)

    places = {it.id for it in crowd.rows(select(room)) if it.name in room_names}
    pupils = {it.child_id for it in crowd.rows(select(enrolment)) if it.room_id in places and holds(it)}
    homes = {it.id: it.child_id for it in crowd.rows(select(household)) if it.child_id in pupils}
    adults = {it.id: it for it in crowd.rows(select(person))}
    phones = crowd.act(lambda desk: people.contacts_of(desk.db, adults))
    lines: dict[int, list[tuple[bool, int, int]]] = {}
    for it in crowd.rows(select(membership)):
        if (
            it.household_id not in homes
            or not holds(it)
            or (it.scope == "stories" and kind == PromptKind.PROMPT)
        ):
            continue
        paused = adults[it.person_id].paused_until
        phone = people.reachable(phones.get(it.person_id, []))
        if phone is not None and not (paused and paused > crowd.now):
            lines.setdefault(phone.id, []).append((not it.guardian, it.person_id, it.household_id))
    return {
        phone: (min(found)[1], frozenset(home for _g, _p, home in found)) for phone, found in lines.items()
    }
