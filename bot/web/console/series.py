"""Series: what there is, in all its languages, and how far each room has come."""

from dataclasses import dataclass

from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.reading import series as reading
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import language_name
from bot.acts.series import keeping, running
from bot.library import shelf
from bot.model.series import Running, Series
from bot.store import series
from bot.web.console import paper
from bot.web.console.door import NotThere, Page, Visit
from bot.web.console.moments import DAYS
from bot.web.console.wording import once
from bot.web.plain_headers import PAGE

DONE = {
    "begun": "It is on its way.", "pause": "It stands still until you let it go on.",
    "go-on": "It goes on.", "skip": "The next text is left out.", "end": "It has ended: no more texts go.",
    "kept": "It is kept.", "moved": "It is moved.", "removed": "The text is taken out.",
    "too-late": "That could not be done: somebody was quicker, or the text has gone out already.",
}  # fmt: skip
DEEDS = {"pause": running.pause, "go-on": running.go_on, "skip": running.skip, "end": running.end}


@dataclass(frozen=True)
class Shown:
    """A series with what this viewer may do with it."""

    it: Series
    runs: list[Running]
    changeable: bool
    once: str
    held: int = 0  #: texts that have gone somewhere and stay where they stand


async def show(visit: Visit) -> Response:
    found = await visit.look(lambda desk, who: (
        reading.on_their_way(desk, who), series.every(desk.db, desk.school.id)
    ))  # fmt: skip
    runs, ours = found.it
    taken = {it.key for it in ours if it.key}
    on_shelf = [it for it in shelf.shelf() if it.key not in taken]
    return visit.show(
        "series.html", found, runs=runs, ours=ours, shelf=on_shelf, place=reading.place, days=DAYS,
        told=DONE, language_name=language_name, here="series",
    )  # fmt: skip


async def read(visit: Visit) -> Response:
    series_id = visit.id()
    found = await visit.look(lambda desk, who: shown(desk, who, series_id))
    return visit.show(
        "series_read.html", found, series=found.it.it, shown=found.it, place=reading.place, days=DAYS,
        address=f"/console/series/{series_id}", told=DONE, language_name=language_name, here="series",
    )  # fmt: skip


async def read_on_shelf(visit: Visit) -> Response:
    it = _on_shelf(visit)
    found = await visit.look(lambda desk, who: Shown(it, [], False, once(desk)))
    return visit.show(
        "series_read.html", found, series=it, shown=found.it, place=reading.place, days=DAYS,
        address=f"/console/series/library/{it.key}", told=DONE, language_name=language_name, here="series",
    )  # fmt: skip


async def take(visit: Visit) -> Response:
    """From the shelf among the school's own, so that rooms can go by it."""
    it = _on_shelf(visit)
    found = await visit.act(lambda desk, _who: keeping.take(desk, it.key))
    return paper.go(f"/series/{found.it}/start")


async def copy(visit: Visit) -> Response:
    series_id, token = visit.id(), visit.form.text("once")[:80]
    found = await visit.act(lambda desk, who: _copy(desk, who, shown(desk, who, series_id).it, token))
    return paper.go(f"/series/{found.it}")


async def copy_from_shelf(visit: Visit) -> Response:
    it, token = _on_shelf(visit), visit.form.text("once")[:80]
    found = await visit.act(lambda desk, who: _copy(desk, who, it, token))
    return paper.go(f"/series/{found.it}")


async def as_file(visit: Visit) -> Response:
    series_id = visit.id()
    found = await visit.look(lambda desk, who: shown(desk, who, series_id))
    return _file(found.it.it, f"series-{series_id}")


async def file_from_shelf(visit: Visit) -> Response:
    it = _on_shelf(visit)
    return _file(it, it.key)


async def steer(visit: Visit) -> Response:
    """Pause, go on, leave out the next, end: for whoever may see the room."""
    run_id, deed = visit.id(), visit.form.text("do")

    def done(desk: Desk, who: Viewer) -> bool:
        if reading.one_run(desk, who, run_id) is None or deed not in DEEDS:
            raise NotThere
        return DEEDS[deed](desk, who.person, run_id)

    found = await visit.act(done)
    return paper.go(f"/series?done={deed if found.it else 'too-late'}")


def shown(desk: Desk, who: Viewer, series_id: int) -> Shown:
    it = series.one(desk.db, desk.school.id, series_id)
    if it is None:
        raise NotThere
    runs = [run for run in reading.on_their_way(desk, who) if run.series_id == series_id]
    return Shown(
        it, runs, keeping.may_change(desk, who, it), once(desk), keeping.held(desk, series_id)
    )  # fmt: skip


def changeable(desk: Desk, who: Viewer, series_id: int) -> Shown:
    it = shown(desk, who, series_id)
    if not it.changeable:
        raise NotThere
    return it


def _copy(desk: Desk, who: Viewer, it: Series, token: str) -> int:
    return keeping.copy(desk, who.person, it, f"copy {it.key or it.id} {token}" if token else None)


def _on_shelf(visit: Visit) -> Series:
    it = shelf.on_shelf(str(visit.request.path_params["key"]))
    if it is None:
        raise NotThere
    return it


def _file(it: Series, name: str) -> Response:
    headers = {**PAGE, "Content-Disposition": f'inline; filename="{name}.toml"'}
    return Response(shelf.written(it), media_type="text/plain; charset=utf-8", headers=headers)


PAGES = (
    Page("/series", get=show),
    Page("/series/library/{key}", get=read_on_shelf),
    Page("/series/library/{key}/take", post=take),
    Page("/series/library/{key}/copy", post=copy_from_shelf),
    Page("/series/library/{key}/file", get=file_from_shelf),
    Page("/series/runs/{id}", post=steer),
    Page("/series/{id}", get=read),
    Page("/series/{id}/copy", post=copy),
    Page("/series/{id}/file", get=as_file),
)
