"""A whole school on one database, of any size, with a question sent to everybody an hour ago. Written in plain SQL:
a million families by way of objects would take longer than all that is measured.

The first families have three adults with a phone each, all the others one; every tenth has a second child; odd
families are on SMS, even ones on Telegram.
"""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg

from bot.acts import prompting, schools
from bot.bench import school
from bot.store import engine
from bot.store import schools as school_rows

THREES = 2000  #: families of three adults, where there are so many families
ROOM = 25  #: children in a room
MOVED_IN = school.MORNING - timedelta(days=1000)  #: when everybody came to the school


@dataclass(frozen=True)
class Phone:
    id: int  #: of the contact, and of its person
    family: int
    address: str


@dataclass(frozen=True)
class Town:
    """Where its rows are, and who lives there."""

    url: str
    families: int

    @property
    def threes(self) -> int:
        return min(self.families, THREES)

    @property
    def phones(self) -> int:
        return self.families + 2 * self.threes

    @property
    def rooms(self) -> int:
        return self.families // ROOM + 1

    def writers(self, channel: str) -> list[Phone]:
        """Those with two others at home, who were asked about one child only: their answer needs no asking back."""
        return [
            Phone(one, family, address(one, channel))
            for one in range(1, 3 * self.threes + 1)
            if (family := (one - 1) // 3 + 1) % 10 and (family % 2 == 0) == (channel == "telegram")
        ]


def address(phone: int, channel: str) -> str:
    return str(700_000_000 + phone) if channel == "telegram" else f"+642{10_000_000 + phone}"


def build(url: str, families: int) -> Town:
    """Fills an empty database."""
    engine.migrate(url)
    opened = engine.connect(url)
    with opened.begin() as db:
        schools.apply(db, schools.read(school.SCHOOL), school.MORNING)
        there = school_rows.only(db)
        assert there is not None
        sms = school_rows.sender_for(db, there.id, "sms", school.NUMBER)
        telegram = school_rows.sender_for(db, there.id, "telegram", "bench_bot")
    opened.dispose()
    town = Town(url, families)
    _run(url, _rows(town, there.id, sms, telegram))
    return town


def copied(town: Town, name: str) -> Town:
    """The same school in a file of its own: each contender finds it as it was."""
    path = Path(town.url.removeprefix("sqlite:///"))
    new = path.with_name(f"{name}.db")
    for old in new.parent.glob(f"{name}.db*"):
        old.unlink()
    shutil.copyfile(path, new)
    return Town(f"sqlite:///{new}", town.families)


def _run(url: str, statements: list[str]) -> None:
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as file:
            file.execute("PRAGMA foreign_keys=OFF")  # they are right by the way they are made
            file.execute("BEGIN IMMEDIATE")
            for statement in statements:
                file.execute(statement)
            file.execute("COMMIT")
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    with psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://", 1), autocommit=True) as server:
        for statement in statements:
            server.execute(statement.encode())
        for table in ("person", "contact", "child", "household", "thread", "room", "content", "prompt", "delivery"):
            server.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}".encode())
        server.execute("ANALYZE")


