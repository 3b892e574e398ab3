"""What families have settled for themselves: who sees what and until when, and how each takes part."""

from sqlalchemy import Column, Index, Table, Text, UniqueConstraint

from bot.store.columns import Json, Moment, key, to
from bot.store.tables.metadata import metadata

#: A guardian's yes: this supporter may see absences, health, behaviour and progress. It counts once every guardian of
#: the lane has said it; who becomes a guardian later has not.
private_yes = Table(
    "private_yes", metadata, *key(), *to("membership"), *to("person"),
    Column("at", Moment, nullable=False),
    UniqueConstraint("membership_id", "person_id"),
)  # fmt: skip

#: That a guardian was asked whether a place that ends then shall go on: once for each end.
end_asked = Table(
    "end_asked", metadata, *key(), *to("membership"),
    Column("until", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("membership_id", "until"),
)  # fmt: skip

#: How a person wants to take part, in their own words; and what they settled, which counts once they have confirmed it.
#: The newest row is today's.
way = Table(
    "way", metadata, *key(), *to("person"),
    Column("own_words", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("settings", Json, nullable=False, default=dict),  # see bot.model.ways
    Column("said_at", Moment, nullable=False),
    Column("confirmed_at", Moment),
    Index(None, "person_id", "confirmed_at"),
)  # fmt: skip

#: A kind of prompt that a person never wants: it is not sent to them.
refusal = Table(
    "refusal", metadata, *key(), *to("person"),
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("person_id", "kind"),
)  # fmt: skip
