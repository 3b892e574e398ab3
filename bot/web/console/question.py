"""A question as the form brings it: for whom, in which words, and when. Nothing typed is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from urllib.parse import urlencode

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.model.school import School
from bot.pace.schedule import local, occurrence
from bot.web.console import choices, kinds
from bot.web.console.form import Form
from bot.web.console.whom import Whom
from bot.web.console.wording import Written, key

MINUTES = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Question:
    whom: Whom = field(default_factory=Whom)
    written: Written = field(default_factory=Written)
    later: bool = False
    day: str = ""
    at: str = ""
    kind: str = "question"  #: by its name in bot.web.console.kinds
    choices: Mapping[str, str] = field(default_factory=dict)  #: as typed, by language
    until: str = ""  #: again each week in term, to this day; empty: once

    @classmethod
    def of(cls, form: Form) -> "Question":
        return cls(
            Whom.of(form), Written.of(form), form.text("when") == "later", form.text("day"), form.text("at"),
            form.text("kind") or "question", choices.written(form), form.text("until"),
        )  # fmt: skip

    @property
    def key(self) -> str:
        """The same form with the same words is the same question; with other words, or a tick, it is a new one."""
        asked = (self.whom, self.kind, sorted(self.written.words.items()), sorted(self.choices.items()))
        return key(self.written.once, asked, self.written.delicate)

    @property
    def offers(self) -> bool:
        """Whether it names what may be answered."""
        return self.kind == "poll"

    def chosen(self, school: School) -> list[dict[str, str]]:
        """A poll's choices; raises ValueError with what to write instead."""
        return choices.choices(self.choices, school) if self.offers else []

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
        if self.kind not in {it.name for it in kinds.offered(who)}:
            found["kind"] = "Please choose what kind of message it is."
        if self.written.trouble:
            found["words"] = self.written.trouble
        steps: Mapping[str, Callable[[], object]] = {
            "to": lambda: self.whom.audience(desk, who),
            "choices": lambda: self.chosen(desk.school),
            "when": lambda: self.moment(desk),
            "until": lambda: self.last_day(desk),
        }
        for name, step in steps.items():
            try:
                step()
            except ValueError as wrong:
                found[name] = str(wrong)
        return found

    def last_day(self, desk: Desk) -> date | None:
        """Up to when it goes each week; None: once. Raises ValueError with what to write instead."""
        if not self.until:
            return None
        try:
            last = date.fromisoformat(self.until)
        except ValueError:
            raise ValueError("Please give a day, or leave it empty.") from None
        if not 7 <= (last - local(desk.now, desk.school.calendar.zone).date()).days <= 400:
            raise ValueError("Please choose a day that is a week to a year from now.")
        if self.kind == "safety":
            raise ValueError("A safety message goes once.")
        return last


def carried(at: str, until: str) -> str:
    """What an address carries from the form to the preview: when, and up to which day again each week."""
    given = urlencode([(name, it) for name, it in (("at", at), ("until", until)) if it])
    return f"?{given}" if given else ""


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
