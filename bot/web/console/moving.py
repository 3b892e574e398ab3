"""Children of one room go to another, from a day on."""

from datetime import datetime, time

from starlette.responses import Response

from bot.acts import moving
from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.pace.schedule import local, occurrence
from bot.store.console import scope
from bot.web.console import form, paper, people
from bot.web.console.door import NotThere, Page, Visit
from bot.web.console.form import number

NOBODY = "Please tick at least one child, and choose a room."
FURTHEST = 400  #: days


async def move(visit: Visit) -> Response:
    room_id, day = visit.form.number("to-room"), visit.form.text("day")
    chosen = [number(key) for key, value in visit.form.starting("child-").items() if value == "yes"]

    def deed(desk: Desk, who: Viewer) -> str:
        if not who.office:
            raise NotThere
        ours = [
            it for it in chosen if it is not None and scope.may_see(desk.db, scope.children(who.sight), it)
        ]
        if room_id is None or not chosen:
            return NOBODY
        if not ours or not scope.may_see(desk.db, scope.rooms(who.sight), room_id):
            raise NotThere
        try:
            at = from_day(desk, day)
        except ValueError as wrong:
            return str(wrong)
        moving.move(desk, who, ours, room_id, at)
        return ""

    amiss = (await visit.act(deed)).it
    if amiss:
        return await people.page(visit, visit.form.number("room"), amiss)
    return paper.go(f"/people?room={room_id}&done=moved")


def from_day(desk: Desk, typed: str) -> datetime:
    """The beginning of that day at the school; now, where it is today, or nothing was said.

    Raises ValueError with what to write instead: a wrong year would move everybody at once.
    """
    if not typed.strip():
        return desk.now
    zone, day = desk.school.calendar.zone, form.day(typed)
    today = local(desk.now, zone).date()
    if day is None or not 0 <= (day - today).days <= FURTHEST:
        raise ValueError("Please choose a day from today on, within a year; or none: then it is now.")
    return occurrence(day, time(0), zone) if day > today else desk.now


PAGES = (Page("/people/move", post=move),)
