"""The letters that go home on paper, and who came with one."""

from sqlalchemy import Column, Index, Table, Text, UniqueConstraint

from bot.store.columns import Json, Moment, key, to
from bot.store.tables.metadata import metadata

#: One printed letter for one home of one child. Its code is a row of `code`, of the kind "letter".
letter = Table(
    "letter", metadata, *key(), *to("household"), *to("code"), *to("person", needed=False),  # who printed it
    Column("language", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    UniqueConstraint("code_id"),
    Index(None, "household_id", "id"),
)  # fmt: skip

#: Somebody who came with a letter, and what was decided about them: once, by whoever was first.
arrival = Table(
    "arrival", metadata, *key(), *to("letter"), *to("contact"), *to("person"),
    Column("asked", Json, nullable=False, default=list),  # the guardians who were asked; nobody: the office decides
    Column("came_at", Moment, nullable=False),
    Column("decided_at", Moment),
    *to("person", "decided_by", needed=False),
    Column("outcome", Text),  # "everything", "stories", "guardian", "known" (a phone of theirs), "no"
    UniqueConstraint("letter_id"),
)  # fmt: skip
