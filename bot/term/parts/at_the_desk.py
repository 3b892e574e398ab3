"""Who looks at the console when, and what it shows them: the teacher, the office, and the reliever on five days."""

from datetime import time, timedelta
from functools import partial

from bot.acts.desk import Desk
from bot.acts.reading.today import today
from bot.acts.reading.viewer import rooms_seen, viewer
from bot.commands.plainly import counted
from bot.languages.folding import fold
from bot.pace.schedule import occurrence
from bot.store import people
from bot.term import cast
from bot.term.parts.relief import days
from bot.term.play import Play
from bot.term.record import Looked


def opens(play: Play) -> None:
    middle = max(2, play.town.weeks // 2)
    for who in (cast.OFFICE, play.teacher):
        play.at(play.day(middle, 3, 8, 35), partial(_looks, play, who))
    first, last = days(play)
    zone = play.stage.school.calendar.zone
    for day in (first - timedelta(days=2), first, last, last + timedelta(days=1), last + timedelta(days=3)):
        play.at(occurrence(day, time(11, 15), zone), lambda: _looks(play, cast.RELIEVER))


async def _looks(play: Play, who: str) -> None:
    def read(desk: Desk) -> Looked:
        found = people.staff_named(desk.db, desk.school.id, fold(who), desk.now)
        seen = viewer(desk, found.id) if found else None
        if seen is None:
            return Looked(who, play.record.now(), (), "the console lets nobody of this name in")
        page = today(desk, seen)
        told = f"{counted(len(page.waits), 'message')} to answer, {len(page.lost)} did not arrive"
        return Looked(who, play.record.now(), tuple(it.name for it in rooms_seen(desk, seen)), told)

    play.record.looked.append(await play.stage.house.look(read))
