"""Words that somebody at the school has put into another thread."""

from sqlalchemy import Column, Index, Table, Text

from bot.store.columns import Moment, key, to
from bot.store.tables.metadata import metadata

#: From where to where, and what the words were there: moved back, they are that again.
move = Table(
    "move", metadata, *key(), *to("message"), *to("thread", "from_id"), *to("thread", "to_id"),
    *to("person", "by_id"), *to("prompt", needed=False),
    Column("kind", Text, nullable=False),
    Column("ears", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "message_id"),
)  # fmt: skip
