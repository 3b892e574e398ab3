"""Single days: who is away from school, and at which hour somebody wants all of a day in one message."""

from sqlalchemy import Column, Index, Table, Text, UniqueConstraint

from bot.store.columns import Moment, key, to
from bot.store.tables.metadata import metadata

#: A child is away on a day, as one of their homes says. Each home's own: the other one's word stays what it is.
absence = Table(
    "absence", metadata, *key(), *to("child"), *to("household"), *to("person", "said_by"),
    *to("message", needed=False),  # in which words
    Column("day", Text, nullable=False),  # the school's local date, 2026-11-26
    Column("said_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),  # they said that it was wrong
    *to("person", "taken_by", needed=False),  # who took it down at the office …
    Column("taken_at", Moment),  # … and when; what was withdrawn after that has to be looked at again
    UniqueConstraint("household_id", "day"),
    Index(None, "school_id", "day"),
)  # fmt: skip

#: When somebody wants the day in one message: as a family member, or as a teacher.
digest_hour = Table(
    "digest_hour", metadata, *key(), *to("person"),
    Column("kind", Text, nullable=False),  # home · school
    Column("at", Text, nullable=False),  # by their own clock, 17:00
    Column("chosen_at", Moment, nullable=False),
    UniqueConstraint("person_id", "kind"),
)  # fmt: skip
