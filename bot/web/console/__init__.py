"""The teachers' pages, behind sign-in. They work without JavaScript; htmx only spares a few clicks."""

from starlette.routing import BaseRoute

from bot.web.console import (
    ask,
    children,
    confirming,
    delivery,
    earlier,
    enter,
    entrance,
    find,
    in_class,
    in_hand,
    letters,
    live,
    me,
    merge,
    mine,
    misplaced,
    moving,
    people,
    pictures,
    prompt,
    replies,
    rewording,
    roll,
    rollover,
    saw,
    school,
    second,
    series,
    series_part,
    series_start,
    series_writing,
    staff,
    status,
    thread,
    today,
    unplaced,
    unreached,
)
from bot.web.console.door import hang
from bot.web.doors import Doors

__all__ = ["routes"]

PAGES = (
    *enter.PAGES,
    *entrance.PAGES,
    *second.PAGES,
    *today.PAGES,
    *unreached.PAGES,
    *ask.PAGES,
    *earlier.PAGES,
    *prompt.PAGES,
    *replies.PAGES,
    *confirming.PAGES,
    *thread.PAGES,
    *find.PAGES,
    *delivery.PAGES,
    *unplaced.PAGES,
    *in_hand.PAGES,
    *in_class.PAGES,
    *misplaced.PAGES,
    *rewording.PAGES,
    *pictures.PAGES,
    *series_writing.PAGES,
    *series_part.PAGES,
    *series_start.PAGES,
    *series.PAGES,
    *people.PAGES,
    *school.PAGES,
    *letters.PAGES,
    *saw.PAGES,
    *staff.PAGES,
    *children.PAGES,
    *merge.PAGES,
    *moving.PAGES,
    *rollover.PAGES,
    *roll.PAGES,
    *status.PAGES,
    *me.PAGES,
    *mine.PAGES,
    *live.PAGES,
)


def routes(doors: Doors) -> list[BaseRoute]:
    """To be mounted at `/console`; the pages expect their style at `/static`."""
    return hang(doors, PAGES)
