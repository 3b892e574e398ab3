"""What must still be true at the moment of a call: read for a whole chunk at once, in the call's own transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, func, or_, select

from bot.model.chat import Question, Wording
from bot.model.people import Person, Role, Scope
from bot.store import contents, media, prompts
from bot.store.people import as_person
from bot.store.questions import as_question
from bot.store.tables import (
    child,
    contact_person,
    enrolment,
    membership,
    message,
    person,
    prompt,
    question,
    staffing,
    suppression,
)


@dataclass(frozen=True)
class Facts:
    """Everything that the last look needs, by the ids that the deliveries carry."""

    suppressed: frozenset[tuple[int, str]]  #: (sender, address)
    members: dict[tuple[int, int], frozenset[Scope]]  #: (contact, lane): as what somebody there belongs today
    awake: dict[tuple[int, int], frozenset[Scope]]  #: the same without those who asked for a pause
    owners: frozenset[tuple[int, int]]  #: (contact, person): whose phone it is today
    staff: frozenset[tuple[int, int]]  #: (person, child): teaches the child today, or is the office
    pairs: dict[int, list[tuple[int, int]]]  #: delivery: its (child, lane) pairs
    names: dict[int, str]  #: child
    people: dict[int, Person]
    prompts: dict[int, RowMapping]
    kinds: dict[int, str]  #: message
    answers: dict[int, int]  #: message: the person whose words it answers
    wordings: dict[int, list[Wording]]
    media: dict[int, list[RowMapping]]
    questions: dict[int, Question]


def facts(db: Connection, rows: Sequence[RowMapping], now: datetime) -> Facts:
    pairs = prompts.children_of_delivery(db, [row["id"] for row in rows])
    children = {it for found in pairs.values() for it, _home in found}
    content_ids = _ids(rows, "content_id")
    here = {row["contact_id"] for row in rows}
    homes = {home for found in pairs.values() for _c, home in found}
    return Facts(
        _suppressed(db, rows),
        _members(db, here, homes, now),
        _members(db, here, homes, now, or_(person.c.paused_until.is_(None), person.c.paused_until <= now)),
        _owners(db, here),
        _staff(db, _ids(rows, "person_id"), children, now),
        pairs,
        {r.id: r.name for r in db.execute(select(child.c.id, child.c.name).where(child.c.id.in_(children)))},
        {
            r["id"]: as_person(r)
            for r in db.execute(select(person).where(person.c.id.in_(_ids(rows, "person_id")))).mappings()
        },
        {
            r["id"]: r
            for r in db.execute(select(prompt).where(prompt.c.id.in_(_ids(rows, "prompt_id")))).mappings()
        },
        {
            r.id: r.kind
            for r in db.execute(
                select(message.c.id, message.c.kind).where(message.c.id.in_(_ids(rows, "message_id")))
            )
        },
        _answered(db, _ids(rows, "message_id")),
        contents.wordings(db, content_ids),
        media.of_contents(db, content_ids),
        {
            r["id"]: as_question(r)
            for r in db.execute(
                select(question).where(question.c.id.in_(_ids(rows, "question_id")))
            ).mappings()
        },
    )


def _ids(rows: Sequence[RowMapping], column: str) -> list[int]:
    return [row[column] for row in rows if row[column] is not None]


def _answered(db: Connection, messages: Sequence[int]) -> dict[int, int]:
    first = message.alias()
    query = (
        select(message.c.id, first.c.author_id)
        .join(first, first.c.id == message.c.answers_id)
        .where(message.c.id.in_(messages))
    )
    return {row.id: row.author_id for row in db.execute(query)}


def _suppressed(db: Connection, rows: Sequence[RowMapping]) -> frozenset[tuple[int, str]]:
    addresses = {row["address"] for row in rows}
    newest = (
        select(func.max(suppression.c.id))
        .where(suppression.c.address.in_(addresses))
        .group_by(suppression.c.sender_id, suppression.c.address)
    )
    query = select(suppression.c.sender_id, suppression.c.address)
    found = db.execute(query.where(suppression.c.id.in_(newest), suppression.c.stopped))
    return frozenset((row.sender_id, row.address) for row in found)


def _members(
    db: Connection, contacts: set[int], homes: set[int], now: datetime, *which: ColumnElement[bool]
) -> dict[tuple[int, int], frozenset[Scope]]:
    query = (
        select(contact_person.c.contact_id, membership.c.household_id, membership.c.scope)
        .join(membership, membership.c.person_id == contact_person.c.person_id)
        .join(person, person.c.id == membership.c.person_id)
        .where(contact_person.c.contact_id.in_(contacts), membership.c.household_id.in_(homes), *which)
        .where(membership.c.since <= now, or_(membership.c.until.is_(None), membership.c.until > now))
    )
    found: dict[tuple[int, int], set[Scope]] = {}
    for row in db.execute(query):
        found.setdefault((row.contact_id, row.household_id), set()).add(Scope(row.scope))
    return {pair: frozenset(scopes) for pair, scopes in found.items()}


def _owners(db: Connection, contacts: set[int]) -> frozenset[tuple[int, int]]:
    query = select(contact_person.c.contact_id, contact_person.c.person_id)
    found = db.execute(query.where(contact_person.c.contact_id.in_(contacts)))
    return frozenset((row.contact_id, row.person_id) for row in found)


def _staff(
    db: Connection, persons: Sequence[int], children: set[int], now: datetime
) -> frozenset[tuple[int, int]]:
    today = (staffing.c.since <= now, or_(staffing.c.until.is_(None), staffing.c.until > now))
    teaching = (
        select(staffing.c.person_id, enrolment.c.child_id)
        .join(enrolment, enrolment.c.room_id == staffing.c.room_id)
        .where(staffing.c.person_id.in_(persons), enrolment.c.child_id.in_(children), *today)
        .where(enrolment.c.since <= now, or_(enrolment.c.until.is_(None), enrolment.c.until > now))
    )
    office = select(staffing.c.person_id).where(
        staffing.c.person_id.in_(persons), staffing.c.role == Role.OFFICE, *today
    )
    found = {(row.person_id, row.child_id) for row in db.execute(teaching)}
    return frozenset(found | {(it, child_id) for it in db.scalars(office) for child_id in children})
