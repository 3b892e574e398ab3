"""Series on their way in rooms: how far each has come, and what is due."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    bindparam,
    func,
    literal_column,
    select,
    update,
)

from bot.model.series import CatchUp, Rhythm, Running
from bot.store.columns import Id, Moment
from bot.store.once import insert_once
from bot.store.prepared import Prepared
from bot.store.tables import prompt_room, room, series, series_part, series_run, series_turn

_RUNS = series_run.c.state == "running"


def begin(db: Connection, school_id: int, *, series_id: int, room_id: int, rhythm: Rhythm,
          catch_up: CatchUp, place: int, next_day: date | None, next_at: datetime, by: int | None,
          now: datetime) -> int | None:  # fmt: skip
    """None where this series is on its way in this room already."""
    return insert_once(db, series_run, {
        "school_id": school_id, "series_id": series_id, "room_id": room_id, "started_by": by,
        "rhythm": rhythm.plain(), "catch_up": catch_up.value, "place": place, "state": "running",
        "ended": None, "next_day": next_day.isoformat() if next_day else None, "next_at": next_at,
        "started_at": now, "changed_at": now,
    })  # fmt: skip


def due(db: Connection, school_id: int, now: datetime) -> list[Running]:
    """What has been due the longest: one text of one series, in every room that it is due in at that moment.

    Held until the transaction ends. A second machine waits for it, and then finds it moved on: it does not pass over
    rows that are held, or two rooms of one text would become two prompts, and a family with a child in each would
    get both.
    """
    first = _FIRST_DUE.first(db, school=school_id, now=now)
    if first is None:
        return []
    query = _runs().where(
        _RUNS, series_run.c.series_id == first["series_id"], series_run.c.place == first["place"],
        series_run.c.next_at <= now,
    )  # fmt: skip
    rows = db.execute(query.order_by(series_run.c.id).with_for_update(of=series_run)).mappings().all()
    return [_running(row) for row in rows]


def move(db: Connection, run_id: int, now: datetime, *, only_from: Sequence[str] = ("running",),
         **values: Any) -> bool:  # fmt: skip
    """Moves a run on, while it is in one of these states; False when it is not any more."""
    if isinstance(values.get("next_day"), date):
        values["next_day"] = values["next_day"].isoformat()
    where = (series_run.c.id == run_id, series_run.c.state.in_(only_from))
    return db.execute(update(series_run).where(*where).values(changed_at=now, **values)).rowcount == 1


def take_turn(db: Connection, school_id: int, it: Running, part_id: int, day: date) -> int | None:
    """Notes that this text goes to this room on this date; None where one of the series did, or the text has gone."""
    return insert_once(db, series_turn, {
        "school_id": school_id, "series_id": it.series_id, "room_id": it.room_id, "run_id": it.id,
        "prompt_id": None, "day": day.isoformat(), "part": part_id,
    })  # fmt: skip


def had_one(db: Connection, series_id: int, room_id: int, day: date) -> bool:
    """Whether a text of this series went to this room on this date."""
    query = select(series_turn.c.id).where(
        series_turn.c.series_id == series_id, series_turn.c.room_id == room_id
    )
    return db.scalar(query.where(series_turn.c.day == day.isoformat())) is not None


def went_as(db: Connection, turn_ids: Collection[int], prompt_id: int) -> None:
    db.execute(update(series_turn).where(series_turn.c.id.in_(turn_ids)).values(prompt_id=prompt_id))


def join_prompt(db: Connection, school_id: int, prompt_id: int, room_ids: Sequence[int]) -> None:
    """More rooms for a prompt that is there already."""
    for it in room_ids:
        insert_once(db, prompt_room, {"school_id": school_id, "prompt_id": prompt_id, "room_id": it})


def one(db: Connection, run_id: int, held: bool = False) -> Running | None:
    """`held`: until the transaction ends."""
    query = _runs().where(series_run.c.id == run_id)
    row = db.execute(query.with_for_update(of=series_run) if held else query).mappings().first()
    return _running(row) if row else None


def of_series(db: Connection, series_id: int) -> list[Running]:
    """All that have not ended."""
    query = _runs().where(series_run.c.series_id == series_id, series_run.c.state != "ended")
    return [_running(row) for row in db.execute(query.order_by(room.c.name)).mappings()]


def running(db: Connection, school_id: int) -> list[Running]:
    query = _runs().where(series_run.c.school_id == school_id, _RUNS)
    return [_running(row) for row in db.execute(query.order_by(series_run.c.id)).mappings()]


def running_or_paused(db: Connection, school_id: int) -> list[Running]:
    query = _runs().where(series_run.c.school_id == school_id, series_run.c.state != "ended")
    return [_running(row) for row in db.execute(query.order_by(room.c.name, series.c.name)).mappings()]


def in_rooms(db: Connection, room_ids: Select[tuple[int]], since: datetime) -> list[Running]:
    """Those in these rooms that have not ended, or have since then."""
    ended = (series_run.c.state != "ended") | (series_run.c.changed_at >= since)
    query = _runs().where(series_run.c.room_id.in_(room_ids), ended)
    rows = db.execute(query.order_by(room.c.name, series.c.name, series_run.c.id)).mappings()
    return [_running(row) for row in rows]


def coming(db: Connection, room_ids: Select[tuple[int]], limit: int) -> list[Running]:
    """Those in these rooms of whose next text the day is known, the next first."""
    query = _runs().where(_RUNS, series_run.c.next_day.is_not(None), series_run.c.room_id.in_(room_ids))
    query = query.order_by(series_run.c.next_at, series.c.name, series_run.c.series_id, room.c.name)
    return [_running(row) for row in db.execute(query.limit(limit)).mappings()]


def finish(db: Connection, series_id: int, last: int, now: datetime) -> None:
    """The last text was taken out: runs that waited for it have come to their end."""
    done = {"state": "ended", "ended": "finished", "next_day": None, "next_at": None, "changed_at": now}
    where = (series_run.c.series_id == series_id, series_run.c.state != "ended", series_run.c.place > last)
    db.execute(update(series_run).where(*where).values(done))


def farthest(db: Connection, series_id: int) -> int:
    """The last text that has gone in some room in which the series is still on its way; 0: none has."""
    query = select(func.max(series_run.c.place)).where(
        series_run.c.series_id == series_id, series_run.c.state != "ended"
    )
    return int(db.scalar(query) or 1) - 1


def _runs() -> Select[Any]:
    length = select(func.count()).where(series_part.c.series_id == series.c.id).correlate(series)
    return (
        select(
            series_run,
            series.c.name.label("series_name"),
            room.c.name.label("room_name"),
            length.scalar_subquery().label("parts"),
        )
        .join(series, series.c.id == series_run.c.series_id)
        .join(room, room.c.id == series_run.c.room_id)
    )


def _running(row: RowMapping) -> Running:
    return Running(
        row["id"], row["series_id"], row["series_name"], row["parts"], row["room_id"], row["room_name"],
        Rhythm.of(row["rhythm"]), CatchUp(row["catch_up"]), row["place"], row["state"],
        date.fromisoformat(row["next_day"]) if row["next_day"] else None, row["next_at"], row["ended"] or "",
    )  # fmt: skip


# With its plus, or SQLite takes the school's key for the shorter way, and reads every run that ever was.
_ours: ColumnElement[int] = literal_column("+series_run.school_id", Id)
_FIRST_DUE = Prepared(
    lambda _: (
        select(series_run.c.series_id, series_run.c.place)
        # In these words, or a database does not see that its index holds just these.
        .where(series_run.c.state == literal_column("'running'"))
        .where(series_run.c.next_at <= bindparam("now", type_=Moment), _ours == bindparam("school"))
        .order_by(series_run.c.next_at, series_run.c.id)
        .limit(1)
    )
)
