"""The roll: brought as a file, looked at as a difference, then brought in as it was looked at; undone for a day."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from starlette.background import BackgroundTask
from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.greeting import greet
from bot.acts.reading.viewer import Viewer
from bot.acts.roll import bad_rows, lying
from bot.acts.roll.rows import NEEDED, OPTIONAL
from bot.acts.undoing import CannotUndo
from bot.store import sheets, ways_back
from bot.store.rows import Row
from bot.web.console import paper
from bot.web.console.afterwards import afterwards
from bot.web.console.door import NotThere, Page, Visit, office_only
from bot.web.plain_headers import PAGE

LARGEST = 10 * 1024 * 1024  # bytes: a school of ten thousand children, as Excel writes it
A_PAGE = 50
BEGINS = timedelta(seconds=10)
AT_WORK = ("new", "looking", "applying")
COLUMNS = (*NEEDED, *OPTIONAL)
BROKE = {"why": "something went wrong on our side; nothing was changed, please bring the file once more"}


async def show(visit: Visit) -> Response:
    return await _desk(visit)


async def bring(visit: Visit) -> Response:
    content, name = visit.form.file, visit.form.file_name.rsplit("/")[-1].rsplit("\\")[-1]
    if not content:
        return await _desk(visit, 422, "Please choose a file first.")
    ends = visit.form.text("end-missing") == "yes"

    def deed(desk: Desk, who: Viewer) -> int:
        office_only(who)
        return lying.bring(desk, name, content, who.person.id, ends)

    sheet_id = (await visit.act(deed)).it
    return _going(f"/roll/{sheet_id}", _looking(visit, sheet_id))


async def one(visit: Visit) -> Response:
    return await _one(visit)


async def _one(
    visit: Visit, status: int = 200, typed: Mapping[str, str] | None = None, unsure: bool = False
) -> Response:
    """Whatever the file has come to: still at work, headings to choose, the difference, or what was done."""
    sheet_id, query = visit.id(), visit.request.query_params
    found = await visit.look(lambda desk, who: _row(desk, who, sheet_id))
    row = found.it
    page = max(1, int(query["page"]) if query.get("page", "").isdecimal() and len(query["page"]) < 6 else 1)
    # A browser is here before the work has begun: that nobody does it is true only some seconds later.
    idle = found.now - row["state_at"] > (BEGINS if row["state"] == "new" else lying.AT_WORK)
    return visit.show(
        "roll_one.html", found, status, here="roll", row=row, seen=row["seen"] or {}, columns=COLUMNS,
        needed=NEEDED, typed=typed, at_work=row["state"] in AT_WORK, idle=idle and row["state"] in AT_WORK,
        part=query.get("part", ""), page=page, a_page=A_PAGE, unsure=unsure, why=query.get("why", ""),
    )  # fmt: skip


async def look_again(visit: Visit) -> Response:
    sheet_id = visit.id()
    await visit.act(lambda desk, who: _row(desk, who, sheet_id))
    return _going(f"/roll/{sheet_id}", _looking(visit, sheet_id))


async def choose(visit: Visit) -> Response:
    """Which heading is which, as somebody has said."""
    sheet_id, said = visit.id(), visit.form.starting("column-")

    def deed(desk: Desk, who: Viewer) -> bool:
        row = _row(desk, who, sheet_id)
        if row["state"] != "asks":
            return True
        names = lying.keys_of(row["seen"]["headings"])
        chosen = {name: said.get(str(place), "") for place, name in enumerate(names)}
        ours = [it for it in chosen.values() if it]
        whole = {"child_first": "child"}
        if any(it not in COLUMNS for it in ours) or len(ours) != len(set(ours)):
            return False
        if not {"room", "child"} <= {whole.get(it, it) for it in ours}:
            return False
        lying.choose(desk, sheet_id, chosen)
        return True

    if not (await visit.act(deed)).it:
        return await _one(visit, 422, said)
    return _going(f"/roll/{sheet_id}", _looking(visit, sheet_id))


async def choose_anew(visit: Visit) -> Response:
    """A column was taken for something that it is not."""
    sheet_id = visit.id()

    def deed(desk: Desk, who: Viewer) -> None:
        _row(desk, who, sheet_id)
        lying.choose_anew(desk, sheet_id)

    await visit.act(deed)
    return paper.go(f"/roll/{sheet_id}")


async def apply(visit: Visit) -> Response:
    """Sent twice, it is applied once: only one of the two finds the file looked at."""
    sheet_id, seen, left = visit.id(), visit.form.text("mark"), visit.form.text("left")
    leave = ((await visit.look(lambda desk, who: _row(desk, who, sheet_id))).it["seen"] or {}).get("leave")
    if leave and left != str(leave[0]):
        return await _one(visit, 422, unsure=True)

    def deed(desk: Desk, who: Viewer) -> tuple[bool, int]:
        row = _row(desk, who, sheet_id)
        ready = row["state"] == "looked" and row["mark"] == seen
        return ready and lying.begin(desk, sheet_id, ("looked",), "applying"), who.person.id

    begun, by_id = (await visit.act(deed)).it
    if not begun:
        return paper.go(f"/roll/{sheet_id}")
    act = visit.doors.act
    work = afterwards(
        "bring in a roll",
        lambda: act(lambda desk: lying.bring_in(desk, sheet_id, greet, by_id)),
        lambda: act(lambda desk: lying.keep(desk, sheet_id, lying.Looked("refused", BROKE), "applying")),
    )
    return _going(f"/roll/{sheet_id}", work)


async def undo(visit: Visit) -> Response:
    sheet_id = visit.id()

    def deed(desk: Desk, who: Viewer) -> str:
        _row(desk, who, sheet_id)
        done = lying.undo(desk, sheet_id, who.person.id)
        return "later" if isinstance(done, CannotUndo) else ""

    why = (await visit.act(deed)).it
    return paper.go(f"/roll/{sheet_id}" + (f"?why={why}" if why else ""))


async def bad(visit: Visit) -> Response:
    """The rows that keep the file out, to be mended and brought again."""
    sheet_id = visit.id()

    def glance(desk: Desk, who: Viewer) -> str:
        _row(desk, who, sheet_id)
        told = bad_rows.as_csv(desk, sheet_id)
        if told is None:
            raise NotThere
        return told

    told = (await visit.look(glance)).it
    headers = {**PAGE, "Content-Disposition": f'attachment; filename="rows-to-mend-{sheet_id}.csv"'}
    return Response(told, media_type="text/csv; charset=utf-8", headers=headers)


async def _desk(visit: Visit, status: int = 200, fault: str = "") -> Response:
    def glance(desk: Desk, who: Viewer) -> dict[str, Any]:
        office_only(who)
        way = ways_back.last(desk.db, desk.school.id)
        here = way is not None and way["until"] > desk.now and way["kind"] != "roll"
        return {"sheets": sheets.recent(desk.db, desk.school.id, desk.now), "last": way if here else None}

    found = await visit.look(glance)
    return visit.show("roll.html", found, status, here="roll", fault=fault, **found.it)


def _looking(visit: Visit, sheet_id: int) -> BackgroundTask:
    act, glance = visit.doors.act, visit.doors.look

    async def work() -> None:
        if await act(lambda desk: lying.begin(desk, sheet_id, ("new",), "looking")):
            it = await glance(lambda desk: lying.look(desk, sheet_id))
            await act(lambda desk: lying.keep(desk, sheet_id, it))

    async def broke() -> None:
        await act(lambda desk: lying.keep(desk, sheet_id, lying.Looked("refused", BROKE)))

    return afterwards("look at a roll", work, broke)


def _going(path: str, work: BackgroundTask) -> Response:
    answer = paper.go(path)
    answer.background = work
    return answer


def _row(desk: Desk, who: Viewer, sheet_id: int) -> Row:
    office_only(who)
    row = sheets.one(desk.db, desk.school.id, sheet_id, desk.now)
    if row is None:
        raise NotThere
    return row


PAGES = (
    Page("/roll", get=show, post=bring, upload=LARGEST),
    Page("/roll/{id}", get=one),
    Page("/roll/{id}/look", post=look_again),
    Page("/roll/{id}/headings", post=choose),
    Page("/roll/{id}/headings/anew", post=choose_anew),
    Page("/roll/{id}/apply", post=apply),
    Page("/roll/{id}/undo", post=undo),
    Page("/roll/{id}/to-mend", get=bad),
)
