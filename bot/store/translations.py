"""Wordings that readers need: asked for once, made once for all of them, and never forgotten by a death."""

import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, or_, select, update

from bot.model.chat import Wording
from bot.store import contents
from bot.store.once import insert_once
from bot.store.prepared import Prepared, among
from bot.store.rows import Row
from bot.store.tables import (
    child,
    content,
    delivery,
    enrolment,
    household,
    membership,
    message,
    person,
    prompt,
    prompt_child,
    prompt_room,
    room,
    staffing,
    thread,
    wanted_wording,
    wording,
)

PERSON = "person"  #: who made a wording
#: Whoever took a row and died: after so long somebody else takes it.
TAKEN = timedelta(seconds=30)


def want(db: Connection, school_id: int, content_id: int, language: str, machine: bool, now: datetime,
         until: datetime) -> bool:  # fmt: skip
    """Asks for a wording; False when it has been asked for before."""
    return insert_once(db, wanted_wording, {
        "school_id": school_id, "content_id": content_id, "language": language, "machine": machine,
        "state": "wanted", "again_at": now, "until": until,
    }) is not None  # fmt: skip


def take(db: Connection, now: datetime, limit: int = 16) -> list[RowMapping]:
    """What is to be made now, with the original's words; nobody else takes it for a while."""
    due = (
        select(wanted_wording.c.id)
        .where(wanted_wording.c.state == "wanted", wanted_wording.c.again_at <= now)
        .order_by(wanted_wording.c.again_at, wanted_wording.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(db.scalars(due))
    if not ids:
        return []
    db.execute(
        update(wanted_wording).where(wanted_wording.c.id.in_(ids))
        .values(again_at=now + TAKEN, tries=wanted_wording.c.tries + 1)
    )  # fmt: skip
    query = (
        select(wanted_wording, content.c.language.label("source"), content.c.topic, wording.c.words)
        .join(content, content.c.id == wanted_wording.c.content_id)
        .outerjoin(
            wording, (wording.c.content_id == content.c.id) & (wording.c.language == content.c.language)
        )
        .where(wanted_wording.c.id.in_(ids))
        .order_by(wanted_wording.c.id)
    )
    return list(db.execute(query).mappings())


def change(db: Connection, wanted_id: int, **values: Any) -> None:
    """As long as it is still wanted: a failure that comes late takes back nothing that was made meanwhile."""
    still = (wanted_wording.c.id == wanted_id, wanted_wording.c.state == "wanted")
    db.execute(update(wanted_wording).where(*still).values(**values))


def keep(db: Connection, row: Row, made: Wording) -> bool:
    """A wording that has been made; False when the original has changed meanwhile, or a person was quicker."""
    there = contents.wordings(db, [row["content_id"]])[row["content_id"]]
    if not there or there[0].words != row["words"]:
        return False
    db.execute(update(wanted_wording).where(wanted_wording.c.id == row["id"]).values(state="made", why=None))
    contents.put(db, row["school_id"], row["content_id"], [made])
    return True


def correct(db: Connection, school_id: int, content_id: int, language: str, words: str) -> bool:
    """A person's wording, in place of a machine's, a draft or the phrase book's. False: a person has worded it, and
    that stays."""
    where = (wording.c.content_id == content_id, wording.c.language == language)
    db.execute(wording.delete().where(*where, wording.c.made_by != PERSON))
    contents.put(db, school_id, content_id, [Wording(language, words)])  # nothing, where a person's stands
    kept = db.scalar(select(wording.c.words).where(*where))
    if kept != unicodedata.normalize("NFC", words.strip()):
        return False
    db.execute(
        update(wanted_wording)
        .where(wanted_wording.c.content_id == content_id, wanted_wording.c.language == language)
        .values(state="made", why=None)
    )
    return True


def of_contents(db: Connection, content_ids: Collection[int]) -> dict[tuple[int, str], Row]:
    """What was asked for, by content and language."""
    rows = _WANTED.rows(db, contents=list(content_ids)) if content_ids else ()
    return {(row["content_id"], row["language"]): row for row in rows}


_WANTED = Prepared(
    lambda dialect: select(
        wanted_wording.c.content_id, wanted_wording.c.language, wanted_wording.c.state, wanted_wording.c.until,
        wanted_wording.c.why,
    ).where(among(wanted_wording.c.content_id, "contents", dialect))
)  # fmt: skip


def homes_of(db: Connection, content_id: int) -> list[int]:
    """The homes whose words these are, or that they are about: none for a question to a whole room."""
    said = (
        select(thread.c.household_id)
        .join(message, message.c.thread_id == thread.c.id)
        .where(message.c.content_id == content_id)
    )
    asked = (
        select(household.c.id)
        .join(prompt, prompt.c.child_id == household.c.child_id)
        .where(prompt.c.content_id == content_id)
    )
    return list(db.scalars(said.union(asked)))


def names(db: Connection, school_id: int, content_id: int, now: datetime) -> set[str]:
    """Names that may stand in these words: of staff and rooms, and of everybody in the rooms that they are about."""
    children = (
        select(thread.c.child_id).join(message, message.c.thread_id == thread.c.id)
        .where(message.c.content_id == content_id)
        .union(
            select(prompt.c.child_id).where(prompt.c.content_id == content_id, prompt.c.child_id.is_not(None)),
            select(prompt_child.c.child_id).join(prompt, prompt.c.id == prompt_child.c.prompt_id)
            .where(prompt.c.content_id == content_id),
        )
    )  # fmt: skip
    rooms = (
        select(enrolment.c.room_id)
        .where(enrolment.c.child_id.in_(children), or_(enrolment.c.until.is_(None), enrolment.c.until > now))
        .union(select(prompt_room.c.room_id).join(prompt, prompt.c.id == prompt_room.c.prompt_id)
               .where(prompt.c.content_id == content_id))
    )  # fmt: skip
    classmates = select(enrolment.c.child_id).where(
        enrolment.c.room_id.in_(rooms), or_(enrolment.c.until.is_(None), enrolment.c.until > now)
    )
    here = child.c.id.in_(classmates) | child.c.id.in_(children)
    found = set(db.scalars(select(child.c.name).where(here)))
    found |= set(db.scalars(select(room.c.name).where(room.c.school_id == school_id)))
    staff = select(staffing.c.person_id).where(staffing.c.school_id == school_id)
    homes = (
        select(membership.c.person_id)
        .join(household, household.c.id == membership.c.household_id)
        .where(household.c.child_id.in_(select(child.c.id).where(here)))
    )
    found |= set(db.scalars(select(person.c.name).where(person.c.id.in_(staff) | person.c.id.in_(homes))))
    return found


def languages_read(db: Connection, school_id: int) -> set[str]:
    """Every language that somebody at this school reads."""
    return set(db.scalars(select(person.c.language).where(person.c.school_id == school_id).distinct()))


def last_words(db: Connection, contact_id: int, since: datetime) -> RowMapping | None:
    """The newest words of people, or prompt, that a phone was sent."""
    query = (
        select(delivery)
        .where(
            delivery.c.contact_id == contact_id,
            delivery.c.content_id.is_not(None),
            delivery.c.sent_at > since,
        )
        .where(delivery.c.gate.in_(("lane", "staff")))
        .order_by(delivery.c.sent_at.desc(), delivery.c.id.desc())
        .limit(1)
    )
    return db.execute(query).mappings().first()


def topic(db: Connection, content_id: int) -> str | None:
    return db.scalar(_TOPIC, {"content": content_id})


def mark(db: Connection, content_id: int, topic: str | None) -> None:
    db.execute(update(content).where(content.c.id == content_id).values(topic=topic))


def marked(db: Connection, content_ids: Collection[int]) -> frozenset[int]:
    """Those of these contents about which their writer said that a person has to look first."""
    return (
        frozenset(row["id"] for row in _MARKED.rows(db, contents=list(content_ids)))
        if content_ids
        else frozenset()
    )


_MARKED = Prepared(
    lambda dialect: select(content.c.id).where(
        among(content.c.id, "contents", dialect), content.c.topic.is_not(None)
    )
)
_TOPIC = select(content.c.topic).where(content.c.id == bindparam("content"))
