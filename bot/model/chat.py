"""What is said, and what is asked."""

from collections.abc import Iterable, Mapping, Sequence
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
    """What is sent to many. Only a question waits for an answer; any of them may be answered."""

    PROMPT = "prompt"  #: a question to the families, also one with choices
    ACTIVITY = "activity"  #: an idea for home, from the library or a teacher's own
    NOTICE = "notice"  #: something to know: no answer is asked for
    CELEBRATION = "celebration"  #: good news
    SAFETY = "safety"  #: cannot wait: see bot.acts.safety

    @property
    def asks(self) -> bool:
        """Whoever answers is told who else will see it; one gentle reminder may follow."""
        return self == PromptKind.PROMPT

    @property
    def keeps_cap(self) -> bool:
        """It goes to nobody who has had the week's number of texts."""
        return self == PromptKind.ACTIVITY

    @property
    def overrides(self) -> bool:
        """Hours, holidays, pauses and the month's segments do not hold it. STOP does; so does a lane."""
        return self == PromptKind.SAFETY


CHOICE_BUTTON = "p"  #: before the prompt's id, in what a poll's button gives back


@dataclass(frozen=True)
class Poll:
    """What a question to families may be answered with: a number on SMS, a button on Telegram. Or in free words."""

    prompt_id: int
    choices: Sequence[Mapping[str, str]]  #: by language, the original first

    def label(self, number: int, language: str) -> tuple[str, str]:
        """A choice, counted from 1, as a reader of this language sees it; and the language that it is in."""
        here = self.choices[number - 1]
        tag = language if language in here else next(iter(here))
        return here[tag], tag

    def labels(self, language: str) -> list[str]:
        return [self.label(number, language)[0] for number in range(1, len(self.choices) + 1)]


def poll_of(row: Mapping[Any, Any] | None) -> Poll | None:
    """Of a prompt's row, where it has choices."""
    return Poll(row["id"], row["choices"]) if row and row["choices"] else None


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


def spelled(parts: Iterable[Say], options: Iterable[Option] = ()) -> frozenset[str]:
    """Where these spell a child's name out: in what fills {child} and {children}, and in answers that are a name."""
    found = {it.label for it in options if isinstance(it.label, str)}
    for say in (*parts, *(it.label for it in options if isinstance(it.label, Say))):
        several = say.filling.get("children")
        found.update(several["names"] if isinstance(several, Mapping) else filter(None, [several]))
        found.update(filter(None, [say.filling.get("child")]))
    return frozenset(map(str, found))


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
