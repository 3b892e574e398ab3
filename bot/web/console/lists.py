"""Lists that show many families at once. What they show of other people's rooms is written down before it is shown."""

from collections.abc import Callable
from typing import TypeVar

from bot.acts.desk import Desk
from bot.acts.reading.looks import Looks, note_lists, unwritten
from bot.acts.reading.viewer import Viewer
from bot.web.console.door import Found, Visit

T = TypeVar("T")


async def see_list(
    visit: Visit, glance: Callable[[Desk, Viewer], T], looks: Callable[[Desk, T], Looks]
) -> Found[T]:
    """Mostly all of it has been written down already: then it only looks, and nobody waits for it who writes."""

    def looked(desk: Desk, who: Viewer) -> tuple[T, Looks]:
        it = glance(desk, who)
        return it, unwritten(desk, who, looks(desk, it)) if who.sight.beyond else {}

    found = await visit.look(looked)
    it, left = found.it
    if left:
        await visit.act(lambda desk, who: note_lists(desk, who, left))
    return Found(it, found.who, found.school, found.now)
