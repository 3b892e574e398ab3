"""What was heard, and what was said."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, UniqueConstraint, text

from bot.store.columns import Id, Json, Moment, key, to
from bot.store.tables.metadata import metadata

_ANSWERS, _FROM_HOME = text("kind = 'answer'"), text("kind <> 'answer'")

inbox = Table(
    "inbox", metadata, *key(), *to("sender"),
    Column("channel", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("contact_id", Id),
    Column("heard", Json, nullable=False),  # the Incoming, whole
    Column("state", Text, nullable=False),  # new · done · waiting (for a which-child) · troubled · aside · …
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
    Column("topic", Text),  # safety · health · behaviour · legal: no machine without a person's look
)  # fmt: skip

wording = Table(
    "wording", metadata, *key(), *to("content"),
    Column("language", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("made_by", Text, nullable=False, default="person"),  # person · draft · phrase book · machine
    Column("engine", Text),  # which machine
    UniqueConstraint("content_id", "language"),
)  # fmt: skip

#: A wording that somebody needs: made once for all of its readers, and asked for once.
wanted_wording = Table(
    "wanted_wording", metadata, *key(), *to("content"),
    Column("language", Text, nullable=False),
    Column("machine", Boolean, nullable=False),  # whether a machine may, when it was asked for
    Column("state", Text, nullable=False),  # wanted · made · failed
    Column("why", Text),
    Column("tries", Integer, nullable=False, default=0),
    Column("again_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),  # so long a message waits for it
    UniqueConstraint("content_id", "language"),
    Index("ix_wanted_wording_again_at", "again_at", sqlite_where=text("state = 'wanted'"),
          postgresql_where=text("state = 'wanted'")),
)  # fmt: skip

#: The school's phrase book: pairs that somebody has looked at.
phrase = Table(
    "phrase", metadata, *key(), *to("person", needed=False),
    Column("source", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("school_id", "source", "target", "folded"),
)  # fmt: skip

prompt = Table(
    "prompt", metadata, *key(), *to("content"),
    *to("person", "author_id", needed=False),
    *to("child", needed=False),  # for one child only
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),  # draft · scheduled · sent · cancelled
    Column("due_at", Moment),
    Column("subject", Text),  # of an idea: "maths"; for those who are in for one subject only
    Column("matter", Text),  # attendance, health …: for guardians, and whom all of them let see it
    Column("series", Text),
    Column("number", Text),  # which one of the series: an activity's local date
    Column("once", Text),  # the composer's own token: a form sent twice is one prompt
    Column("fanned_at", Moment),
    Column("held_at", Moment),  # too many did not arrive: the rest waits for its author's word
    Column("let_on_at", Moment),  # … who said: go on. Nobody asks a second time
    Column("by_hand", Boolean),  # for children who were picked one by one: see prompt_child
    Column("choices", Json),  # of a poll: [{language: label}, …]
    Column("reach", Text),  # whose days it keeps, where they are not a prompt's: "holidays"
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("school_id", "series", "number"),
    UniqueConstraint("school_id", "once"),
    Index(None, "state", "due_at"),
)  # fmt: skip

prompt_room = Table(
    "prompt_room", metadata, *key(), *to("prompt"), *to("room"),
    UniqueConstraint("prompt_id", "room_id"),
)  # fmt: skip

prompt_child = Table(
    "prompt_child", metadata, *key(), *to("prompt"), *to("child"),
    UniqueConstraint("prompt_id", "child_id"),
    Index(None, "child_id"),
)  # fmt: skip

#: Children that somebody at the school writes to together, kept under a name for next time.
child_group = Table(
    "child_group", metadata, *key(), *to("person"),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    UniqueConstraint("person_id", "folded"),
)  # fmt: skip

child_group_child = Table(
    "child_group_child", metadata, *key(), *to("child_group"), *to("child"),
    UniqueConstraint("child_group_id", "child_id"),
)  # fmt: skip

#: A prompt that was let go and is not yet written for every phone, or that was taken back and not yet from every
#: phone: how far that has come. Its rows are few, so that a tick with nothing to do costs nothing.
fanning = Table(
    "fanning", metadata, *key(), *to("prompt"),
    Column("room", Id, nullable=False),  # written: every room before this one …
    Column("after", Id, nullable=False),  # … and in it the enrolments up to this one; taken back: the phones up to it
    UniqueConstraint("prompt_id"),
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
    Column("matter", Text),  # of a teacher's words, as a prompt's
    Column("choice", Integer),  # of a poll: the number of the label that was chosen
    Column("said_at", Moment, nullable=False),
    UniqueConstraint("thread_id", "inbox_id"),
    Index(None, "thread_id", "said_at"),
    Index(None, "author_id", "said_at"),
    Index(None, "prompt_id"),
    Index(None, "content_id"),
    # Which threads wait for an answer: the school's last words in each, and the family's first ones after them.
    Index("ix_message_answers", "thread_id", "id", sqlite_where=_ANSWERS, postgresql_where=_ANSWERS),
    Index("ix_message_said", "kind", "said_at"),
    Index("ix_message_from_home", "thread_id", "id", sqlite_where=_FROM_HOME, postgresql_where=_FROM_HOME),
)  # fmt: skip

media = Table(
    "media", metadata, *key(), *to("content"),
    Column("kind", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("mime", Text, nullable=False, default=""),
    Column("seconds", Integer, nullable=False, default=0),
    Column("state", Text, nullable=False),  # wanted · held · failed · left (at the carrier, and nobody wants it)
    Column("file", Text),  # a random name under var/media
    Column("small", Text),  # … and that of a smaller copy, where one saves anything
    Column("why", Text),
    Column("tries", Integer, nullable=False, default=0),
    Column("again_at", Moment, nullable=False),
    Column("at_carrier", Boolean),  # we are done with it, and it still lies there: to be deleted
    Index(None, "state", "again_at"),
    Index(None, "content_id"),
    Index("ix_media_at_carrier", "again_at", sqlite_where=text("at_carrier = 1"),
          postgresql_where=text("at_carrier")),
)  # fmt: skip

#: A picture on its way to us, piece by piece, under a code of the kind "upload". When it is whole it is a thing heard.
upload = Table(
    "upload", metadata, *key(), *to("code"), *to("contact"),
    Column("mark", Text, nullable=False),  # the browser's word for the picture: another one begins anew
    Column("file", Text, nullable=False),  # a random name under var/media
    Column("got", Integer, nullable=False, default=0),  # so many bytes are here
    Column("began_at", Moment, nullable=False),
    Column("done_at", Moment),
    UniqueConstraint("code_id"),
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
