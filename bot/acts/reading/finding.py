"""Looking for what was said: by child, by word, by date."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.acts.desk import Desk
from bot.acts.reading import voices
from bot.acts.reading.lines import guardians
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import contents_of
from bot.languages.finding import asked, marked
from bot.pace.schedule import occurrence
from bot.store import finding, lanes, records
from bot.store.console import threads
from bot.store.rows import Row

MOST = 50
AT_MOST = 2  #: pages that somebody who looks for something waits for: the job takes in the rest
LOOKED = "looked for words"


@dataclass(frozen=True)
class Hit:
    """Something that was said. `pieces` is empty where the viewer has to open the thread to read it."""

    thread_id: int
    message_id: int
    child: str
    rooms: tuple[str, ...]
    writer: str
    at: datetime
    language: str
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Home:
    thread_id: int
    child: str
    guardians: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    homes: tuple[Home, ...] = ()
    hits: tuple[Hit, ...] = ()
    more: bool = False  #: there is more than is shown


def catch_up(desk: Desk) -> int:
    return finding.catch_up(desk.db)


def found(desk: Desk, who: Viewer, words: str, first: date | None, last: date | None) -> Found:
    """`first`, `last`: days of the school's calendar, both with."""
    looked_for = asked(words)
    if not looked_for and first is None and last is None:
        return Found()
    for _page in range(AT_MOST):
        if catch_up(desk) < finding.A_PAGE:
            break
    zone = desk.school.calendar.zone
    since = occurrence(first, time(), zone) if first else None
    until = occurrence(last + timedelta(days=1), time(), zone) if last else None
    rows = finding.find(desk.db, who.sight, looked_for, since=since, until=until, limit=MOST + 1)
    homes = finding.children(desk.db, who.sight, looked_for) if looked_for else []
    if who.sight.everywhere:  # their looks are written down, without the words
        records.note(
            desk.db, desk.school.id, LOOKED, desk.now, person_id=who.person.id, about={"found": len(rows)}
        )
    return Found(_homes(desk, homes), _hits(desk, who, rows[:MOST], looked_for), len(rows) > MOST)


def _homes(desk: Desk, rows: list[Row]) -> tuple[Home, ...]:
    names = guardians(lanes.members(desk.db, [row["household_id"] for row in rows], desk.now))
    return tuple(Home(row["id"], row["child_name"], names.get(row["household_id"], ())) for row in rows)


def _hits(desk: Desk, who: Viewer, rows: list[Row], looked_for: list[str]) -> tuple[Hit, ...]:
    """The office reads words of other people's rooms in their thread, where its look is written down."""
    rooms = threads.rooms_of(desk.db, {row["child_id"] for row in rows}, desk.now)
    held = {} if looked_for else contents_of(desk, [row["content_id"] for row in rows])
    own = {room.name for room in who.rooms}
    hits = []
    for row in rows:
        theirs = tuple(rooms.get(row["child_id"], ()))
        opening = held[row["content_id"]].opening if held else None
        words, tag = (row["words"], row["language"]) if looked_for else (
            (opening.text, opening.language) if opening else ("", "en"))  # fmt: skip
        pieces = tuple(marked(words, looked_for)) if own & set(theirs) else ()
        hits.append(Hit(row["thread_id"], row["id"], row["child_name"], theirs, voices.writer(row),
                        row["said_at"], tag, pieces))  # fmt: skip
    return tuple(hits)
