"""The learner's own turn on a guardian's phone: no account and no number of a child's, and no words of its own."""

from sqlalchemy import Column, Index, Table, Text, UniqueConstraint, text

from bot.store.columns import Moment, key, to
from bot.store.tables.metadata import metadata

#: From a guardian's PASS on, what this phone says is the child's; what was said stays in the inbox until a guardian
#: sends it, and is deleted there where nobody does.
learner_turn = Table(
    "learner_turn", metadata, *key(), *to("contact"), *to("person"), *to("household"),
    Column("started_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("state", Text, nullable=False),  # open · asked (the guardian has been read it) · over
    Column("due_at", Moment),  # when it is looked at next; none: it has left nothing behind
    Index(None, "contact_id", "until"),
    Index("ix_learner_turn_due_at", "due_at", sqlite_where=text("due_at IS NOT NULL"),
          postgresql_where=text("due_at IS NOT NULL")),
)  # fmt: skip

#: One thing said in a turn. Dropped: its row is gone. Sent: the message that it became is the child's own words.
learner_words = Table(
    "learner_words", metadata, *key(), *to("learner_turn"), *to("inbox"), *to("message", needed=False),
    UniqueConstraint("inbox_id"),
    UniqueConstraint("message_id"),
    Index(None, "learner_turn_id"),
)  # fmt: skip
