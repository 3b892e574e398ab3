"""Printed letters as the console lists them, and who waits at the door with one."""

from collections.abc import Collection

from sqlalchemy import Connection, RowMapping, select

from bot.store.console import scope
from bot.store.console.scope import Sight
from bot.store.tables import arrival, child, code, contact, household, letter, person


def of_children(db: Connection, sight: Sight, child_ids: Collection[int]) -> list[RowMapping]:
    """The letters for these children's homes, newest first, each with what became of its code."""
    query = (
        select(
            letter.c.id, letter.c.language, letter.c.made_at, letter.c.withdrawn_at, letter.c.household_id,
            household.c.child_id, child.c.name.label("child_name"), code.c.used_at, code.c.expires_at,
            arrival.c.decided_at, arrival.c.outcome, person.c.name.label("printed_by"),
        )
        .join(household, household.c.id == letter.c.household_id)
        .join(child, child.c.id == household.c.child_id)
        .join(code, code.c.id == letter.c.code_id)
        .outerjoin(arrival, arrival.c.letter_id == letter.c.id)
        .outerjoin(person, person.c.id == letter.c.person_id)
        .where(letter.c.id.in_(scope.letters(sight)), household.c.child_id.in_(child_ids))
        .order_by(child.c.name, child.c.id, letter.c.id.desc())
    )  # fmt: skip
    return list(db.execute(query).mappings())


def at_the_door(db: Connection, sight: Sight) -> list[RowMapping]:
    """Who came with a letter and waits for an answer, the longest waiting first. For the office only."""
    query = (
        select(arrival, letter.c.household_id, child.c.name.label("child_name"), person.c.name.label("newcomer"),
               contact.c.channel, contact.c.address)
        .join(letter, letter.c.id == arrival.c.letter_id)
        .join(household, household.c.id == letter.c.household_id)
        .join(child, child.c.id == household.c.child_id)
        .join(person, person.c.id == arrival.c.person_id)
        .join(contact, contact.c.id == arrival.c.contact_id)
        .where(arrival.c.id.in_(scope.arrivals(sight)), arrival.c.decided_at.is_(None))
        .order_by(arrival.c.id)
    )  # fmt: skip
    return list(db.execute(query).mappings())
