"""After an older copy was put back: who is held, and what went out meanwhile that no row of ours knows."""

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint, text

from bot.store.columns import Moment, key, to
from bot.store.tables.metadata import metadata

#: While one of these has not ended, its sender claims nothing (bot.store.attempts).
hold = Table(
    "hold", metadata, *key(), *to("sender"),
    Column("since", Moment, nullable=False),  # the copy's moment: what the carrier did after it, no row knows
    Column("began_at", Moment, nullable=False),  # when the copy was put back
    Column("heard_at", Moment),  # what came in meanwhile has been heard, and what fell due meanwhile is put
    Column("looked_at", Moment),  # the carrier's list was read whole for the first time
    Column("why", Text),  # what keeps it from going on, when something does
    Column("ended_at", Moment),
    Index("uq_hold_open", "sender_id", unique=True,
          sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
)  # fmt: skip

#: Messages that the carrier has sent for us since the copy, and which delivery each turned out to be.
sent_meanwhile = Table(
    "sent_meanwhile", metadata, *key(), *to("hold"), *to("delivery", needed=False),
    Column("external_id", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("segments", Integer),
    UniqueConstraint("hold_id", "external_id"),
    Index(None, "hold_id", "address"),
)  # fmt: skip
