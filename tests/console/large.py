"""A large school in seconds: 100 rooms, 3,000 children, 200,000 messages. `python -m tests.console.large FILE` keeps one.

Every id is known beforehand: child, home, thread, its one adult and their phone all have the same number. Room 1's
teacher is TEACHER, the office OFFICE.
"""

import hashlib
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from bot.acts.desk import LOCALES, Desk, Links
from bot.languages.catalogue import Catalogues
from bot.model.people import Role
from bot.model.school import Calendar, School
from bot.store import engine, finding, schools

ROOMS, CHILDREN, MESSAGES = 100, 3_000, 200_000
TEACHER, OFFICE = CHILDREN + 1, CHILDREN + ROOMS + 1
NOW = datetime(2026, 11, 24, 2, 10, tzinfo=UTC)
#: Of every ten messages: seven from home, three from school; each thread ends with one or the other.
WORDS = ("we read a book about {n}", "kua pānui mātou i te pukapuka {n}", "na matou faitau le tusi {n}", "他们读了第{n}本书",
         "is there swimming on day {n}", "the hāngī pit is {n} arms deep", "قرأنا الكتاب {n}")  # fmt: skip


@dataclass(frozen=True)
class Large:
    engine: Engine
    school: School

    def desk(self, db: Connection) -> Desk:
        return Desk(db, self.school, NOW, lambda size: hashlib.shake_256(b"x").digest(size),
                    Links("", "+642000000040", "bot"), Catalogues.load(LOCALES))  # fmt: skip


def seed(url: str, *, rooms: int = ROOMS, children: int = CHILDREN, messages: int = MESSAGES) -> Large:
    engine.migrate(url)
    opened = engine.connect(url)
    plan = School(0, "large", "Large School", "1 Example Road", "the office", "09 555 0100", "111", "standard",
                  ("en", "mi", "sm"), Calendar(region="AUK"))  # fmt: skip
    engine.act(
        opened, lambda db: _fill(db, schools.save(db, plan, _ago(days=400)), rooms, children, messages)
    )
    kept = engine.look(opened, schools.only)
    assert kept is not None
    while engine.act(opened, lambda db: finding.catch_up(db, 20_000)):
        pass
    with opened.connect() as db:
        db.exec_driver_sql("ANALYZE")
        db.commit()
    return Large(opened, kept)


