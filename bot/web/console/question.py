"""A question as the form brings it: for whom, in which words, and when. Nothing typed is lost."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.pace.schedule import local, occurrence
from bot.store.console import scope
from bot.web.console.form import Form, number
from bot.web.console.wording import Written

MINUTES = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Question:
    to: str = ""  #: "room 3" or "child 17"
    written: Written = field(default_factory=Written)
    later: bool = False
    day: str = ""
    at: str = ""

    @classmethod
    def of(cls, form: Form) -> "Question":
        return cls(
            form.text("to"), Written.of(form), form.text("when") == "later", form.text("day"), form.text("at")
        )

    @property
    def key(self) -> str:
        """The same form with the same words is the same question; with other words, or a tick, it is a new one."""
        said = repr((self.written.once, self.to, sorted(self.written.words.items()), self.written.delicate))
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()

    def audience(self, desk: Desk, who: Viewer) -> dict[str, Any] | None:
        """The room or child that it is for, as prompting.draft wants it; None when it is not the viewer's."""
        kind, _, rest = self.to.partition(" ")
        key = number(rest)
        if key is None:
            return None
        if kind == "room" and scope.may_see(desk.db, scope.rooms(who.sight), key):
            return {"room_ids": (key,)}
        if kind == "child" and scope.may_see(desk.db, scope.children(who.sight), key):
            return {"child_id": key}
        return None

    def moment(self, desk: Desk) -> datetime | None:
        """When it should go, if later; None: now. Raises ValueError with what to write instead."""
        if not self.later:
            return None
        try:
            day, at = date.fromisoformat(self.day), time.fromisoformat(self.at)
        except ValueError:
            raise ValueError("Please give a day and a time.") from None
        if not 0 <= (day - local(desk.now, desk.school.calendar.zone).date()).days <= 400:
            raise ValueError("Please choose a day from today on, within a year.")
        moment = occurrence(day, at, desk.school.calendar.zone)
        if moment <= desk.now:
            raise ValueError("That time has passed. Please choose a later one, or send it now.")
        return moment

    def faults(self, desk: Desk, who: Viewer) -> Mapping[str, str]:
        """What is amiss, by field."""
        found = {}
        if self.audience(desk, who) is None:
            found["to"] = "Please choose a room or a child."
        if self.written.trouble:
            found["words"] = self.written.trouble
        try:
            self.moment(desk)
        except ValueError as wrong:
            found["when"] = str(wrong)
        return found


def written_at(moment: datetime | None, zone: str) -> str:
    """A moment as an address carries it from the form to the preview: local minutes."""
    return local(moment, zone).strftime(MINUTES) if moment else ""


def read_at(text: str, zone: str) -> datetime | None:
    """None for now, and for what is no moment."""
    try:
        wall = datetime.strptime(text, MINUTES)  # noqa: DTZ007 - it is local to the school
    except ValueError:
        return None
    return occurrence(wall.date(), wall.time(), zone) if 2000 < wall.year < 2200 else None
