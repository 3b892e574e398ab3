"""Texts in an order, and the rooms in which they are on their way."""

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint, text

from bot.store.columns import Id, Json, Moment, key, to
from bot.store.tables.metadata import metadata

_RUNS = text("state = 'running'")
_GOES_ON = text("state <> 'ended'")

series = Table(
    "series", metadata, *key(), *to("person", "author_id", needed=False),
    Column("key", Text),  # which of the library's it is the school's copy of; none: the school's own
    Column("name", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("youngest", Integer, nullable=False),
    Column("oldest", Integer, nullable=False),
    Column("about", Text, nullable=False),
    Column("once", Text),  # the form's own token: a form sent twice makes one
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("school_id", "key"),
    UniqueConstraint("school_id", "once"),
)  # fmt: skip

series_part = Table(
    "series_part", metadata, *key(), *to("series"), *to("content"),
    Column("number", Integer, nullable=False),  # from 1 on, in the order in which they go
    Column("kind", Text, nullable=False),  # fact · tip · growth
    Column("choices", Json, nullable=False, default=dict),  # by language: what one may answer
    Index(None, "series_id", "number"),
)  # fmt: skip

#: A series in one room: how far it has come, and when it is looked at next.
series_run = Table(
    "series_run", metadata, *key(), *to("series"), *to("room"),
    *to("person", "started_by", needed=False),
    Column("rhythm", Json, nullable=False),
    Column("catch_up", Text, nullable=False),  # skip · newest · go on
    Column("place", Integer, nullable=False),  # the number of the part that goes next
    Column("state", Text, nullable=False),  # running · paused · ended
    Column("ended", Text),  # why: finished, or by somebody's word
    Column("next_day", Text),  # the local date on which that part goes; none: no day is known
    Column("next_at", Moment),  # when it is looked at next
    Column("started_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    # A tick reads what is due, no more.
    Index("ix_series_run_next_at", "next_at", sqlite_where=_RUNS, postgresql_where=_RUNS),
    Index("uq_series_run_open", "series_id", "room_id", unique=True, sqlite_where=_GOES_ON,
          postgresql_where=_GOES_ON),
)  # fmt: skip

#: Each text that went to a room, by its local date: never two of a series on one date, never one part twice.
series_turn = Table(
    "series_turn", metadata, *key(), *to("series"), *to("room"), *to("series_run", "run_id"),
    *to("prompt", needed=False),
    Column("day", Text, nullable=False),
    Column("part", Id, nullable=False),  # which row of series_part, that may be gone by now
    UniqueConstraint("series_id", "room_id", "day"),
    UniqueConstraint("run_id", "part"),
)  # fmt: skip
