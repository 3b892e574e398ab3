"""Words as a form brings them: one field a language, and a token that makes a second click harmless."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.acts.desk import Desk
from bot.languages.segments import LONGEST
from bot.model.chat import Wording
from bot.model.people import Person
from bot.model.school import School
from bot.store import codes
from bot.web.console import keys
from bot.web.console.form import Form

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Written:
    words: Mapping[str, str] = field(default_factory=dict)  #: as typed, by language
    once: str = ""
    delicate: bool = False  #: its writer says that no machine may translate it before a person has looked

    @classmethod
    def of(cls, form: Form) -> "Written":
        return cls(form.starting("words-"), form.text("once")[:80], form.text("delicate") == "yes")

    @property
    def trouble(self) -> str:
        if not any(text.strip() for text in self.words.values()):
            return "Please write something first."
        if any(len(text) > LONGEST for text in self.words.values()):
            return f"That is too long for a text: {LONGEST} characters are the most."
        return ""


def wordings(written: Written, school: School) -> list[Wording]:
    """In the school's languages, English first: the first one is the original."""
    tags = ["en", *(tag for tag in school.languages if tag != "en")]
    return [Wording(tag, written.words[tag].strip()) for tag in tags if written.words.get(tag, "").strip()]


def once(desk: Desk) -> str:
    return keys.fresh(desk.chance)


def key(once: str, *said: object) -> str:
    """The same form with the same words is the same deed; gone back to and changed, it is a new one."""
    return hashlib.sha256(repr((once, said)).encode("utf-8", "replace")).hexdigest()


def sent_before(desk: Desk, by: Person, token: str) -> bool:
    """Whether a form with this token has come in."""
    return codes.unused(desk.db, desk.school.id, f"form {by.id} {token}", "form", desk.now) is not None


def once_only(desk: Desk, by: Person, token: str) -> bool:
    """True the first time that a form with this token comes in."""
    return codes.keep(
        desk.db,
        desk.school.id,
        "form",
        f"form {by.id} {token}",
        person_id=by.id,
        about={},
        now=desk.now,
        expires_at=desk.now + A_DAY,
    )
