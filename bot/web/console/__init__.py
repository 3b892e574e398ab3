"""The teachers' pages, behind sign-in. They work without JavaScript; htmx only spares a few clicks."""

from starlette.routing import BaseRoute

from bot.web.console import (
    ask,
    confirming,
    earlier,
    enter,
    live,
    me,
    people,
    pictures,
    prompt,
    replies,
    rewording,
    status,
    thread,
    today,
)
from bot.web.console.door import hang
from bot.web.doors import Doors

__all__ = ["routes"]

PAGES = (
    *enter.PAGES,
    *today.PAGES,
    *ask.PAGES,
    *earlier.PAGES,
    *prompt.PAGES,
    *replies.PAGES,
    *confirming.PAGES,
    *thread.PAGES,
    *rewording.PAGES,
    *pictures.PAGES,
    *people.PAGES,
    *status.PAGES,
    *me.PAGES,
    *live.PAGES,
)


def routes(doors: Doors) -> list[BaseRoute]:
    """To be mounted at `/console`; the pages expect their style at `/static`."""
    return hang(doors, PAGES)
