"""What is said, and what is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class MessageKind(StrEnum):
    REPLY = "reply"  #: a family's answer to a prompt
    NOTE = "note"  #: a family's own words, unasked
    SHARE = "share"  #: a home activity, a story, a photo
    ANSWER = "answer"  #: a teacher's words in a thread


class Ears(StrEnum):
    """Who hears a message in its lane (DESIGN §6)."""

    WRITER = "writer"  #: its writer and the school
    HOUSEHOLD = "household"  #: every member whose scope covers it


class PromptKind(StrEnum):
    PROMPT = "prompt"  #: a question to the families
    ACTIVITY = "activity"  #: an idea from the library


@dataclass(frozen=True)
class Say:
    """One sentence of our own, to be worded in the reader's language at the moment of the call.

    `filling` holds the values of its {placeholders}: plain words go in as they are, structures such as
    {"names": […]} or {"moment": "…", "zone": "…"} are worded by the reader's language.
    """

    msgid: str
    filling: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """One possible answer to a question: a number on SMS, a button on Telegram."""

    mark: str  #: what it means to us
    label: Say | str  #: our own words, or a name as it is


@dataclass(frozen=True)
class Question:
    """What Aho last asked on a phone and still waits to hear."""

    id: int
    kind: str
    about: Mapping[str, Any]
    options: tuple[Option, ...]  #: in the order of their numbers
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Wording:
    """One content in one language."""

    language: str
    words: str
    #: "person", "draft" (from the library, not yet checked by a fluent speaker), "phrase book" or "machine"
    made_by: str = "person"
    engine: str = ""  #: which machine
