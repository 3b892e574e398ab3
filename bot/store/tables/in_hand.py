"""What a teacher will say later, who has a thread in hand, and what went from home to class and back."""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, Table, Text, UniqueConstraint, false, text

from bot.store.columns import Moment, key, to
from bot.store.tables.metadata import metadata

_WAITS = text("state = 'waiting'")
_STUCK = text("state = 'stuck'")
_OPEN = text("ended_at IS NULL")
_YES = "how IN ('named', 'unnamed')"

#: An answer that waits for the time its writer has chosen. It becomes a message then, and no sooner.
planned_answer = Table(
    "planned_answer", metadata, *key(), *to("thread"), *to("person", "author_id"), *to("content"),
    *to("message", "answers_id", needed=False),  # whose ears it takes
    *to("message", "quotes_id", needed=False),
    *to("message", needed=False),  # what it became
    Column("quotes_by_sms", Boolean, nullable=False, default=False, server_default=false()),
    Column("delicate", Boolean, nullable=False, default=False, server_default=false()),
    Column("due_at", Moment, nullable=False),
    Column("state", Text, nullable=False),  # waiting · gone · cancelled · stuck (its writer may not send it any more)
    Column("made_at", Moment, nullable=False),
    Index("ix_planned_answer_due", "due_at", sqlite_where=_WAITS, postgresql_where=_WAITS),
    Index("ix_planned_answer_stuck", "school_id", sqlite_where=_STUCK, postgresql_where=_STUCK),
    Index(None, "thread_id"),
)  # fmt: skip

#: What an answer quotes.
quotation = Table(
    "quotation", metadata, *key(), *to("message"), *to("message", "quoted_id"),
    Column("by_sms", Boolean, nullable=False),  # its writer wants it in text messages too, which costs
    UniqueConstraint("message_id"),
)  # fmt: skip

#: Whose a thread is for now: it waits for them.
handover = Table(
    "handover", metadata, *key(), *to("thread"), *to("person", "by_id"), *to("person", "to_id"),
    Column("at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index("uq_handover_open", "thread_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_handover_to", "to_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
)  # fmt: skip

#: Something from home that the class might use; its ears stay what they were. The family is asked first.
offering = Table(
    "offering", metadata, *key(), *to("message"), *to("person", "marked_by"),
    Column("marked_at", Moment, nullable=False),
    *to("person", "asked_by", needed=False),
    *to("question", needed=False),
    Column("asked_at", Moment),
    Column("said", Text),  # named · unnamed · no: what whoever gave it has answered
    Column("said_at", Moment),
    UniqueConstraint("message_id"),
)  # fmt: skip

#: A yes, and nothing else. Whatever the class uses points at one: without it there is nothing to point at.
permission = Table(
    "permission", metadata, *key(), *to("offering"), *to("person", "given_by"),
    Column("how", Text, nullable=False),  # named · unnamed
    Column("at", Moment, nullable=False),
    UniqueConstraint("offering_id"),
    CheckConstraint(_YES, name="ck_permission_how"),
)  # fmt: skip

#: What the class did with it, and the line that went back to the family that gave it.
class_use = Table(
    "class_use", metadata, *key(), *to("permission"), *to("person", "used_by"),
    *to("content", needed=False),  # what the class did
    *to("message", "returned_id", needed=False),  # the line in their thread
    Column("used_at", Moment, nullable=False),
    Column("returned_at", Moment),
    UniqueConstraint("permission_id"),
    Index("ix_class_use_owed", "used_at", sqlite_where=text("returned_at IS NULL"),
          postgresql_where=text("returned_at IS NULL")),
)  # fmt: skip
