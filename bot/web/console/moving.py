"""Children of one room go to another, from a day on."""

from datetime import date, datetime, time

from starlette.responses import Response

from bot.acts import moving
from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.pace.schedule import local, occurrence
from bot.store.console import scope
from bot.web.console import paper
from bot.web.console.door import NotThere, Page, Visit
from bot.web.console.form import number


async def move(visit: Visit) -> Response:
    room_id, day = visit.form.number("to-room"), visit.form.text("day")
    chosen = [number(key) for key, value in visit.form.starting("child-").items() if value == "yes"]

    def deed(desk: Desk, who: Viewer) -> bool:
        if not who.office:
            raise NotThere
        ours = [
            it for it in chosen if it is not None and scope.may_see(desk.db, scope.children(who.sight), it)
        ]
        if room_id is None or not chosen:
            return False
        if not ours or not scope.may_see(desk.db, scope.rooms(who.sight), room_id):
            raise NotThere
        moving.move(desk, who, ours, room_id, from_day(desk, day))
        return True

    done = (await visit.act(deed)).it
    return paper.go(f"/people?room={room_id}&done=moved" if done else "/people?done=nobody-moved")


def from_day(desk: Desk, typed: str) -> datetime:
    """The beginning of that day at the school; now, where it is today, past, or not said."""
    zone = desk.school.calendar.zone
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return desk.now
    return occurrence(day, time(0), zone) if day > local(desk.now, zone).date() else desk.now


PAGES = (Page("/people/move", post=move),)
