"""One message a day, at its reader's hour: a family member's over all children and rooms, or a teacher's."""

from datetime import time

from bot.acts.desk import Desk
from bot.languages import typed_times
from bot.languages.folding import fold
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.store import digest_hours
from bot.store.digest_hours import HOME, SCHOOL

OFF = "off"
BY_ITSELF = _("Each message by itself")
#: What is offered; another hour can be typed.
HOURS = {HOME: (time(8), time(12), time(15, 30), time(18)), SCHOOL: (time(8, 15), time(12, 30), time(15, 15))}
_OFF = {"off", "no", "none", "end"}


def options(desk: Desk, kind: str) -> list[Option]:
    hours = [it for it in HOURS[kind] if is_decent(desk, kind, it)]
    shown = [Option(f"{it:%H:%M}", Say("{time}", {"time": {"time": f"{it:%H:%M}"}})) for it in hours]
    return [*shown, Option(OFF, Say(BY_ITSELF))]


def typed(desk: Desk, kind: str, said: str) -> str | None:
    """What somebody typed for it: a decent hour as 17:00, or off; None: neither."""
    if fold(said) in _OFF:
        return OFF
    at = typed_times.time(said)
    return f"{at:%H:%M}" if at is not None and is_decent(desk, kind, at) else None


def is_decent(desk: Desk, kind: str, at: time) -> bool:
    """Never at night: within the hours that the school keeps for families, or for its staff."""
    hours = desk.school.calendar.weekdays if kind == HOME else desk.school.calendar.office
    return hours.opens <= at < hours.closes


def choose(desk: Desk, person_id: int, kind: str, chosen: str) -> Say:
    """Keeps it, and what is said of it; from off on, what has waited goes by itself."""
    at = None if chosen == OFF else time.fromisoformat(chosen)
    digest_hours.choose(desk.db, desk.school.id, person_id, kind, at, desk.now)
    if at is None:
        digest_hours.release(desk.db, person_id, kind, desk.now)
        return Say(_("All right. Each message comes by itself. Text DIGEST for one a day."))
    return Say(_("One message a day, at {time}. Text DIGEST to change it."), {"time": {"time": chosen}})
