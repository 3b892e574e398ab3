"""A short series, and a school that begins it in its rooms."""

from collections.abc import Sequence
from datetime import time

from bot.acts.series import running
from bot.model.chat import Wording
from bot.model.series import CatchUp, Part, PartKind, Rhythm, Series
from bot.store import rooms, series, series_runs
from tests.ground.school import School

KINDS = (PartKind.FACT, PartKind.TIP, PartKind.GROWTH)
MON_WED_FRI = Rhythm(time(15, 30), days=(0, 2, 4))


def text(number: int) -> str:
    return f"Text number {number}."


def short_series(texts: int = 6, **more: object) -> Series:
    parts = tuple(
        Part(KINDS[n % 3], (Wording("en", text(n + 1)), Wording("sm", f"Tusitusiga {n + 1}.", "draft")))
        for n in range(texts)
    )
    return Series("Reading at our place", "reading", (5, 7), parts, **more)  # type: ignore[arg-type]


def keeps(school: School, it: Series | None = None) -> int:
    def kept(desk: object) -> int:
        made = series.keep(desk.db, desk.school.id, it or short_series(), desk.now)  # type: ignore[attr-defined]
        assert made is not None
        return made

    return school.act(kept)


def begins(school: School, series_id: int, *in_rooms: str, rhythm: Rhythm = MON_WED_FRI,
           catch_up: CatchUp = CatchUp.GO_ON, place: int = 1) -> list[int]:  # fmt: skip
    """The runs, in the order of the rooms' names."""

    def begun(desk: object) -> list[int]:
        db, school_id = desk.db, desk.school.id  # type: ignore[attr-defined]
        ids = rooms.named(db, school_id, list(in_rooms))
        running.begin(desk, None, series_id, ids, rhythm, catch_up, place)  # type: ignore[arg-type]
        return [it.id for it in series_runs.of_series(db, series_id) if it.room_id in ids]

    return school.act(begun)


def place(school: School, run_id: int) -> tuple[str, int, str]:
    """Its state, which text is next, and on which day."""
    it = school.act(lambda desk: series_runs.one(desk.db, run_id))
    assert it is not None
    return it.state, it.place, str(it.next_day or "")


def read_series(school: School, series_id: int) -> Sequence[Part]:
    it = school.act(lambda desk: series.one(desk.db, desk.school.id, series_id))
    assert it is not None
    return it.parts
