"""A school of any size, in seconds: families by the thousand, written set by set on SQLite and PostgreSQL alike.

Of every hundred families, numbered from 1: odd ones have two adults with a phone each, even ones have one adult;
every tenth has a second child in the next room. Then the ones that make a school true to life: said STOP, gone,
wrong, paused, let in for stories only, two adults on one phone, no phone at all, two phones, a grandmother abroad.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, text

from bot.store.columns import Moment

ROOM = 25  #: children in a room
LANGUAGES = ("en", "mi", "sm", "hi")
#: What makes a family special, by its number modulo a hundred.
SHARED, STOPPED, GONE, WRONG, PAUSED, STORIES, PHONELESS, TWO_PHONES, ABROAD, LEFT = (
    7, 11, 13, 17, 19, 23, 29, 31, 37, 41,
)  # fmt: skip


@dataclass(frozen=True)
class Many:
    """What was written, by its ids: rooms are 1 to `rooms`, the teacher is a person of their own."""

    families: int
    rooms: int
    teacher: int


def families(db: Connection, school_id: int, senders: Mapping[str, int], now: datetime, count: int) -> Many:
    """So many families in a school that has none yet. `senders` by channel: SMS, and Telegram where there is one."""
    rooms = count // ROOM + 1
    known = {
        "school": bindparam("school", school_id), "sms": bindparam("sms", senders["sms"]),
        "telegram": bindparam("telegram", senders.get("telegram", senders["sms"])),
        "ago": bindparam("ago", now - timedelta(days=90), Moment),
        "later": bindparam("later", now + timedelta(days=9), Moment),
    }  # fmt: skip
    for words in _statements(count, rooms, "telegram" in senders):
        db.execute(text(words).bindparams(*(it for name, it in known.items() if f":{name}" in words)))
    if db.dialect.name == "postgresql":
        for table in ("person", "contact", "child", "household", "room"):
            db.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"))
        db.execute(text("ANALYZE"))
    return Many(count, rooms, 2 * count + 1)


def _statements(count: int, rooms: int, telegram: bool) -> list[str]:
    """Persons and contacts 2f-1 and 2f are family f's; child f is its first, count + f its second."""

    def each(most: int) -> str:
        return f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most}) SELECT"

    family = "((i + 1) / 2)"  # of an adult
    kind = f"({family} % 100)"
    first = "i % 2 = 1"
    there = f"({first} OR {family} % 2 = 1)"  # the second adult of even families is nobody
    by_telegram = "i % 3 = 0" if telegram else "false"
    state = f"""CASE {kind} WHEN {STOPPED} THEN 'stopped' WHEN {GONE} THEN 'gone' WHEN {WRONG} THEN 'wrong'
        ELSE 'active' END"""
    language = " ".join(f"WHEN {n} THEN '{it}'" for n, it in enumerate(LANGUAGES))
    scope = f"CASE WHEN {kind} = {STORIES} AND NOT {first} THEN 'stories' ELSE 'everything' END"
    until = f"CASE WHEN {kind} = {LEFT} AND NOT {first} THEN :ago ELSE NULL END"
    adults, second = 2 * count, count // 10
    return [
        f"""INSERT INTO person (id, school_id, name, folded, language, language_chosen, weekly, paused_until, created_at)
            {each(adults)} i, :school, 'Adult ' || i, 'adult ' || i, CASE i % {len(LANGUAGES)} {language} END, false,
            i % 4, CASE WHEN {kind} = {PAUSED} THEN :later END, :ago FROM n WHERE {there}""",
        f"""INSERT INTO person (id, school_id, name, folded, language, language_chosen, weekly, created_at)
            VALUES ({adults + 1}, :school, 'Ms Tane', 'ms tane', 'en', false, 3, :ago)""",
        f"""INSERT INTO contact (id, school_id, sender_id, channel, address, state, zone, notice_at, created_at)
            {each(adults)} i, :school, CASE WHEN {by_telegram} THEN :telegram ELSE :sms END,
            CASE WHEN {by_telegram} THEN 'telegram' ELSE 'sms' END, '+64' || CAST(200000000 + i AS TEXT), {state},
            CASE WHEN {kind} = {ABROAD} THEN 'Pacific/Niue' ELSE 'Pacific/Auckland' END, :ago, :ago FROM n
            WHERE {there} AND {kind} <> {PHONELESS} AND NOT ({kind} = {SHARED} AND NOT {first})""",
        f"""INSERT INTO contact_person (school_id, contact_id, person_id) {each(adults)} :school,
            CASE WHEN {kind} = {SHARED} AND NOT {first} THEN i - 1 ELSE i END, i FROM n
            WHERE {there} AND {kind} <> {PHONELESS}""",
        # The second adult's phone is the first one's second phone.
        f"""INSERT INTO contact_person (school_id, contact_id, person_id) {each(adults)} :school, i + 1, i FROM n
            WHERE {kind} = {TWO_PHONES} AND {first}""",
        f"""INSERT INTO child (id, school_id, name, folded, created_at) {each(count + second)}
            i, :school, 'Child ' || i, 'child ' || i, :ago FROM n""",
        f"""INSERT INTO household (id, school_id, child_id, label) {each(count + second)} i, :school, i, 'home' FROM n""",
        f"""INSERT INTO thread (school_id, child_id, household_id) {each(count + second)} :school, i, i FROM n""",
        f"""INSERT INTO room (id, school_id, name, folded) {each(rooms)} i, :school, 'Room ' || i, 'room ' || i FROM n""",
        f"""INSERT INTO enrolment (school_id, child_id, room_id, since) {each(count + second)} :school, i,
            CASE WHEN i <= {count} THEN (i - 1) / {ROOM} + 1 ELSE ((i - {count}) * 10 / {ROOM}) % {rooms} + 1 END, :ago FROM n""",
        f"""INSERT INTO membership (school_id, household_id, person_id, relation, guardian, scope, from_roll, since, until)
            {each(adults)} :school, {family}, i, 'parent', {first}, {scope}, true, :ago, {until} FROM n WHERE {there}""",
        f"""INSERT INTO membership (school_id, household_id, person_id, relation, guardian, scope, from_roll, since)
            {each(adults)} :school, {count} + {family} / 10, i, 'parent', {first}, 'everything', true, :ago
            FROM n WHERE {there} AND {family} % 10 = 0""",
    ]  # fmt: skip
