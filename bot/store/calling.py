"""What must still be true at the moment of a call: read for a whole chunk at once, in the call's own transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from bot.model.chat import Question, Wording
from bot.model.delivery import Gate
from bot.model.people import AT_THE_DESK, OF_A_ROOM, Person, Place, Scope
from bot.model.ways import Settings
from bot.store import contents, gathering, machines, media, prompts, sharing, translations, urgent, ways
from bot.store.columns import Moment
from bot.store.digest_hours import HOME, SCHOOL, chosen
from bot.store.people import A_PERSON, as_person
from bot.store.places import sees_private
from bot.store.prepared import Prepared, among
from bot.store.questions import as_question
from bot.store.restrictions import keeps_out
from bot.store.rows import Row
from bot.store.tables import (
    child,
    contact,
    contact_person,
    enrolment,
    household,
    membership,
    message,
    person,
    prompt,
    question,
    staffing,
    suppression,
    thread,
)

Ids = Collection[int]
Places = dict[tuple[int, int], frozenset[Place]]


@dataclass(frozen=True)
class Facts:
    """Everything that the last look needs, by the ids that the deliveries carry."""

    suppressed: frozenset[tuple[int, str]]  #: (sender, address)
    members: Places  #: (contact, lane): as what somebody there belongs today
    awake: Places  #: the same without those who asked for a pause
    owners: frozenset[tuple[int, int]]  #: (contact, person): whose phone it is today
    tongues: dict[int, str]  #: contact: the language in which all of its people read
    staff: frozenset[tuple[int, int]]  #: (person, child): teaches the child today, or is the office
    pairs: dict[int, list[tuple[int, int]]]  #: delivery: its (child, lane) pairs
    names: dict[int, str]  #: child
    people: dict[int, Person]
    prompts: dict[int, Row]
    said: dict[int, Row]  #: message: its kind, matter and ears today, its thread, and the home whose it is
    answers: dict[int, int]  #: message: the person whose words it answers
    wordings: dict[int, list[Wording]]
    media: dict[int, list[Row]]
    questions: dict[int, Question]
    wanted: dict[tuple[int, str], Row]  #: (content, language): a wording that was asked for
    machines: dict[int, str]  #: lane: what that family says about machines
    delicate: frozenset[int] = frozenset()  #: contents whose writer wants a person to look first
    refused: frozenset[tuple[int, str]] = frozenset()  #: (person, kind of prompt): never wanted
    ways: dict[int, Settings] = field(default_factory=dict)  #: person: hours and days that they asked for
    paced: dict[int, Settings] = field(default_factory=dict)  #: contact: … that everybody there can keep
    office: frozenset[int] = frozenset()  #: who of these reads what is urgent, today
    inside: dict[int, list[Row]] = field(default_factory=dict)  #: what travels in a weekly or daily text
    one_a_day: frozenset[tuple[int, str]] = frozenset()  #: (person, kind): all of a day in one message
    #: Of readers: worked out once each.
    hours: dict[tuple[str, str], datetime | None] = field(default_factory=dict)
    windows: dict[tuple[str, str], datetime | None] = field(default_factory=dict)  #: … when they close
    buttons: dict[str, str] = field(default_factory=dict)  #: … what SHARE is called in each language


def facts(db: Connection, rows: Sequence[Row], now: datetime) -> Facts:
    inside = gathering.inside(db, [row["id"] for row in rows if gathering.holds_others(row)])
    rows = [*rows, *(it for items in inside.values() for it in items)]
    pairs = prompts.children_of_delivery(db, [row["id"] for row in rows])
    children = {it for found in pairs.values() for it, _home in found}
    homes = {home for found in pairs.values() for _child, home in found}
    contacts, persons = _ids(rows, "contact_id"), _ids(rows, "person_id")
    readers = _of(_PEOPLE, db, persons)
    messages, contents_ = _ids(rows, "message_id"), _ids(rows, "content_id")
    wordings, owners = contents.wordings(db, contents_), _of(_OWNERS, db, contacts)
    said = _of(_SAID, db, messages)
    several = any(len(it) > 1 for it in wordings.values())
    members, awake = _members(db, contacts, homes, now)
    at_home = {it.person_id for places in members.values() for it in places}
    own = ways.hours_of(db, {*persons, *(it["person_id"] for it in owners)})
    return Facts(
        frozenset(
            (it["sender_id"], it["address"]) for it in _of(_SUPPRESSED, db, {row["address"] for row in rows})
        ),
        members,
        awake,
        frozenset((it["contact_id"], it["person_id"]) for it in owners),
        sharing.tongues(owners),
        _staff(db, [row["person_id"] for row in rows if row["gate"] == Gate.STAFF], children, now),
        pairs,
        {it["id"]: it["name"] for it in _of(_NAMES, db, children)},
        {it["id"]: as_person(it) for it in readers},
        {it["id"]: it for it in _of(_PROMPTS, db, _ids(rows, "prompt_id"))},
        {it["id"]: it for it in said},
        {it["id"]: it["author_id"] for it in _of(_ANSWERED, db, messages)},
        wordings,
        media.of_contents(db, contents_),
        {it["id"]: as_question(it) for it in _of(_QUESTIONS, db, _ids(rows, "question_id"))},
        translations.of_contents(db, contents_),
        machines.said_by(db, homes) if several else {},
        translations.marked(db, contents_) if several else frozenset(),
        ways.refused_by(db, at_home),
        own,
        sharing.paced(owners, own),
        urgent.at_office(db, [row["person_id"] for row in rows if row["gate"] == Gate.OFFICE], now),
        inside,
        frozenset((it["id"], kind) for it in readers for kind in (HOME, SCHOOL) if it[kind]),
    )


def _ids(rows: Sequence[Row], column: str) -> list[int]:
    return list({row[column] for row in rows if row[column] is not None})


def _of(statement: Prepared, db: Connection, ids: Collection[Any], **more: Any) -> Sequence[Row]:
    """Its rows for these; nobody is asked about none."""
    return statement.rows(db, ids=list(ids), **more) if ids else ()


def _members(db: Connection, contacts: Ids, homes: Ids, now: datetime) -> tuple[Places, Places]:
    """Who belongs where, and who of them has not asked for a pause."""
    all_: dict[tuple[int, int], set[Place]] = {}
    awake: dict[tuple[int, int], set[Place]] = {}
    for row in _of(_MEMBERS, db, contacts, now=now) if homes else ():
        here = (row["contact_id"], row["household_id"])
        if row["household_id"] not in homes:
            continue
        place = Place(Scope(row["scope"]), row["subject"] or "", bool(row["private"]), row["person_id"])
        all_.setdefault(here, set()).add(place)
        if row["paused_until"] is None or row["paused_until"] <= now:
            awake.setdefault(here, set()).add(place)
    return _frozen(all_), _frozen(awake)


def _frozen(found: dict[tuple[int, int], set[Place]]) -> Places:
    return {here: frozenset(places) for here, places in found.items()}


def _staff(db: Connection, persons: Ids, children: Ids, now: datetime) -> frozenset[tuple[int, int]]:
    if not persons or not children:
        return frozenset()
    teaching = _of(_TEACHING, db, persons, children=list(children), now=now)
    office = _of(_OFFICE, db, persons, now=now)
    found = {(row["person_id"], row["child_id"]) for row in teaching}
    return frozenset(found | {(row["person_id"], it) for row in office for it in children})


def _today(rows: Any) -> Any:
    now = bindparam("now", type_=Moment)
    return (rows.c.since <= now) & or_(rows.c.until.is_(None), rows.c.until > now)


def _newest(dialect: str) -> Any:
    return (
        select(func.max(suppression.c.id))
        .where(among(suppression.c.address, "ids", dialect))
        .group_by(suppression.c.sender_id, suppression.c.address)
    )


_FIRST = message.alias("first")
_SUPPRESSED = Prepared(lambda dialect: select(suppression.c.sender_id, suppression.c.address)
    .where(suppression.c.id.in_(_newest(dialect)), suppression.c.stopped))  # fmt: skip
#: Of the phones alone: with the homes in it too, SQLite looks at every phone for each home of a chunk.
_MEMBERS = Prepared(lambda dialect: select(
        contact_person.c.contact_id, membership.c.household_id, membership.c.person_id, membership.c.scope,
        membership.c.subject, person.c.paused_until, sees_private().label("private"),
    )
    .join(membership, membership.c.person_id == contact_person.c.person_id)
    .join(person, person.c.id == membership.c.person_id)
    .join(household, household.c.id == membership.c.household_id)
    .join(contact, contact.c.id == contact_person.c.contact_id)
    .where(among(contact_person.c.contact_id, "ids", dialect), _today(membership))
    .where(~keeps_out(household.c.child_id, membership.c.person_id, contact.c.address)))  # fmt: skip
_OWNERS = Prepared(lambda dialect: select(contact_person.c.contact_id, contact_person.c.person_id, person.c.language)
    .join(person, person.c.id == contact_person.c.person_id)
    .where(among(contact_person.c.contact_id, "ids", dialect)))  # fmt: skip
_TEACHING = Prepared(lambda dialect: select(staffing.c.person_id, enrolment.c.child_id)
    .join(enrolment, enrolment.c.room_id == staffing.c.room_id)
    .where(among(staffing.c.person_id, "ids", dialect), among(enrolment.c.child_id, "children", dialect))
    .where(or_(*(staffing.c.role == it.value for it in OF_A_ROOM)))
    .where(_today(staffing), _today(enrolment)))  # fmt: skip
_OFFICE = Prepared(lambda dialect: select(staffing.c.person_id)
    .where(among(staffing.c.person_id, "ids", dialect), or_(*(staffing.c.role == it.value for it in AT_THE_DESK)))
    .where(_today(staffing)))  # fmt: skip
_NAMES = Prepared(lambda dialect: select(child.c.id, child.c.name).where(among(child.c.id, "ids", dialect)))
_PEOPLE = Prepared(lambda dialect: select(
    *A_PERSON, chosen(person.c.id, HOME).label("home"), chosen(person.c.id, SCHOOL).label("school")
).where(among(person.c.id, "ids", dialect)))  # fmt: skip
_PROMPTS = Prepared(lambda dialect: select(
    prompt.c.id, prompt.c.state, prompt.c.kind, prompt.c.choices, prompt.c.subject, prompt.c.matter,
    prompt.c.held_at, prompt.c.due_at,
).where(among(prompt.c.id, "ids", dialect)))  # fmt: skip
_SAID = Prepared(lambda dialect: select(
        message.c.id, message.c.kind, message.c.matter, message.c.ears, thread.c.household_id,
    thread.c.id.label("thread_id"),
    )
    .join(thread, thread.c.id == message.c.thread_id)
    .where(among(message.c.id, "ids", dialect)))  # fmt: skip
_ANSWERED = Prepared(lambda dialect: select(message.c.id, _FIRST.c.author_id)
    .join(_FIRST, _FIRST.c.id == message.c.answers_id)
    .where(among(message.c.id, "ids", dialect)))  # fmt: skip
_QUESTIONS = Prepared(lambda dialect: select(question).where(among(question.c.id, "ids", dialect)))
