"""Printed letters and who came with them. A letter waits, was used, was withdrawn, or its time is over."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from bot.store.codes import digest
from bot.store.once import insert_once
from bot.store.restrictions import restricted
from bot.store.tables import arrival, child, code, household, letter, membership


def put(db: Connection, school_id: int, household_id: int, plain: str, *, person_id: int | None, language: str,
        now: datetime) -> None:  # fmt: skip
    """Keeps a letter for the code that was made for it."""
    code_id = db.execute(select(code.c.id).where(code.c.digest == digest(plain))).scalar_one()
    db.execute(insert(letter).values(
        school_id=school_id, household_id=household_id, code_id=code_id, person_id=person_id, language=language,
        made_at=now,
    ))  # fmt: skip


def by_plain(db: Connection, plain: str) -> RowMapping | None:
    """The letter with this code, and what has become of the code."""
    query = select(letter, code.c.used_at, code.c.expires_at).join(code, code.c.id == letter.c.code_id)
    return db.execute(query.where(code.c.digest == digest(plain))).mappings().first()


def of_code(db: Connection, code_id: int) -> RowMapping:
    """The letter of a code, and the phone that brought it."""
    query = select(letter, code.c.used_by).join(code, code.c.id == letter.c.code_id)
    return db.execute(query.where(letter.c.code_id == code_id)).mappings().one()


def withdraw(db: Connection, letter_ids: Collection[int], now: datetime) -> int:
    """Takes letters back that nobody has used yet; how many. Their codes work no more."""
    unused = select(code.c.id).where(code.c.used_at.is_(None))
    these = (letter.c.id.in_(letter_ids), letter.c.withdrawn_at.is_(None), letter.c.code_id.in_(unused))
    ended = db.scalars(
        update(letter).where(*these).values(withdrawn_at=now).returning(letter.c.code_id)
    ).all()
    db.execute(update(code).where(code.c.id.in_(ended), code.c.expires_at > now).values(expires_at=now))
    return len(ended)


def of_homes(db: Connection, household_ids: Collection[int]) -> list[int]:
    """All letters that were ever printed for these homes."""
    return list(db.scalars(select(letter.c.id).where(letter.c.household_id.in_(household_ids))))


def arrived(db: Connection, school_id: int, letter_id: int, contact_id: int, person_id: int,
            asked: Collection[int], now: datetime) -> int | None:  # fmt: skip
    """Somebody came with a letter; None when that was kept already."""
    return insert_once(db, arrival, {
        "school_id": school_id, "letter_id": letter_id, "contact_id": contact_id, "person_id": person_id,
        "asked": list(asked), "came_at": now,
    })  # fmt: skip


def arrival_of(db: Connection, arrival_id: int) -> RowMapping:
    query = select(arrival, letter.c.household_id, letter.c.code_id).join(
        letter, letter.c.id == arrival.c.letter_id
    )
    return db.execute(query.where(arrival.c.id == arrival_id)).mappings().one()


def decide(db: Connection, arrival_id: int, by: int, outcome: str, now: datetime) -> bool:
    """Whoever is first decides; False for everybody after."""
    still = (arrival.c.id == arrival_id, arrival.c.decided_at.is_(None))
    decided = update(arrival).where(*still).values(decided_at=now, decided_by=by, outcome=outcome)
    return db.execute(decided).rowcount == 1


def homes_of(db: Connection, child_ids: Collection[int]) -> list[RowMapping]:
    """Each home of these children: its id, the child and their name, by name."""
    query = (
        select(household.c.id, household.c.child_id, child.c.name)
        .join(child, child.c.id == household.c.child_id)
        .where(household.c.child_id.in_(child_ids))
        .order_by(child.c.name, child.c.id, household.c.id)
    )
    return list(db.execute(query).mappings())


def new_home(db: Connection, school_id: int, child_id: int, label: str) -> None:
    """A home for a child of whom the roll names nobody yet."""
    insert_once(db, household, {"school_id": school_id, "child_id": child_id, "label": label})


def make_guardian(db: Connection, school_id: int, household_id: int, person_id: int, relation: str,
                  scope: str, by: int, now: datetime) -> None:  # fmt: skip
    """The school's own word that this person is a parent or caregiver here. Whom it keeps out stays out, silently."""
    whose = db.execute(select(household.c.child_id).where(household.c.id == household_id)).scalar_one()
    if restricted(db, whose, person_id):
        return
    insert_once(db, membership, {
        "school_id": school_id, "household_id": household_id, "person_id": person_id, "relation": relation,
        "guardian": True, "scope": scope, "from_roll": False, "let_in_by": by, "since": now,
    })  # fmt: skip