def _fill(db: Connection, school: School, rooms: int, children: int, messages: int) -> None:
    sms = schools.sender_for(db, school.id, "sms", "+642000000040")
    schools.sender_for(db, school.id, "telegram", "bot")
    long_ago, teachers = _ago(days=400), range(children + 1, children + rooms + 1)
    office = children + rooms + 1
    at = {"school_id": school.id, "since": long_ago, "created_at": long_ago}
    everybody = [*range(1, children + 1), *teachers, office]
    _rows(db, "person", "id, school_id, name, folded, language, language_chosen, weekly, created_at",
          [{**at, "id": it, "name": f"Adult {it}", "folded": f"adult {it}", "language": ("en", "mi", "sm")[it % 3],
            "language_chosen": False, "weekly": 3} for it in everybody])  # fmt: skip
    _rows(db, "room", "id, school_id, name, folded",
          [{**at, "id": it, "name": f"Room {it}", "folded": f"room {it}"} for it in range(1, rooms + 1)])  # fmt: skip
    pupils = [{**at, "id": it, "name": f"Māia {it}", "folded": f"maia {it}", "label": "A", "child_id": it, "room_id": it % rooms + 1,
               "household_id": it, "person_id": it, "contact_id": it, "relation": "mother", "guardian": True,
               "scope": "everything", "from_roll": True, "sender_id": sms, "channel": "sms",
               "address": f"+6421{it:07}", "state": "stopped" if it % 50 == 0 else "active",
               "zone": "Pacific/Auckland", "notice_at": long_ago, "last_at": NOW}
              for it in range(1, children + 1)]  # fmt: skip
    for table, columns in (
        ("child", "id, school_id, name, folded, created_at"),
        ("enrolment", "school_id, child_id, room_id, since"),
        ("household", "id, school_id, child_id, label"),
        ("thread", "id, school_id, child_id, household_id, last_at"),
        ("membership", "school_id, household_id, person_id, relation, guardian, scope, from_roll, since"),
        ("contact", "id, school_id, sender_id, channel, address, state, zone, notice_at, created_at"),
        ("contact_person", "school_id, contact_id, person_id"),
    ):
        _rows(db, table, columns, pupils)
    staff = [{**at, "person_id": it, "room_id": it - children, "role": Role.TEACHER} for it in teachers]
    _rows(db, "staffing", "school_id, person_id, room_id, role, since",
          [*staff, {**at, "person_id": office, "room_id": None, "role": Role.OFFICE}])  # fmt: skip
    said = [_said(school.id, it, rooms, children, messages) for it in range(1, messages + 1)]
    _rows(db, "content", "id, school_id, language", said)
    _rows(db, "wording", "id, school_id, content_id, language, words, made_by", said)
    _rows(db, "message", "id, school_id, thread_id, author_id, content_id, kind, ears, asides, said_at", said)
    answers = [it for it in said if it["kind"] == "answer"]
    sent = [{**it, "sender_id": sms, "contact_id": it["thread_id"], "person_id": it["thread_id"],
             "message_id": it["id"], "channel": "sms", "address": f"+6421{it['thread_id']:07}", "gate": "lane",
             "turn": 2, "reach": "words", "parts": "[]", "due_at": it["said_at"], "sent_at": it["said_at"],
             "created_at": it["said_at"], "state": "failed" if it["id"] % 500 == 0 else "sent", "tries": 1,
             "again": False, "remind": False, "child_id": it["thread_id"], "household_id": it["thread_id"],
             "delivery_id": it["id"], "segments": 1} for it in answers]  # fmt: skip
    _rows(db, "delivery", "id, school_id, sender_id, contact_id, person_id, message_id, content_id, channel, address, gate, "
          "turn, reach, parts, due_at, sent_at, created_at, state, tries, again, remind, segments", sent)  # fmt: skip
    _rows(db, "delivery_child", "school_id, delivery_id, child_id, household_id", sent)
    if db.dialect.name == "postgresql":
        for table in (
            "person",
            "room",
            "child",
            "household",
            "thread",
            "contact",
            "content",
            "wording",
            "message",
            "delivery",
        ):
            db.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
            )


def _said(school_id: int, number: int, rooms: int, children: int, messages: int) -> dict[str, object]:
    thread = number % children + 1
    turn = number // children
    # In every third thread the family spoke last.
    answer = turn % 3 == 2 or (messages - number < children and thread % 3 != 0)
    kind = "answer" if answer else ("share" if number % 7 == 0 else "note")
    return {"id": number, "school_id": school_id, "thread_id": thread, "content_id": number, "language": "en",
            "author_id": children + thread % rooms + 1 if answer else thread, "kind": kind,
            "ears": "household" if kind == "share" else "writer", "asides": False, "made_by": "person",
            "words": WORDS[number % len(WORDS)].format(n=number), "said_at": NOW - (messages - number) * timedelta(minutes=2)}  # fmt: skip


def _rows(db: Connection, table: str, columns: str, rows: list[dict[str, object]]) -> None:
    names = [it.strip() for it in columns.split(",")]
    put = text(f"INSERT INTO {table} ({columns}) VALUES ({', '.join(f':{it}' for it in names)})")
    if db.dialect.name == "sqlite":  # the driver's own way: Core would take half a minute
        raw = db.connection.dbapi_connection
        marks = ", ".join("?" for _ in names)
        raw.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})",
                        ([_plain(row[it]) for it in names] for row in rows))  # fmt: skip
    else:
        db.execute(put, [{it: row[it] for it in names} for row in rows])


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return value


def _ago(**time: float) -> datetime:
    return NOW - timedelta(**time)


if __name__ == "__main__":
    Path(sys.argv[1]).unlink(missing_ok=True)
    seed(f"sqlite:///{sys.argv[1]}")
