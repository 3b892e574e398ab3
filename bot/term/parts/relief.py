"""Mr Ioane relieves in Room 2 for two weeks, and sees that room on those days only."""

from datetime import date, time, timedelta

from bot.acts import linking
from bot.acts.desk import Desk
from bot.acts.roll import staff as staff_list
from bot.pace.schedule import occurrence
from bot.term import cast
from bot.term.play import Play, staff
from bot.term.record import Mark

ROOM = 2


def days(play: Play) -> tuple[date, date]:
    """From a Monday to a Friday."""
    week = 4 if play.town.weeks > 5 else 2
    monday = play.town.monday + timedelta(weeks=week - 1)
    return monday, monday + timedelta(weeks=2 if play.town.weeks > 5 else 1, days=-3)


def opens(play: Play) -> None:
    first, _last = days(play)
    play.chats[cast.RELIEVER] = 800_099
    zone = play.stage.school.calendar.zone
    play.at(occurrence(first - timedelta(days=3), time(14), zone), lambda: _on_the_list(play))
    play.at(occurrence(first, time(8, 10), zone), lambda: _links(play))


async def _on_the_list(play: Play) -> None:
    first, last = days(play)
    room = play.town.rooms[min(ROOM, len(play.town.rooms)) - 1]
    sheet = play.town.staff(f"{cast.RELIEVER},reliever,{room},{first},{last}")

    def brought(desk: Desk) -> None:
        done = staff_list.apply(desk, sheet)
        if not done.done:
            raise ValueError(f"the staff list of the play is wrong: {done.plan.bad}")

    await play.stage.act(brought)
    zone, record = play.stage.school.calendar.zone, play.record
    record.give(cast.RELIEVER, str(play.chats[cast.RELIEVER]))
    begins = Mark(record.now().order, occurrence(first, time(), zone))
    record.teach(cast.RELIEVER, room, begins, occurrence(last + timedelta(days=1), time(), zone))


async def _links(play: Play) -> None:
    code, _link = await play.stage.act(lambda desk: linking.staff_link(desk, staff(desk, cast.RELIEVER).id))
    await play.stage.carriers.telegram_phone(play.chats[cast.RELIEVER], cast.RELIEVER, "en").starts(code)
