"""The end of the school year: every room's children to their next room, looked at first, undone for a day."""

from starlette.responses import Response

from bot.acts import moving, undoing
from bot.acts.desk import Desk
from bot.acts.moving import LEAVE, Rollover
from bot.acts.reading.viewer import Viewer, rooms_seen
from bot.acts.undoing import CannotUndo
from bot.model.people import Room
from bot.store import ways_back
from bot.web.console import paper
from bot.web.console.door import NotThere, Page, Visit, office_only
from bot.web.console.form import number
from bot.web.console.moving import from_day

LEAVES = "leave"


async def form(visit: Visit) -> Response:
    return await _page(visit, None, {})


async def look(visit: Visit) -> Response:
    if visit.form.text("do") == "room":
        return await _new_room(visit)
    return await _page(visit, "look", _said(visit), wrong_day=await _wrong_day(visit))


async def _new_room(visit: Visit) -> Response:
    """What was chosen for the other rooms stays chosen."""

    def deed(desk: Desk, who: Viewer) -> str:
        office_only(who)
        return moving.new_room(desk, who, visit.form.text("new-room"))

    return await _page(visit, None, _said(visit), (await visit.act(deed)).it)


async def do(visit: Visit) -> Response:
    """Only what was looked at: children who came or went meanwhile are shown first. Sent twice, it is done once."""
    said, mark, day = _said(visit), visit.form.text("mark"), visit.form.text("day")

    def deed(desk: Desk, who: Viewer) -> bool:
        rooms = _rooms(desk, who)
        return moving.roll_over(desk, who, _to(rooms, said), from_day(desk, day), mark) is None

    if wrong := await _wrong_day(visit):  # also where a page has stood open past its day
        return await _page(visit, None, said, wrong_day=wrong)
    if (await visit.act(deed)).it:
        return paper.go("/roll?done=rolled-over")
    return await _page(visit, "stale", said)


async def _wrong_day(visit: Visit) -> str:
    def glance(desk: Desk, who: Viewer) -> str:
        office_only(who)
        try:
            from_day(desk, visit.form.text("day"))
        except ValueError as wrong:
            return str(wrong)
        return ""

    return (await visit.look(glance)).it


async def undo(visit: Visit) -> Response:
    """The last large change that is no roll: a move, or a rollover."""
    way_id = visit.id()

    def deed(desk: Desk, who: Viewer) -> bool:
        office_only(who)
        if not ways_back.is_one(desk.db, desk.school.id, way_id):
            raise NotThere
        return not isinstance(undoing.undo(desk, way_id, who.person.id), CannotUndo)

    return paper.go("/roll?done=undone" if (await visit.act(deed)).it else "/roll")


async def _page(
    visit: Visit, how: str | None, said: dict[int, str], trouble: str = "", wrong_day: str = ""
) -> Response:
    how = None if wrong_day else how  # nothing is previewed that would be another thing when it is done

    def glance(desk: Desk, who: Viewer) -> tuple[list[Room], Rollover | None]:
        rooms = _rooms(desk, who)
        return rooms, moving.look(desk, who, _to(rooms, said)) if how else None

    found = await visit.look(glance)
    rooms, it = found.it
    return visit.show(
        "rollover.html",
        found,
        422 if trouble or wrong_day else 200,
        trouble=trouble,
        wrong_day=wrong_day,
        made=visit.form.text("new-room") if visit.form.text("do") == "room" and not trouble else "",
        here="people",
        rooms=rooms,
        it=it,
        said=said,
        stale=how == "stale",
        day=visit.form.text("day"),
    )


def _said(visit: Visit) -> dict[int, str]:
    """By room: another room's id, or LEAVES."""
    found = {number(key): value for key, value in visit.form.starting("to-").items() if value}
    return {key: value for key, value in found.items() if key is not None}


def _to(rooms: list[Room], said: dict[int, str]) -> dict[int, int]:
    """Rooms of this school only; what is none of them is as if nobody had said it."""
    ours = {room.id for room in rooms}
    to = {key: LEAVE if value == LEAVES else number(value) for key, value in said.items() if key in ours}
    return {key: room for key, room in to.items() if room is not None and (room == LEAVE or room in ours)}


def _rooms(desk: Desk, who: Viewer) -> list[Room]:
    office_only(who)
    return rooms_seen(desk, who)


PAGES = (
    Page("/people/rollover", get=form, post=look),
    Page("/people/rollover/do", post=do),
    Page("/people/undo/{id}", post=undo),
)
