"""Who agreed, who said stop, who may come in, who looked; and who does what only one may do."""

from sqlalchemy import Boolean, Column, Index, Table, Text

from bot.store.columns import Id, Json, Moment, key, to
from bot.store.tables.metadata import metadata

consent = Table(
    "consent", metadata, *key(), *to("contact", needed=False), *to("person", needed=False),
    Column("what", Text, nullable=False),
    Column("about", Json, nullable=False, default=dict),
    Column("at", Moment, nullable=False),
    Index(None, "person_id", "what"),
    Index(None, "contact_id", "what"),
)  # fmt: skip

#: Append-only; the newest row of an address is its truth, whatever a contact's state says.
suppression = Table(
    "suppression", metadata, *key(), *to("sender"),
    Column("address", Text, nullable=False),
    Column("stopped", Boolean, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "sender_id", "address", "id"),
)  # fmt: skip

#: A code to pass on: only its digest is kept.
code = Table(
    "code", metadata, *key(), *to("person", needed=False),
    Column("kind", Text, nullable=False),  # family · telegram · staff · sign-in
    Column("digest", Text, nullable=False, unique=True),
    Column("about", Json, nullable=False, default=dict),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", Id),  # the contact that brought it
)  # fmt: skip

code_try = Table(
    "code_try", metadata, *key(), *to("contact"),
    Column("at", Moment, nullable=False),
    Index(None, "contact_id", "at"),
)  # fmt: skip

session = Table(
    "session", metadata, *key(), *to("person"),
    Column("digest", Text, nullable=False, unique=True),
    Column("opened_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("closed_at", Moment),
)  # fmt: skip

audit = Table(
    "audit", metadata, *key(), *to("person", needed=False),
    Column("act", Text, nullable=False),
    Column("about", Json, nullable=False, default=dict),
    Column("at", Moment, nullable=False),
    Index(None, "act", "at"),
)  # fmt: skip

#: Who does what only one may do: polling, sending on SQLite.
lease = Table(
    "lease", metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Moment, nullable=False),
)  # fmt: skip
