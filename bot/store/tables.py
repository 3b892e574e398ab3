"""The nouns as tables (DESIGN §5). A repeat of anything runs into one of the unique constraints below."""

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, Table, Text, UniqueConstraint, text

from bot.store.columns import Id, Json, Moment, key, to

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# The school and its people

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
    Column("paused_until", Moment),
    Column("halted", Text),  # why our own account cannot send; empty: it can
    Column("marks", Json, nullable=False, default=dict),  # how far we have listened: Telegram's offset, Twilio's last day
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
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("sender_id", "address"),
)  # fmt: skip

#: One phone may serve several people; one person may have several phones.
contact_person = Table(
    "contact_person", metadata, *key(), *to("contact"), *to("person"),
    UniqueConstraint("contact_id", "person_id"),
    Index(None, "person_id"),
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
    Index(None, "room_id"),
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
    UniqueConstraint("child_id", "label"),
)  # fmt: skip

membership = Table(
    "membership", metadata, *key(), *to("household"), *to("person"),
    Column("relation", Text, nullable=False),
    Column("guardian", Boolean, nullable=False),
    Column("scope", Text, nullable=False),
    Column("from_roll", Boolean, nullable=False),
    *to("person", "let_in_by", needed=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    Index("uq_membership_open", "household_id", "person_id", unique=True,
          sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL")),
    Index(None, "person_id"),
)  # fmt: skip

# What was heard, and what was said

inbox = Table(
    "inbox", metadata, *key(), *to("sender"),
    Column("channel", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("contact_id", Id),
    Column("heard", Json, nullable=False),  # the Incoming, whole
    Column("state", Text, nullable=False),  # new · done · waiting (for a which-child) · troubled · aside
    Column("tries", Integer, nullable=False, default=0),
    Column("again_at", Moment),
    Column("why", Text),
    Column("heard_at", Moment, nullable=False),
    UniqueConstraint("sender_id", "key"),
    Index(None, "state", "again_at"),
    Index(None, "contact_id", "state"),
)  # fmt: skip

thread = Table(
    "thread", metadata, *key(), *to("child"), *to("household"),
    Column("last_at", Moment),
    UniqueConstraint("household_id"),
    Index(None, "child_id"),
)  # fmt: skip

#: What a person wrote; `wording` has it in each language.
content = Table(
    "content", metadata, *key(),
    Column("language", Text, nullable=False),  # of the original
)  # fmt: skip

wording = Table(
    "wording", metadata, *key(), *to("content"),
    Column("language", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("made_by", Text, nullable=False, default="person"),
    UniqueConstraint("content_id", "language"),
)  # fmt: skip

prompt = Table(
    "prompt", metadata, *key(), *to("content"),
    *to("person", "author_id", needed=False),
    *to("child", needed=False),  # for one child only
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),  # draft · scheduled · sent · cancelled
    Column("due_at", Moment),
    Column("series", Text),
    Column("number", Text),  # which one of the series: an activity's local date
    Column("once", Text),  # the composer's own token: a form sent twice is one prompt
    Column("fanned_at", Moment),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("school_id", "series", "number"),
    UniqueConstraint("school_id", "once"),
    Index(None, "state", "due_at"),
)  # fmt: skip

prompt_room = Table(
    "prompt_room", metadata, *key(), *to("prompt"), *to("room"),
    UniqueConstraint("prompt_id", "room_id"),
)  # fmt: skip

message = Table(
    "message", metadata, *key(), *to("thread"), *to("person", "author_id"), *to("content"),
    *to("prompt", needed=False),
    *to("inbox", needed=False),
    *to("message", "answers_id", needed=False),
    *to("contact", needed=False),  # the phone it came from
    Column("kind", Text, nullable=False),
    Column("ears", Text, nullable=False),
    Column("asides", Boolean, nullable=False, default=False),  # short thanks: kept, not relayed
    Column("said_at", Moment, nullable=False),
    UniqueConstraint("thread_id", "inbox_id"),
    Index(None, "thread_id", "said_at"),
    Index(None, "author_id", "said_at"),
    Index(None, "prompt_id"),
)  # fmt: skip

media = Table(
    "media", metadata, *key(), *to("content"),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("mime", Text, nullable=False, default=""),
    Column("seconds", Integer, nullable=False, default=0),
    Column("state", Text, nullable=False),  # wanted · held · failed
    Column("file", Text),  # a random name under var/media
    Column("why", Text),
    Column("tries", Integer, nullable=False, default=0),
    Column("again_at", Moment, nullable=False),
    Index(None, "state", "again_at"),
    Index(None, "content_id"),
)  # fmt: skip

nudge = Table(
    "nudge", metadata, *key(), *to("prompt"), *to("person"),
    Column("at", Moment, nullable=False),
    UniqueConstraint("prompt_id", "person_id"),
)  # fmt: skip

question = Table(
    "question", metadata, *key(), *to("contact"),
    Column("kind", Text, nullable=False),
    Column("about", Json, nullable=False),
    Column("choices", Json, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Index(None, "contact_id", "closed_at"),
)  # fmt: skip

# On its way out

delivery = Table(
    "delivery", metadata, *key(), *to("sender"), *to("contact"), *to("person", needed=False),
    *to("message", needed=False), *to("prompt", needed=False), *to("content", needed=False),
    *to("question", needed=False),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("gate", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("reach", Text, nullable=False),  # whose hours: "now", or one of bot.pace's
    Column("parts", Json, nullable=False, default=list),  # our own sentences: [[msgid, filling], …]; none: the words alone
    Column("tells", Json),  # whom this text tells its reader about: see bot.acts.ears
    Column("language", Text),  # fixed (the notice's second text), else the reader's at the call
    Column("once", Text),  # for our own words that must not come twice: an acknowledgement's key
    Column("due_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("state", Text, nullable=False),  # waiting · claimed · calling · unsure · sent · failed · cancelled
    Column("why", Text),
    Column("tries", Integer, nullable=False, default=0),
    Column("again", Boolean, nullable=False, default=False),  # "may have arrived twice"
    Column("words", Text),  # what was read, exactly; stored before the call
    Column("words_in", Text),
    Column("segments", Integer),
    Column("segments_charged", Integer),
    Column("external_id", Text),
    Column("carrier_state", Text),
    Column("carrier_error", Text),
    Column("sent_at", Moment),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("message_id", "contact_id", "gate"),
    UniqueConstraint("prompt_id", "contact_id", "gate"),
    UniqueConstraint("contact_id", "once"),
    Index("ix_delivery_due", "sender_id", "state", "due_at"),
    Index("ix_delivery_queue", "contact_id", "state", "turn"),
    Index("ix_delivery_external", "channel", "external_id"),
)  # fmt: skip

#: For whom a delivery is: each pair is checked at the call, and a name drops out singly.
delivery_child = Table(
    "delivery_child", metadata, *key(), *to("delivery"), *to("child"), *to("household"),
    UniqueConstraint("delivery_id", "household_id"),
    Index(None, "household_id"),
)  # fmt: skip

attempt = Table(
    "attempt", metadata, *key(), *to("delivery"), *to("contact"), *to("sender"),
    Column("token", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),  # claimed · calling · unsure · asked (once absent) · settled
    Column("outcome", Text),
    Column("why", Text),
    Column("claimed_at", Moment, nullable=False),
    Column("called_at", Moment),
    Column("look_at", Moment),  # when to ask the carrier again
    Column("absences", Integer, nullable=False, default=0),
    Column("settled_at", Moment),
    Index("uq_attempt_open", "contact_id", unique=True,
          sqlite_where=text("settled_at IS NULL"), postgresql_where=text("settled_at IS NULL")),
    Index(None, "delivery_id"),
    Index(None, "state", "look_at"),
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

# Who agreed, who said stop, who may come in, who looked

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

