"""What did not arrive, and why; what only the office can decide; who wrote that nobody knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.acts.by_hand import IN_NO_THREAD
from bot.acts.desk import Desk
from bot.acts.reading import shown, voices
from bot.acts.reading.beyond import Unreached, many, unreached
from bot.acts.reading.journeys import Journey, journeys
from bot.acts.reading.looks import Looks, about
from bot.acts.reading.today import Kept, kept, wrong_numbers
from bot.acts.reading.viewer import Viewer
from bot.store import holds, senders, silence
from bot.store.console import desk as office_desk
from bot.store.console import lost
from bot.store.console import people as listed
from bot.store.rows import Row

LATELY = timedelta(days=30)
MOST = 100


@dataclass(frozen=True)
class Lost:
    """One text that did not arrive. `address` is for the office only."""

    id: int
    contact_id: int
    journey: Journey
    kind: str  #: "words" or "questions"
    sure: bool  #: it surely did not arrive: it may be tried again
    address: str


@dataclass(frozen=True)
class Undecided:
    """One of which nobody can tell."""

    id: int
    name: str
    channel: str
    words: str


@dataclass(frozen=True)
class Quarantined:
    """A phone that may be somebody else's by now: nothing goes there before its holder has answered."""

    contact_id: int
    address: str
    names: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Delivery:
    lost: tuple[Lost, ...]
    unreached: tuple[Unreached, ...] | None  #: None where there are too many to be looked at here
    undecided: tuple[Undecided, ...]
    strangers: tuple[tuple[int, Kept], ...]
    in_no_thread: tuple[tuple[int, Kept], ...]  #: for the office
    wrong: tuple[tuple[str, str], ...]
    quarantined: tuple[Quarantined, ...]  #: for the office
    halted: tuple[tuple[str, str], ...]  #: channel, why nothing goes out there
    looks: Looks  #: what of it is about families of rooms, for the note of a look


def delivery(desk: Desk, who: Viewer, which: str) -> Delivery:
    """`which`: "words", "questions", or anything else for both."""
    rows = lost.not_arrived(desk.db, who.sight, desk.now - LATELY, limit=MOST)
    wanted = [row for row in rows if which not in ("words", "questions") or _kind(row) == which]
    office = who.office
    undecided = holds.undecided(desk.db, desk.school.id) if office else []
    waiting = office_desk.not_handled(desk.db, who.sight, IN_NO_THREAD) if office else []
    far = None if many(desk, who) else unreached(desk, listed.of_today(desk.db, who.sight))
    wrong = listed.wrong_numbers(desk.db, who.sight)
    doubtful = silence.quarantined(desk.db, desk.school.id) if office else []
    return Delivery(
        tuple(_lost(desk, who, wanted)),
        far,
        tuple(
            Undecided(it["id"], it["person_name"] or "", it["channel"], voices.read(it)) for it in undecided
        ),
        tuple(
            (row["id"], kept(row, row["called_itself"] or ""))
            for row in office_desk.strangers(desk.db, who.sight)
        ),
        tuple((row["id"], kept(row, row["writer_name"] or "")) for row in waiting),
        wrong_numbers(wrong),
        _quarantined(doubtful),
        tuple(senders.halted(desk.db, desk.school.id)),
        {
            shown.UNDECIDED: shown.of_deliveries(desk, [it["id"] for it in undecided]),
            shown.IN_NO_THREAD: shown.of_heard(desk, waiting),
            shown.REACHED: (
                *about(wanted),
                *shown.of_each(far or ()),
                *shown.of_phones(desk, {it["id"] for it in (*wrong, *doubtful)}),
            ),
        }
        if who.sight.beyond
        else {},
    )


def _quarantined(rows: Sequence[Row]) -> tuple[Quarantined, ...]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(row)
    return tuple(
        Quarantined(
            it,
            voices.phone(those[0]["channel"], those[0]["address"]),
            tuple(row["name"] for row in those if row["name"]),
            those[0]["why"] or "",
        )
        for it, those in found.items()
    )


def _lost(desk: Desk, who: Viewer, rows: Sequence[Row]) -> list[Lost]:
    each = {row["id"]: row for row in rows}
    told = dict(zip(each, journeys(rows), strict=True))
    sure = lost.those_surely_lost(desk.db, list(each))
    return [
        Lost(it, row["contact_id"], told[it], _kind(row), it in sure, row["address"] if who.office else "")
        for it, row in each.items()
    ]


def _kind(row: Row) -> str:
    return "questions" if row["prompt_id"] is not None else "words"
