"""What Aho last asked on a phone: numbered on SMS, buttons on Telegram, the same row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.model.chat import Option, Question, Say
from bot.store.rows import Row
from bot.store.tables import question


def ask(db: Connection, school_id: int, contact_id: int, kind: str, about: Mapping[str, Any],
        options: Sequence[Option], now: datetime, expires_at: datetime, *, beside: bool = False) -> int:  # fmt: skip
    """Opens a question; one of the same kind that was open on this phone is closed, unless it is `beside` it."""
    if not beside:
        close(db, contact_id, kind, now)
    made = insert(question).values(
        school_id=school_id, contact_id=contact_id, kind=kind, about=dict(about),
        choices=[_kept(it) for it in options], asked_at=now, expires_at=expires_at,
    )  # fmt: skip
    return int(db.execute(made.returning(question.c.id)).scalar_one())


def by_id(db: Connection, question_id: int, contact_id: int, now: datetime) -> Question | None:
    """An open question of this phone; None when it has passed or was never this phone's."""
    query = select(question).where(question.c.id == question_id, question.c.contact_id == contact_id)
    row = (
        db.execute(query.where(question.c.closed_at.is_(None), question.c.expires_at > now))
        .mappings()
        .first()
    )
    return as_question(row) if row else None


def unanswered(db: Connection, contact_id: int, kind: str, since: datetime) -> list[Question]:
    """The questions of this kind that nobody answered, open or expired, asked since then; the newest first."""
    query = select(question).where(
        question.c.contact_id == contact_id, question.c.kind == kind, question.c.closed_at.is_(None)
    )
    rows = db.execute(query.where(question.c.asked_at > since).order_by(question.c.id.desc())).mappings()
    return [as_question(row) for row in rows]


def close(db: Connection, contact_id: int, kind: str, now: datetime) -> None:
    where = (question.c.contact_id == contact_id, question.c.kind == kind, question.c.closed_at.is_(None))
    db.execute(update(question).where(*where).values(closed_at=now))


def answered(db: Connection, question_id: int, about: Mapping[str, Any], now: datetime) -> None:
    db.execute(update(question).where(question.c.id == question_id).values(closed_at=now, about=dict(about)))


def settled(db: Connection, school_id: int, contact_id: int, kind: str, about: Mapping[str, Any],
            now: datetime) -> None:  # fmt: skip
    """What somebody told us before we had to ask: it is remembered as an answer is."""
    row = {
        "school_id": school_id,
        "contact_id": contact_id,
        "kind": kind,
        "about": dict(about),
        "choices": [],
    }
    db.execute(insert(question).values(**row, asked_at=now, expires_at=now, closed_at=now))


def last_answered(db: Connection, contact_id: int, kind: str, person_id: int,
                  since: datetime) -> Mapping[str, Any] | None:  # fmt: skip
    """What this person chose the last time this was asked and answered, when that is not too long ago."""
    query = select(question.c.about).where(
        question.c.contact_id == contact_id, question.c.kind == kind, question.c.closed_at > since
    )
    newest_first = db.scalars(query.order_by(question.c.closed_at.desc(), question.c.id.desc()).limit(8))
    return next((it for it in newest_first if "chosen" in it and it["whose"] == person_id), None)


def as_question(row: Row) -> Question:
    return Question(row["id"], row["kind"], row["about"], tuple(map(_option, row["choices"])), row["asked_at"],
                    row["expires_at"])  # fmt: skip


def _kept(it: Option) -> list[Any]:
    return [it.mark, [it.label.msgid, dict(it.label.filling)] if isinstance(it.label, Say) else it.label]


def _option(kept: list[Any]) -> Option:
    mark, label = kept
    return Option(mark, label if isinstance(label, str) else Say(label[0], label[1]))


def close_all(db: Connection, contact_id: int, now: datetime) -> None:
    """Whatever was asked on a phone: nobody is left there who could answer."""
    open_ = (question.c.contact_id == contact_id, question.c.closed_at.is_(None))
    db.execute(update(question).where(*open_).values(closed_at=now))