def _rows(town: Town, school_id: int, sms: int, telegram: int) -> list[str]:
    made, sent = (f"'{at:%Y-%m-%d %H:%M:%S.%f}'" for at in (MOVED_IN, school.MORNING - timedelta(hours=1)))
    if not town.url.startswith("sqlite"):
        made, sent = f"{made}::timestamptz", f"{sent}::timestamptz"
    three, children = town.threes, town.families + town.families // 10
    teacher = town.phones
    frame = f"""[["{prompting.QUESTION}",{{"school":"Harakeke School","teacher":"Ms Tane"}}]]"""

    def numbers(most: int) -> str:
        return f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most})"

    def family(adult: str) -> str:
        return f"(CASE WHEN {adult} <= {3 * three} THEN ({adult} - 1) / 3 + 1 ELSE {adult} - {2 * three} END)"

    def by_channel(adult: str, there: object, here: object) -> str:
        return f"(CASE WHEN {family(adult)} % 2 = 0 THEN {there} ELSE {here} END)"

    # The second child of every tenth family comes after all the first ones.
    parent = f"(CASE WHEN i <= {town.families} THEN i ELSE (i - {town.families}) * 10 END)"
    where = f"{by_channel('i', telegram, sms)}, {by_channel('i', chr(39) + 'telegram' + chr(39), chr(39) + 'sms' + chr(39))}"
    number = by_channel("i", "CAST(700000000 + i AS TEXT)", "'+642' || CAST(10000000 + i AS TEXT)")
    every_phone = f"{numbers(town.phones)} SELECT"
    every_child = f"{numbers(children)} SELECT"
    every_room = f"{numbers(town.rooms)} SELECT"
    return [
        f"""INSERT INTO person (id, school_id, name, folded, language, language_chosen, weekly, created_at) {every_phone}
            i, {school_id}, 'Adult ' || i, 'adult ' || i,
            CASE i % 4 WHEN 0 THEN 'mi' WHEN 1 THEN 'sm' WHEN 2 THEN 'hi' ELSE 'en' END, false, 3, {made} FROM n""",
        f"""INSERT INTO contact (id, school_id, sender_id, channel, address, state, zone, notice_at, created_at)
            {every_phone} i, {school_id}, {where}, {number}, 'active', '{school.ZONE}', {made}, {made} FROM n""",
        f"""INSERT INTO contact_person (school_id, contact_id, person_id) {every_phone} {school_id}, i, i FROM n""",
        f"""INSERT INTO child (id, school_id, name, folded, created_at) {every_child}
            i, {school_id}, 'Child ' || i, 'child ' || i, {made} FROM n""",
        f"""INSERT INTO household (id, school_id, child_id, label) {every_child} i, {school_id}, i, 'home' FROM n""",
        f"""INSERT INTO thread (id, school_id, child_id, household_id) {every_child} i, {school_id}, i, i FROM n""",
        f"""INSERT INTO room (id, school_id, name, folded) {every_room} i, {school_id}, 'Room ' || i, 'room ' || i FROM n""",
        f"""INSERT INTO enrolment (school_id, child_id, room_id, since) {every_child}
            {school_id}, i, ({parent} / {ROOM}) % {town.rooms} + 1, {made} FROM n""",
        f"""INSERT INTO membership (school_id, household_id, person_id, relation, guardian, scope, from_roll, since)
            {every_phone} {school_id}, {family("i")}, i, 'mother', true, 'everything', true, {made} FROM n""",
        f"""INSERT INTO membership (school_id, household_id, person_id, relation, guardian, scope, from_roll, since)
            {every_phone} {school_id}, {town.families} + {family("i")} / 10, i, 'mother', true, 'everything', true, {made}
            FROM n WHERE {family("i")} % 10 = 0""",
        f"""INSERT INTO person (id, school_id, name, folded, language, language_chosen, weekly, created_at) {every_room}
            {teacher} + i, {school_id}, 'Teacher ' || i, 'teacher ' || i, 'en', false, 3, {made} FROM n""",
        f"""INSERT INTO staffing (school_id, person_id, room_id, role, since) {every_room}
            {school_id}, {teacher} + i, i, 'teacher', {made} FROM n""",
        # All at home know who hears their answers.
        f"""INSERT INTO consent (school_id, contact_id, what, about, at) {numbers(3 * three)} SELECT {school_id}, i,
            'told who hears', '{{"' || {family("i")} || '":[' || (3 * {family("i")} - 2) || ',' || (3 * {family("i")} - 1) || ','
            || (3 * {family("i")}) || ']}}', {made} FROM n""",
        f"INSERT INTO content (id, school_id, language) VALUES (1, {school_id}, 'en')",
        f"""INSERT INTO wording (school_id, content_id, language, words, made_by)
            VALUES ({school_id}, 1, 'en', 'What did you read together this week?', 'person')""",
        f"""INSERT INTO prompt (id, school_id, content_id, author_id, kind, state, due_at, fanned_at, created_at)
            VALUES (1, {school_id}, 1, {teacher} + 1, 'prompt', 'sent', {sent}, {sent}, {sent})""",
        f"INSERT INTO prompt_room (school_id, prompt_id, room_id) {every_room} {school_id}, 1, i FROM n",
        f"""INSERT INTO delivery (id, school_id, sender_id, channel, address, contact_id, person_id, prompt_id, content_id,
            gate, turn, reach, parts, due_at, state, tries, again, words, words_in, external_id, sent_at, created_at)
            {every_phone} i, {school_id}, {where}, {number}, i, i, 1, 1, 'lane', 3, 'prompts', '{frame}',
            {sent}, 'sent', 1, false, 'Ms Tane, Harakeke School: What did you read together this week?', 'en',
            'sent ' || i, {sent}, {sent} FROM n""",
        f"""INSERT INTO delivery_child (school_id, delivery_id, child_id, household_id)
            {every_phone} {school_id}, i, {family("i")}, {family("i")} FROM n""",
        f"""INSERT INTO delivery_child (school_id, delivery_id, child_id, household_id) {every_phone} {school_id}, i,
            {town.families} + {family("i")} / 10, {town.families} + {family("i")} / 10 FROM n WHERE {family("i")} % 10 = 0""",
        f"""INSERT INTO attempt (school_id, delivery_id, contact_id, sender_id, token, state, outcome, claimed_at,
            called_at, absences, settled_at) {every_phone} {school_id}, i, i, {by_channel("i", telegram, sms)},
            'sent ' || i, 'settled', 'sent', {sent}, {sent}, 0, {sent} FROM n""",
    ]  # fmt: skip
