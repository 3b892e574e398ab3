"""What a family called urgent: for the office, in no thread."""

from sqlalchemy import Column, Index, Table, UniqueConstraint, text

from bot.store.columns import Moment, key, to
from bot.store.tables.metadata import metadata

_OPEN = text("seen_at IS NULL")

#: Once for each thing heard. Who wrote it is not known where several people have that phone: nobody is asked first.
urgent = Table(
    "urgent", metadata, *key(), *to("contact"), *to("inbox"), *to("content"),
    *to("person", needed=False),
    *to("person", "seen_by", needed=False),
    Column("said_at", Moment, nullable=False),
    Column("seen_at", Moment),
    UniqueConstraint("inbox_id"),
    Index(None, "content_id"),
    Index("ix_urgent_open", "school_id", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
)  # fmt: skip
