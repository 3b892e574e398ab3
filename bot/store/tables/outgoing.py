"""What is on its way out, and what became of it."""

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.store.columns import Id, Json, Moment, key, to
from bot.store.tables.metadata import metadata

_WAITS = text("state = 'waiting'")
_SENT_BY_SMS = text("channel = 'sms' AND sent_at IS NOT NULL")
_OPEN = text("settled_at IS NULL")
_OF_A_PROMPT = text("prompt_id IS NOT NULL")
#: What did not arrive, or was not sent; to be said in the same words where the index of it shall be used.
LOST = "state IN ('failed', 'cancelled') OR carrier_state IN ('undelivered', 'failed')"
_MISCOUNTED = text("charged <> segments")

delivery = Table(
    "delivery", metadata, *key(), *to("sender"), *to("contact"), *to("person", needed=False),
    *to("message", needed=False), *to("prompt", needed=False), *to("content", needed=False),
    *to("question", needed=False),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("gate", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("reach", Text, nullable=False),  # whose hours: "now", or one of bot.pace's
    Column("parts", Json, nullable=False, default=list),  # our own: [[msgid, filling], …]; none: the words alone
    Column("tells", Json),  # whom this text tells its reader about: see bot.acts.ears
    Column("language", Text),  # fixed (the notice's second text), else the reader's at the call
    Column("once", Text),  # for our own words that must not come twice: an acknowledgement's key
    Column("due_at", Moment, nullable=False),
    Column("expires_at", Moment),
    # waiting · claimed · calling · unsure · sent · failed · cancelled; and where a month's segments are used up:
    # gathered (it waits for the weekly text) · digested (it travels in that one, whose row tells the rest)
    Column("state", Text, nullable=False),
    Column("why", Text),
    Column("tries", Integer, nullable=False, default=0),
    Column("again", Boolean, nullable=False, default=False),  # "may have arrived twice"
    Column("quotes", Text),  # what it answers on the same screen, by the carrier's own name for that
    Column("words", Text),  # what was read, exactly; stored before the call
    Column("words_in", Text),
    Column("segments", Integer),
    Column("segments_charged", Integer),
    Column("external_id", Text),
    Column("carrier_state", Text),
    Column("carrier_error", Text),
    Column("sent_at", Moment),
    Column("remind", Boolean, nullable=False, default=False, server_default=false()),  # a reminder may follow
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("message_id", "contact_id", "gate"),
    UniqueConstraint("prompt_id", "contact_id", "turn"),  # the prompt once, and its reminder once
    UniqueConstraint("contact_id", "once"),
    # Of what waits alone: a queue of 100,000 is read from its front, and what was sent is out of the way.
    Index("ix_delivery_due", "sender_id", "turn", "due_at", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
    Index("ix_delivery_queue", "contact_id", "turn", "due_at", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
    Index("ix_delivery_external", "channel", "external_id"),
    # Few of many, so that whoever looks after what was lost does not read all that arrived.
    Index("ix_delivery_lost", "created_at", sqlite_where=text(LOST), postgresql_where=text(LOST)),
    # The school's ceiling is asked before each chunk of prompts.
    Index("ix_delivery_segments", "school_id", "sent_at", "segments", sqlite_where=_SENT_BY_SMS,
          postgresql_where=_SENT_BY_SMS),
    # A row enters when it is sent, and leaves when its reminder is put or spared: a tick reads what is due, no more.
    Index("ix_delivery_remind", "sent_at", sqlite_where=text("remind = 1 AND sent_at IS NOT NULL"),
          postgresql_where=text("remind AND sent_at IS NOT NULL")),
)  # fmt: skip

#: For whom a delivery is: each pair is checked at the call, and a name drops out singly.
delivery_child = Table(
    "delivery_child", metadata, *key(), *to("delivery"), *to("child"), *to("household"),
    UniqueConstraint("delivery_id", "household_id"),
    Index(None, "household_id"),
)  # fmt: skip

#: A question, an idea or a reminder that goes in a phone's weekly text, and which one that is: its own delivery.
gathered = Table(
    "gathered", metadata, *key(), *to("delivery"), *to("contact"), *to("delivery", "digest_id", needed=False),
    Column("number", Integer),  # under which it stands there, once that is worded; none: it was left out
    Column("at", Moment, nullable=False),
    UniqueConstraint("delivery_id"),
    Index("ix_gathered_waits", "school_id", "contact_id", sqlite_where=text("digest_id IS NULL"),
          postgresql_where=text("digest_id IS NULL")),
    Index(None, "digest_id"),
)  # fmt: skip

attempt = Table(
    "attempt", metadata, *key(), *to("delivery"), *to("contact"), *to("sender"),
    Column("token", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),  # claimed · calling · unsure · settled
    Column("outcome", Text),
    Column("why", Text),
    Column("claimed_at", Moment, nullable=False),
    Column("called_at", Moment),
    Column("look_at", Moment),  # when to ask the carrier again
    Column("absences", Integer, nullable=False, default=0),
    Column("settled_at", Moment),
    Column("segments", Integer),  # of its words as we count them, …
    Column("charged", Integer),  # … and as its carrier does, where that is told
    Column("prompt_id", Id),  # its delivery's, where that is the prompt itself and not its reminder
    Index("uq_attempt_open", "contact_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_attempt_at_work", "sender_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index(None, "delivery_id"),
    # A prompt's last calls are read after each that failed for good, and never all that it has made.
    Index("ix_attempt_prompt", "prompt_id", "id", sqlite_where=_OF_A_PROMPT, postgresql_where=_OF_A_PROMPT),
    Index("ix_attempt_miscounted", "school_id", "called_at", sqlite_where=_MISCOUNTED, postgresql_where=_MISCOUNTED),
)  # fmt: skip

#: When a sender, or one chat of it, may be called next: counted on by everybody who sends (bot.store.rates). It says
#: nothing about anybody, and is worth nothing a second later: so it belongs to no school.
rate = Table(
    "rate", metadata,
    Column("sender_id", Id, ForeignKey("sender.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("contact_id", Id, primary_key=True, autoincrement=False),  # 0: the sender as a whole
    Column("free_at", Double, nullable=False),  # seconds since 1970, by the database's own clock
)  # fmt: skip

status_event = Table(
    "status_event", metadata, *key(),
    Column("channel", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("attempt_token", Text),
    Column("state", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("segments", Integer),
    Column("heard_at", Moment, nullable=False),
    UniqueConstraint("channel", "external_id", "state", "error"),
)  # fmt: skip
