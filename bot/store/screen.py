"""What a phone had been shown at a moment: our questions, prompts, and people's words, of one and the same screen."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, exists, func, or_, select

from bot.model.chat import Ears, MessageKind, Question
from bot.model.delivery import Gate
from bot.model.screen import Screen, Shown
from bot.store.columns import Moment
from bot.store.gathering import IS_DIGEST
from bot.store.prepared import Prepared
from bot.store.questions import as_question
from bot.store.rows import Row
from bot.store.tables import contact_person, delivery, message, question

#: How far back anybody scrolls for what they answer without quoting it.
MOST = 40

#: What is in the air may have been read; what is only due, or did not get through, has been read by nobody.
_CAME = or_(delivery.c.state == "sent", delivery.c.state == "calling", delivery.c.state == "unsure")
_ARRIVED = or_(delivery.c.carrier_state.is_(None),
               and_(delivery.c.carrier_state != "undelivered", delivery.c.carrier_state != "failed"))  # fmt: skip
_AT = func.coalesce(delivery.c.sent_at, delivery.c.due_at, type_=Moment)


def at(db: Connection, contact_id: int, moment: datetime) -> Screen:
    """The screen as it was then, the last first. A question counts as open when it is so today."""
    return Screen(tuple(_shown(row, moment) for row in _SHOWN.rows(db, contact=contact_id, moment=moment)))


def came(db: Connection, ids: Collection[int]) -> set[int]:
    """Those of these deliveries that have come to their phones."""
    if not ids:
        return set()
    return set(db.scalars(select(delivery.c.id).where(delivery.c.id.in_(ids), _CAME, _ARRIVED)))


def _query() -> Select[Any]:
    on_this_phone = exists().where(
        contact_person.c.contact_id == delivery.c.contact_id,
        contact_person.c.person_id == delivery.c.person_id,
    )
    return (
        select(
            question, delivery.c.id.label("delivery_id"), delivery.c.person_id, delivery.c.gate, delivery.c.prompt_id,
            delivery.c.message_id, _AT.label("at"), message.c.ears, message.c.kind.label("message_kind"),
            message.c.prompt_id.label("answers"), IS_DIGEST.label("digest"), on_this_phone.label("on_this_phone"),
        )
        .select_from(delivery)
        .outerjoin(question, question.c.id == delivery.c.question_id)
        .outerjoin(message, message.c.id == delivery.c.message_id)
        .where(delivery.c.contact_id == bindparam("contact"), _CAME, _ARRIVED, bindparam("moment", type_=Moment) >= _AT)
        .where(or_(delivery.c.question_id.is_not(None), delivery.c.gate == Gate.STAFF,
                   and_(delivery.c.gate == Gate.LANE,
                        or_(delivery.c.prompt_id.is_not(None), delivery.c.message_id.is_not(None), IS_DIGEST))))
        .order_by(_AT.desc(), delivery.c.id.desc())
        .limit(MOST)
    )  # fmt: skip


_SHOWN = Prepared(lambda _: _query())


def _shown(row: Row, moment: datetime) -> Shown:
    asked: Question | None = as_question(row) if row["id"] is not None else None
    # Whose phone it is may have changed: what another person was asked here is nobody's to answer.
    theirs = row["person_id"] is None or row["on_this_phone"]
    return Shown(
        row["at"], row["delivery_id"], row["person_id"], asked,
        open=asked is not None and row["closed_at"] is None and asked.expires_at > moment and bool(theirs),
        unanswered=asked is not None and row["closed_at"] is None,
        prompt_id=row["prompt_id"], digest=bool(row["digest"]), words=row["message_id"] is not None,
        to_teacher=row["gate"] == Gate.STAFF,
        private=row["ears"] == Ears.WRITER,
        answers=row["answers"] if row["message_kind"] != MessageKind.ANSWER else None,
    )  # fmt: skip
