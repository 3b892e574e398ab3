"""What comes in from a carrier, in one vocabulary for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class Hook:
    """A carrier's request as it came: nothing decoded, nothing dropped, so that it can be verified."""

    path: str  #: path and query on our own address, e.g. "/hooks/sms/status?attempt=…"
    headers: Mapping[str, str]  #: names in lower case
    body: bytes


class Kind(StrEnum):
    TEXT = "text"
    TAP = "tap"  #: a button under one of our questions
    PHOTO = "photo"
    VOICE = "voice"
    DOCUMENT = "document"  #: one that we can read: a PDF
    LEFT = "left"  #: the person blocked or left us at the carrier
    CAME_BACK = "came back"  #: … and let us in again
    GROUP = "group"  #: somebody wrote to us in a group
    OTHER = "other"  #: a sticker, a place, any other file: kept, and answered honestly


#: The kinds by which people say something: in words, or in what they send.
SAID = (Kind.TEXT, Kind.PHOTO, Kind.VOICE, Kind.DOCUMENT)


@dataclass(frozen=True)
class Sight:
    """A picture, a voice note or a document as the carrier names it: not fetched yet."""

    kind: str  #: "photo", "voice" or "document"
    reference: str  #: Telegram's file_id, Twilio's media address
    mime: str = ""
    seconds: int = 0
    file: str = ""  #: it is here already, under this random name
    small: str = ""  #: … and so is a smaller copy


@dataclass(frozen=True)
class Incoming:
    """One thing heard. `key` is the carrier's own name for it: the same key is the same thing."""

    channel: str  #: "sms" or "telegram"
    key: str
    address: str  #: where an answer goes: a number in E.164, or a chat id
    kind: Kind
    words: str = ""
    sights: tuple[Sight, ...] = ()
    strange: tuple[Sight, ...] = ()  #: what nobody can read: never fetched, and deleted at the carrier
    quotes: str | None = None  #: the external id of our message that this one answers
    tapped: str | None = None  #: the button's hidden word
    tap_key: str | None = None  #: what the carrier wants back to end the button's little clock
    name: str = ""  #: what the carrier calls the person: shown to the office for strangers only
    tongue: str = ""  #: the language that the app is set to, when the carrier says so
    hint: str = ""  #: Twilio's OptOutType, when it handled the word itself
    at: datetime | None = None  #: when the carrier says it was sent, in whole seconds, aware UTC
    quotable: str | None = None  #: the external id of this very message, where an answer can quote it
    shared: bool = False  #: it came by a link of ours that went with who would see it
    album: str = ""  #: Telegram's name for pictures that were sent together: one caption speaks for them all


@dataclass(frozen=True, order=True)
class Said:
    """When something was said, which may be long before we take it up; of the same moment, what we heard first."""

    at: datetime
    inbox_id: int


def said(incoming: Incoming, inbox_id: int, heard_at: datetime) -> Said:
    """By the carrier's own time where it tells one, at the end of that second; never later than we heard it."""
    told = incoming.at + timedelta(seconds=1) if incoming.at else heard_at
    return Said(min(told, heard_at), inbox_id)


@dataclass(frozen=True)
class Again:
    """Something heard that is taken up once more, and what is known of it by now."""

    inbox_id: int
    own: bool = False  #: a teacher wrote it as a parent
    share: bool = False  #: SHARE had opened the ear for it
    under: int | None = None  #: the question that stood last when it was said, before we asked who or whom
    chosen: tuple[int, ...] = ()  #: the homes that its writer has named since
    answers: int | None = None  #: of a weekly text: the delivery whose question it answers; 0: none of them
    theirs: bool = False  #: its writer has said since that this is the right phone


def again_of(kept: Mapping[str, Any]) -> Again:
    """As a question's row remembers it."""
    return Again(**{**kept, "chosen": tuple(kept["chosen"])})


@dataclass(frozen=True)
class Receipt:
    """What a carrier says later about a message of ours."""

    channel: str
    external_id: str
    state: str  #: one of STEPS in delivery.py
    error: str = ""
    attempt: str | None = None  #: our own token, where the carrier hands it back
    segments: int | None = None


class Forged(Exception):
    """The request does not carry the carrier's signature: 403, and nothing is kept."""


class Unreadable(Exception):
    """Signed or not, nobody can read it: 400, one short line."""


@dataclass(frozen=True)
class Batch:
    """A page of what a carrier still had for us, and where the next page begins."""

    heard: tuple[Incoming | Receipt, ...] = field(default=())
    next_mark: str = ""
    #: False: it was longer than we read, and these are the newest. The mark moves all the same: with one that stays the
    #: list would only grow, and nothing would be told of it ever again.
    whole: bool = True
