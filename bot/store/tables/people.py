"""The school, its people, their phones, and the lanes they belong to."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, UniqueConstraint, text

from bot.store.columns import Id, Json, Moment, key, to
from bot.store.tables.metadata import metadata

_LOOKED_AT = text("look_at IS NOT NULL")

school = Table(
    "school", metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False, unique=True),
    Column("profile", Json, nullable=False),  # its TOML file, checked
    Column("created_at", Moment, nullable=False),
)  # fmt: skip

sender = Table(
    "sender", metadata, *key(),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),  # the school's number, or the bot's name
    Column("per_second", Integer),  # its own rate (segments, by SMS), where it differs from its channel's
    Column("halted", Text),  # why our own account cannot send; empty: it can
    Column("trouble", Text),  # why it sends one at a time for now; empty: it does not
    Column("trouble_at", Moment),  # … since when
    Column("failures", Integer, nullable=False, default=0, server_default="0"),  # calls in a row without an answer
    Column("paused_until", Moment),  # for people to read; what counts is in `rate`
    Column("marks", Json, nullable=False, default=dict),  # how far we have listened: Telegram's offset …
    UniqueConstraint("channel", "address"),
)  # fmt: skip

person = Table(
    "person", metadata, *key(),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("language_chosen", Boolean, nullable=False, default=False),
    Column("weekly", Integer, nullable=False, default=3),
    Column("paused_until", Moment),
    Column("prefers", Text),  # the channel that they asked for; empty: Telegram first
    Column("created_at", Moment, nullable=False),
)  # fmt: skip

contact = Table(
    "contact", metadata, *key(), *to("sender"),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("why", Text),
    Column("language", Text),
    Column("zone", Text, nullable=False),
    Column("notice_at", Moment),
    Column("called_itself", Text),  # a stranger's own name for themselves, for the office
    Column("speaker_id", Id),  # on a shared phone: who said "it is me" …
    Column("speaker_until", Moment),  # … and until when we believe it
    Column("look_at", Moment),  # when to look whether anybody writes from it still (bot.jobs.silence)
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("sender_id", "address"),
    Index("ix_contact_look_at", "school_id", "look_at", sqlite_where=_LOOKED_AT, postgresql_where=_LOOKED_AT),
    Index(None, "school_id", "zone"),  # a school's zones are few: each is looked up, none is counted
)  # fmt: skip

#: One phone may serve several people; one person may have several phones.
contact_person = Table(
    "contact_person", metadata, *key(), *to("contact"), *to("person"),
    UniqueConstraint("contact_id", "person_id"),
    Index(None, "person_id", "contact_id"),
)  # fmt: skip

child = Table(
    "child", metadata, *key(),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("roll_key", Text),  # the school's own child_id
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("school_id", "roll_key"),
)  # fmt: skip

room = Table(
    "room", metadata, *key(),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    UniqueConstraint("school_id", "folded"),
)  # fmt: skip

enrolment = Table(
    "enrolment", metadata, *key(), *to("child"), *to("room"),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Index("uq_enrolment_open", "child_id", "room_id", unique=True,
          sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL")),
    Index(None, "child_id"),
    Index(None, "room_id", "id"),
)  # fmt: skip

staffing = Table(
    "staffing", metadata, *key(), *to("person"), *to("room", needed=False),
    Column("role", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Index(None, "person_id"),
    Index(None, "room_id"),
)  # fmt: skip

#: A lane: one child in one of their homes.
household = Table(
    "household", metadata, *key(), *to("child"),
    Column("label", Text, nullable=False),  # the office's own mark for the home; families never see it
    Column("machines", Text),  # "none", "not overseas": what this family says about machines; empty: as the school
    UniqueConstraint("child_id", "label"),
)  # fmt: skip

membership = Table(
    "membership", metadata, *key(), *to("household"), *to("person"),
    Column("relation", Text, nullable=False),
    Column("guardian", Boolean, nullable=False),
    Column("scope", Text, nullable=False),
    Column("subject", Text),  # of a place for one subject only
    Column("from_roll", Boolean, nullable=False),
    *to("person", "let_in_by", needed=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),  # may lie ahead: a guardian said how long
    Index("uq_membership_open", "household_id", "person_id", unique=True,
          sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL")),
    Index(None, "household_id"),
    Index(None, "person_id"),
    Index("ix_membership_until", "until", sqlite_where=text("until IS NOT NULL"),
          postgresql_where=text("until IS NOT NULL")),
)  # fmt: skip
