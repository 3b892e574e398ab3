"""Who is away today and on the days to come: what families said, and whether the office has it in the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.acts.desk import Desk
from bot.acts.reading.looks import About, about
from bot.acts.reading.viewer import Viewer
from bot.languages import dates
from bot.pace.schedule import local
from bot.store.console import absences, threads
from bot.store.rows import Row


@dataclass(frozen=True)
class Away:
    """A child on a day: by whom it was said, home by home."""

    id: int  #: of one of its rows: the office takes down the whole
    child: str
    rooms: tuple[str, ...]
    day: date
    said: tuple[tuple[str, datetime], ...]
    taken_back: bool  #: nobody says so any more, and it had been taken down
    taken_by: str  #: empty: nobody at the office has it in the register as it stands now
    taken_at: datetime | None
    abouts: tuple[About, ...]  #: for the note of a look

    @property
    def day_name(self) -> str:
        return dates.day(self.day, "en")


@dataclass(frozen=True)
class Absences:
    today: tuple[Away, ...]
    later: tuple[Away, ...]


def absent(desk: Desk, who: Viewer) -> Absences:
    today = local(desk.now, desk.school.calendar.zone).date()
    rows = absences.since(desk.db, who.sight, today.isoformat())
    rooms = threads.rooms_of(desk.db, {row["child_id"] for row in rows}, desk.now)
    gathered: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        gathered.setdefault((row["child_id"], row["day"]), []).append(row)
    every = [_away(those, tuple(rooms.get(those[0]["child_id"], []))) for those in gathered.values()]
    return Absences(tuple(it for it in every if it.day == today), tuple(it for it in every if it.day > today))


def _away(rows: Sequence[Row], rooms: tuple[str, ...]) -> Away:
    holds = [row for row in rows if row["withdrawn_at"] is None]
    shown = holds or rows
    newest = max(row["said_at"] if holds else row["withdrawn_at"] for row in shown)
    # What was said, or taken back, after it was taken down has to be looked at again.
    taken = next((row for row in shown if row["taken_at"] is not None and row["taken_at"] >= newest), None)
    said = tuple((row["said_name"], row["said_at"]) for row in shown)
    return Away(shown[0]["id"], rows[0]["child_name"], rooms, date.fromisoformat(rows[0]["day"]), said, not holds,
                taken["taken_name"] if taken else "", taken["taken_at"] if taken else None,
                tuple(about(shown)))  # fmt: skip
