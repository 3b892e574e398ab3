"""The school's own series: written anew, copied and changed, brought in from a file, taken off the shelf."""

from dataclasses import replace

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.library.shelf import on_shelf
from bot.model.people import Person
from bot.model.series import Part, Series
from bot.store import records, series, series_runs
from bot.store.console import scope


def take(desk: Desk, key: str) -> int | None:
    """The id of the school's copy of a library series, made when it is first wanted; None when there is none."""
    found = series.by_key(desk.db, desk.school.id, key)
    if found is not None:
        return found
    it = on_shelf(key)
    return series.keep(desk.db, desk.school.id, it, desk.now) or series.by_key(
        desk.db, desk.school.id, key
    ) if it else None  # fmt: skip


def bring(desk: Desk, by: Person | None, it: Series, once: str | None = None) -> int:
    """Keeps a new series as the school's own; the same form sent twice makes one."""
    own = replace(it, key="", id=0, author_id=by.id if by else None)
    made = series.keep(desk.db, desk.school.id, own, desk.now, once)
    if made is None:
        there = series.by_once(desk.db, desk.school.id, once or "")
        assert there is not None  # nothing else about it is unique
        return there
    records.note(
        desk.db, desk.school.id, "wrote a series", desk.now, person_id=own.author_id, about={"series": made}
    )
    return made


def copy(desk: Desk, by: Person, it: Series, once: str | None = None) -> int:
    """The same series as one's own, to be changed."""
    own = it.author_id == by.id
    return bring(desk, by, replace(it, name=f"{it.name} (copy)" if own else it.name), once)


def held(desk: Desk, series_id: int) -> int:
    """How many texts, counted from the first, have gone out in some room and stay where they stand."""
    return series_runs.farthest(desk.db, series_id)


def may_change(desk: Desk, who: Viewer, it: Series) -> bool:
    """The office may change all; whoever wrote a series may, while no room goes by it that is not theirs."""
    if who.office:
        return True
    if it.author_id != who.person.id:
        return False
    rooms = scope.rooms(who.sight)
    return all(scope.may_see(desk.db, rooms, run.room_id) for run in series_runs.of_series(desk.db, it.id))


def rename(desk: Desk, by: Person, series_id: int, it: Series) -> None:
    """Another name, subject, ages and line about it."""
    series.rename(
        desk.db,
        series_id,
        name=it.name,
        subject=it.subject,
        youngest=it.ages[0],
        oldest=it.ages[1],
        about=it.about,
    )
    _changed(desk, by, series_id)


def write_part(desk: Desk, by: Person, series_id: int, number: int, it: Part) -> bool:
    """Words for a text: of one that is there, or of a new one at the end. False where there is no such place."""
    last = series.count(desk.db, series_id)
    if number == last + 1:
        series.put_part(desk.db, desk.school.id, series_id, number, it)
    elif 1 <= number <= last:
        series.change_part(desk.db, desk.school.id, series_id, number, it)
    else:
        return False
    _changed(desk, by, series_id)
    return True


def move_part(desk: Desk, by: Person, series_id: int, number: int, to: int) -> bool:
    """Swaps two texts, neither of which has gone out anywhere."""
    last, gone = series.count(desk.db, series_id), series_runs.farthest(desk.db, series_id)
    if not all(gone < it <= last for it in (number, to)):
        return False
    series.swap_parts(desk.db, series_id, number, to)
    _changed(desk, by, series_id)
    return True


def remove_part(desk: Desk, by: Person, series_id: int, number: int) -> bool:
    """Takes out a text that has gone out nowhere; a series keeps at least one."""
    last = series.count(desk.db, series_id)
    if last < 2 or not series_runs.farthest(desk.db, series_id) < number <= last:
        return False
    series.remove_part(desk.db, series_id, number)
    series_runs.finish(desk.db, series_id, last - 1, desk.now)
    _changed(desk, by, series_id)
    return True


def _changed(desk: Desk, by: Person, series_id: int) -> None:
    records.note(
        desk.db, desk.school.id, "changed a series", desk.now, person_id=by.id, about={"series": series_id}
    )
