"""Append-only: who agreed to what, who looked, who did."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from bot.store.columns import Json, Moment
from bot.store.prepared import Prepared, among
from bot.store.tables import audit, consent

#: When, and about what.
Agreed = tuple[datetime, Mapping[str, Any]]

_AGREE = Prepared(lambda _: insert(consent).values(
    school_id=bindparam("school"), what=bindparam("what"), contact_id=bindparam("contact"),
    person_id=bindparam("person"), about=bindparam("about", type_=Json), at=bindparam("at", type_=Moment),
))  # fmt: skip
_AGREED = Prepared(
    lambda _: (
        select(consent.c.about, consent.c.at)
        .where(consent.c.what == bindparam("what"), consent.c.contact_id == bindparam("contact"))
        .order_by(consent.c.id)
    )
)


def agree(db: Connection, school_id: int, what: str, now: datetime, *, contact_id: int | None = None,
          person_id: int | None = None, about: Mapping[str, Any] | None = None) -> None:  # fmt: skip
    _AGREE.run(
        db, school=school_id, what=what, contact=contact_id, person=person_id, about=dict(about or {}), at=now
    )


def agree_each(db: Connection, school_id: int, what: str, now: datetime,
               about: Collection[tuple[int, Mapping[str, Any]]]) -> None:  # fmt: skip
    """As `agree`, for many phones: (contact, about) pairs."""
    _AGREE.each(db, [
        {"school": school_id, "what": what, "contact": contact, "person": None, "about": dict(it), "at": now}
        for contact, it in about
    ])  # fmt: skip


def agreed(db: Connection, what: str, *, contact_id: int) -> list[Mapping[str, Any]]:
    """What was recorded under this name for a phone, oldest first."""
    return _AGREED.values(db, what=what, contact=contact_id)


def agreed_when(db: Connection, what: str, *, contact_id: int) -> list[Agreed]:
    """As `agreed`, each with when."""
    return [(row["at"], row["about"]) for row in _AGREED.rows(db, what=what, contact=contact_id)]


def agreed_by(db: Connection, what: str, *, person_id: int) -> list[tuple[int, int]]:
    """The pairs of phones about which this person agreed, oldest first."""
    query = select(consent.c.contact_id, consent.c.about).where(
        consent.c.what == what, consent.c.person_id == person_id, consent.c.contact_id.is_not(None)
    )
    return [(row.contact_id, int(row.about["phone"])) for row in db.execute(query.order_by(consent.c.id))]


def agreed_of(db: Connection, what: str, contact_ids: Collection[int]) -> dict[int, list[Agreed]]:
    """As `agreed_when`, for many phones; those for which nothing was recorded are left out."""
    found: dict[int, list[Agreed]] = {}
    for row in _AGREED_OF.rows(db, what=what, contacts=list(contact_ids)):
        found.setdefault(row["contact_id"], []).append((row["at"], row["about"]))
    return found


_AGREED_OF = Prepared(
    lambda dialect: (
        select(consent.c.contact_id, consent.c.about, consent.c.at)
        .where(consent.c.what == bindparam("what"), among(consent.c.contact_id, "contacts", dialect))
        .order_by(consent.c.id)
    )
)


def note(db: Connection, school_id: int, act: str, now: datetime, *, person_id: int | None = None,
         about: Mapping[str, Any] | None = None, child_id: int | None = None,
         household_id: int | None = None) -> None:  # fmt: skip
    """`child_id`, `household_id`: whose words somebody saw, so that they can be told."""
    db.execute(insert(audit).values(
        school_id=school_id, act=act, person_id=person_id, about=dict(about or {}), at=now, child_id=child_id,
        household_id=household_id,
    ))  # fmt: skip


def note_many(db: Connection, school_id: int, act: str, now: datetime, person_id: int,
              seen: Iterable[tuple[Mapping[str, Any], int | None, int | None]]) -> None:  # fmt: skip
    """One act about many: what it was about, the child, and the home."""
    same = {"school_id": school_id, "act": act, "person_id": person_id, "at": now}
    found = [{**same, "about": dict(it), "child_id": child, "household_id": home} for it, child, home in seen]
    if found:
        db.execute(insert(audit), found)
