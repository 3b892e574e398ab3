"""What comes in from a carrier, in one vocabulary for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


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
    LEFT = "left"  #: the person blocked or left us at the carrier
    CAME_BACK = "came back"  #: … and let us in again
    GROUP = "group"  #: somebody wrote to us in a group
    OTHER = "other"  #: a sticker, a place, a document: kept, and answered honestly


@dataclass(frozen=True)
class Sight:
    """A picture or a voice note as the carrier names it: not fetched yet."""

    kind: str  #: "photo" or "voice"
    reference: str  #: Telegram's file_id, Twilio's media address
    mime: str = ""
    seconds: int = 0


@dataclass(frozen=True)
class Incoming:
    """One thing heard. `key` is the carrier's own name for it: the same key is the same thing."""

    channel: str  #: "sms" or "telegram"
    key: str
    address: str  #: where an answer goes: a number in E.164, or a chat id
    kind: Kind
    words: str = ""
    sights: tuple[Sight, ...] = ()
    quotes: str | None = None  #: the external id of our message that this one answers
    tapped: str | None = None  #: the button's hidden word
    tap_key: str | None = None  #: what the carrier wants back to end the button's little clock
    name: str = ""  #: what the carrier calls the person: shown to the office for strangers only
    tongue: str = ""  #: the language that the app is set to, when the carrier says so
    hint: str = ""  #: Twilio's OptOutType, when it handled the word itself
    at: datetime | None = None  #: when the carrier says it was sent, aware UTC


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
