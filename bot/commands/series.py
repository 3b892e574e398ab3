"""`series`: what there is, whether a file can be read, and how each room goes on. The same acts as the console's."""

from datetime import date, time
from pathlib import Path
from typing import Annotated

import typer

from bot.acts.desk import Desk
from bot.acts.reading import series as reading
from bot.acts.series import keeping, running
from bot.commands.opened import Closed, acting, looking
from bot.commands.plainly import DAYS, counted, listed, say, when
from bot.languages.folding import fold
from bot.languages.registry import find
from bot.library.shelf import BadSeries, series_in, shelf
from bot.model.series import CatchUp, Rhythm, Running, Series
from bot.store import rooms, series, series_runs

app = typer.Typer(help="Texts for home in a rhythm: see, check, start and steer them.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="the series, by its name")]
InRoom = Annotated[str, typer.Option(help="the room, by its name")]
DEEDS = {"pause": running.pause, "go on": running.go_on, "skip": running.skip, "end": running.end}


@app.command("list")
def list_() -> None:
    """What there is, and how far each room has come."""
    ours, runs, zone = looking(_there)
    taken = {it.key for it in ours}
    listed("The school's own:", [_line(it) for it in ours])
    listed("From the library:", [_line(it) for it in shelf() if it.key not in taken])
    listed("On their way:", [_way(it, zone) for it in runs])


@app.command("check")
def check(file: Annotated[Path, typer.Argument(help="a TOML file")]) -> None:
    """Read a series from a file, and say what is in it or what is wrong with it."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Closed(f"{file} cannot be read as UTF-8 text.") from None
    try:
        it = series_in(text, file.name)
    except BadSeries as wrong:
        raise Closed(str(wrong)) from None
    tongues = [known.english_name for tag in it.languages if (known := find(tag))]
    say(f"{_line(it)}, in {', '.join(tongues)}. It can be read.")


@app.command("start")
def start(
    name: Name,
    room: Annotated[list[str], typer.Option(help="the room, by its name; again for another one")],
    days: Annotated[str, typer.Option(help="days of the week")] = "Mon,Wed,Fri",
    at: Annotated[str, typer.Option(help="the time, by the school's clock")] = "15:30",
    weeks: Annotated[str, typer.Option(help="only in these weeks of each term, e.g. 2-11")] = "",
    begins: Annotated[str, typer.Option(help="not before this day, e.g. 2027-02-15")] = "",
    holidays: Annotated[bool, typer.Option("--holidays", help="in the school's holidays too")] = False,
    missed: Annotated[
        CatchUp, typer.Option(help="what becomes of texts whose day has passed")
    ] = CatchUp.GO_ON,
) -> None:
    """Start a series in rooms."""
    rhythm = Rhythm(_time(at), _days(days), (), _date(begins), _weeks(weeks), not holidays)
    begun, runs, zone = acting(lambda desk: _start(desk, name, room, rhythm, missed))
    listed("On its way:", [_way(it, zone) for it in runs if it.room_id in begun])
    listed(
        "Already on its way, and left as it was:", [_way(it, zone) for it in runs if it.room_id not in begun]
    )


@app.command("pause")
def pause(name: Name, room: InRoom) -> None:
    """Let a series stand still in a room."""
    _steer("pause", name, room)


@app.command("go-on")
def go_on(name: Name, room: InRoom) -> None:
    """Take up a series that was paused."""
    _steer("go on", name, room)


@app.command("skip")
def skip(name: Name, room: InRoom) -> None:
    """Leave out the next text."""
    _steer("skip", name, room)


@app.command("end")
def end(name: Name, room: InRoom) -> None:
    """End a series in a room."""
    _steer("end", name, room)


def _steer(deed: str, name: str, room: str) -> None:
    def done(desk: Desk) -> tuple[Running, str]:
        (room_id,) = _rooms(desk, [room])
        here = [it for it in series_runs.running_or_paused(desk.db, desk.school.id) if it.room_id == room_id]
        found = next((it for it in here if fold(it.series_name) == fold(name)), None)
        if found is None or not DEEDS[deed](desk, None, found.id):
            raise Closed(f"{name} does not go on in {room} so that one could {deed} it. Try: series list")
        return series_runs.one(desk.db, found.id) or found, desk.school.calendar.zone

    say(_way(*acting(done)))


def _there(desk: Desk) -> tuple[list[Series], list[Running], str]:
    runs = series_runs.running_or_paused(desk.db, desk.school.id)
    return series.every(desk.db, desk.school.id), runs, desk.school.calendar.zone


def _start(
    desk: Desk, name: str, in_rooms: list[str], rhythm: Rhythm, missed: CatchUp
) -> tuple[list[int], list[Running], str]:
    room_ids = _rooms(desk, in_rooms)
    key = next((it.key for it in shelf() if fold(name) in (fold(it.name), fold(it.key))), "")
    own = [
        it.id for it in series.every(desk.db, desk.school.id) if fold(it.name) == fold(name) and not it.key
    ]
    if len(own) > 1:
        raise Closed(f"Several series are called {name}: please start it on the console's page.")
    series_id = own[0] if own else keeping.take(desk, key)
    if series_id is None:
        raise Closed(f"There is no series called {name}. Try: series list")
    try:
        begun = running.begin(desk, None, series_id, room_ids, rhythm, missed)
    except ValueError as wrong:
        raise Closed(str(wrong)) from None
    runs = [it for it in series_runs.of_series(desk.db, series_id) if it.room_id in room_ids]
    return begun, runs, desk.school.calendar.zone


def _rooms(desk: Desk, names: list[str]) -> list[int]:
    known = {fold(it.name): it.id for it in rooms.every(desk.db, desk.school.id)}
    for name in names:
        if fold(name) not in known:
            raise Closed(f"There is no room called {name}.")
    return [known[fold(name)] for name in names]


def _line(it: Series) -> str:
    return f"{it.name} ({it.subject}, ages {it.ages[0]} to {it.ages[1]}, {counted(len(it.parts), 'text')})"


def _way(it: Running, zone: str) -> str:
    then = f", next {when(it.next_at, zone)}" if it.next_day and it.next_at else ""
    still = ", paused" if it.state == "paused" else ""
    return f"{it.room_name}: {it.series_name}, {reading.place(it)}{then}{still}"


def _days(text: str) -> tuple[int, ...]:
    names = {fold(day): n for n, day in enumerate(DAYS)}
    wanted = [fold(it)[:3] for it in text.split(",") if it.strip()]
    if not wanted or not set(wanted) <= set(names):
        raise Closed(f"--days {text}: write days such as Mon,Wed,Fri.")
    return tuple(sorted({names[it] for it in wanted}))


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise Closed(f"--at {text}: write a time such as 15:30.") from None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Closed(f"--begins {text}: write a day such as 2027-02-15.") from None


def _weeks(text: str) -> tuple[int, int] | None:
    first, _, last = text.partition("-")
    if text and not (first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last) <= 20):
        raise Closed(f"--weeks {text}: write weeks of a term such as 2-11.")
    return (int(first), int(last)) if text else None
