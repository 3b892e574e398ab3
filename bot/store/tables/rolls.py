"""A roll that lies here for a day, how its columns are called, the way back from a large change; who may not be in."""

from sqlalchemy import Boolean, Column, Index, LargeBinary, Table, Text, UniqueConstraint

from bot.store.columns import Json, Moment, key, to
from bot.store.tables.metadata import metadata

#: A spreadsheet that the office has brought. Its bytes and what was read in them are gone after a day.
roll_sheet = Table(
    "roll_sheet", metadata, *key(), *to("person", needed=False),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary),
    Column("chosen", Json),  # which of our columns each heading is, where somebody said so on the page
    Column("end_missing", Boolean, nullable=False, default=False),
    Column("state", Text, nullable=False),  # new · looking · asks · looked · refused · applying · applied
    Column("state_at", Moment, nullable=False),
    Column("seen", Json),  # what the page shows: the headings to choose, the difference, or why it was refused
    Column("mark", Text),  # a digest of the difference: only what was looked at is brought in
    *to("way_back", needed=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Index(None, "school_id", "until"),
)  # fmt: skip

#: How a school's spreadsheets call their columns: chosen once, remembered for the same headings.
roll_heading = Table(
    "roll_heading", metadata, *key(),
    Column("mark", Text, nullable=False),  # a digest of the headings
    Column("chosen", Json, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("school_id", "mark"),
)  # fmt: skip

#: What a large change wrote, row by row, for a day: so it can be taken back.
way_back = Table(
    "way_back", metadata, *key(), *to("person", needed=False),
    Column("kind", Text, nullable=False),  # roll · move · rollover · merge
    Column("steps", Json),  # empty once it was used, or its day is over
    Column("about", Json, nullable=False, default=dict),  # counts, for people to read
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("used_at", Moment),
    Index(None, "school_id", "at"),
)  # fmt: skip

#: Somebody who may not be in any lane of a child (a court's order, say). It wins over whatever a family grants, and
#: families are never told of it. By person, or by the address that a message would go to.
restriction = Table(
    "restriction", metadata, *key(), *to("child"), *to("person", needed=False),
    Column("address", Text),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    *to("person", "by_id", needed=False),
    Column("note", Text, nullable=False, default=""),
    Index(None, "child_id"),
    Index(None, "person_id"),
    Index(None, "address"),
)  # fmt: skip
