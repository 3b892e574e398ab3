"""The teachers' pages, behind sign-in. They work without JavaScript; htmx only spares a few clicks."""

from starlette.routing import BaseRoute

from bot.web.console import (
    ask,
    delivery,
    enter,
    find,
    in_class,
    in_hand,
    live,
    me,
    people,
    pictures,
    prompt,
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
    *prompt.PAGES,
    *thread.PAGES,
    *find.PAGES,
    *delivery.PAGES,
    *in_hand.PAGES,
    *in_class.PAGES,
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
