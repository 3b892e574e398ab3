"""A rhythm as the form brings it: rooms, days and a time. Nothing typed is lost."""

import re
from dataclasses import dataclass
from datetime import date, time

from bot.model.series import CatchUp, Rhythm
from bot.web.console.form import Form, day, number

MOST_DATES = 60
WEEKS_OF_A_TERM = 20


@dataclass(frozen=True)
class Wanted:
    """`kind`: "weeks" of a term, "days" of the week from a day on, or single "dates"."""

    rooms: frozenset[int] = frozenset()
    kind: str = "weeks"
    days: frozenset[int] = frozenset({0, 2, 4})
    at: str = "15:30"
    first: str = "2"
    last: str = "11"
    begins: str = ""
    dates: str = ""
    in_terms: bool = True
    catch_up: str = CatchUp.GO_ON.value
    place: str = "1"

    @classmethod
    def of(cls, form: Form) -> "Wanted":
        return cls(
            frozenset(form.numbers("room-")), form.text("kind"), frozenset(form.numbers("day-")),
            form.text("at"), form.text("first"), form.text("last"), form.text("begins"), form.text("dates"),
            form.text("holidays") != "yes", form.text("catch-up"), form.text("place"),
        )  # fmt: skip

    def faults(self, parts: int) -> dict[str, str]:
        """What is amiss, by field."""
        found = {}
        if not self.rooms:
            found["rooms"] = "Please choose a room."
        if _time(self.at) is None:
            found["at"] = "Please give a time, such as 15:30."
        if self.kind not in ("weeks", "days", "dates"):
            found["kind"] = "Please choose one of these."
        if self.kind != "dates" and not (self.days and self.days <= frozenset(range(7))):
            found["days"] = "Please choose a day of the week, or several."
        if self.kind == "weeks" and self._weeks() is None:
            found["weeks"] = "Please give two weeks of a term, such as 2 to 11."
        if self.kind == "days" and self.begins and day(self.begins) is None:
            found["begins"] = "Please give a day, or leave it empty to begin at once."
        if self.kind == "dates" and self._dates() is None:
            found["dates"] = f"Please write days such as 2027-02-15, one a line, {MOST_DATES} at most."
        if not 1 <= (number(self.place) or 0) <= parts:
            found["place"] = f"Please give the number of a text, from 1 to {parts}."
        if self.catch_up not in list(CatchUp):
            found["catch_up"] = "Please choose one of these."
        return found

    @property
    def rhythm(self) -> Rhythm:
        """To be asked when there are no faults."""
        at = _time(self.at)
        assert at is not None
        days = tuple(sorted(self.days))
        if self.kind == "weeks":
            return Rhythm(at, days, weeks=self._weeks(), in_terms=True)
        if self.kind == "days":
            return Rhythm(at, days, begins=day(self.begins), in_terms=self.in_terms)
        return Rhythm(at, dates=tuple(self._dates() or ()), in_terms=self.in_terms)

    @property
    def from_place(self) -> int:
        return number(self.place) or 1

    def _weeks(self) -> tuple[int, int] | None:
        first, last = number(self.first), number(self.last)
        if first is None or last is None or not 1 <= first <= last <= WEEKS_OF_A_TERM:
            return None
        return first, last

    def _dates(self) -> list[date] | None:
        found = [day(it) for it in re.split(r"[\s,;]+", self.dates.strip()) if it]
        known = [it for it in found if it is not None]
        return known if known and len(known) == len(found) <= MOST_DATES else None


def _time(text: str) -> time | None:
    try:
        found = time.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.replace(second=0, microsecond=0) if found.tzinfo is None else None
