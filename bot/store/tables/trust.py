"""Who agreed, who said stop, who may come in, who looked; and who does what only one may do."""

from sqlalchemy import Boolean, Column, Index, Table, Text, UniqueConstraint, text

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
    Column("kind", Text, nullable=False),  # family · telegram · staff · sign-in · second step
    Column("digest", Text, nullable=False, unique=True),
    Column("about", Json, nullable=False, default=dict),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", Id),  # the contact that brought it
    *to("person", "came_id", needed=False),  # who came with it: others may have that phone too
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

#: What somebody may sign in with, besides a link: a password, and a second step. Both are their own choice.
way_in = Table(
    "way_in", metadata, *key(), *to("person"),
    Column("login", Text),  # folded: the name to sign in with, where a colleague has the same one
    Column("password", Text),  # argon2's own string
    Column("password_at", Moment),
    Column("seed", Text),  # the second step's; its secret is made of this and of a key that is in no table
    Column("seed_shown", Text),  # … of one that is being set up, until its first code was right
    Column("last_step", Id),  # the half minute of the last code that was right: no code counts twice
    UniqueConstraint("person_id"),
    Index("uq_way_in_login", "school_id", "login", unique=True,
          sqlite_where=text("login IS NOT NULL"), postgresql_where=text("login IS NOT NULL")),
)  # fmt: skip

recovery_code = Table(
    "recovery_code", metadata, *key(), *to("person"),
    Column("digest", Text, nullable=False, unique=True),
    Column("used_at", Moment),
    Index(None, "person_id"),
)  # fmt: skip

#: What was tried at the door in vain; whoever tries is a digest, and a day later the row is gone.
door_try = Table(
    "door_try", metadata, *key(),
    Column("whose", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "whose", "at"),
)  # fmt: skip

#: The child and the home are columns too where a look or a deed is about one: somebody may ask who saw them.
audit = Table(
    "audit", metadata, *key(), *to("person", needed=False),
    Column("act", Text, nullable=False),
    Column("about", Json, nullable=False, default=dict),
    Column("at", Moment, nullable=False),
    Column("child_id", Id),
    Column("household_id", Id),
    Index(None, "act", "at"),
    Index(None, "child_id", "id"),
)  # fmt: skip

#: Who does what only one may do: polling, sending on SQLite.
lease = Table(
    "lease", metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Moment, nullable=False),
)  # fmt: skip
