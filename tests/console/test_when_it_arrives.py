"""The preview, and the page of what was confirmed, name the moment at which the first phone gets it; and nobody's."""

from collections.abc import Callable

from bot.acts.desk import Desk
from bot.languages.folding import fold
from bot.store.tables import room
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke, put

Console = Callable[..., Browser]
ASK = "/console/ask"


def preview(there: Browser, world: Harakeke, **fields: str) -> str:
    fields = {"to": f"room {world['room 7']}", "words_en": "How was the holiday?", **fields}
    return str(there.follows(there.fills(ASK, ASK, **fields)).url)


def test_a_room_without_children_says_so_and_sends_nobody_to_look_for_a_reason(
    world: Harakeke, console: Console
) -> None:
    """Holds Looked.nobody: the page said that everybody can be reached, and that nobody can, "see below why"."""

    def empty(desk: Desk) -> int:
        return put(desk.db, room, school_id=desk.school.id, name="Room 3", folded=fold("Room 3"))

    world.ids["room 3"] = world.act(empty)
    ana = console("Ana")
    page = said(ana.get(preview(ana, world, to=f"room {world['room 3']}")))
    assert "There is nobody in Room 3 to write to yet: no child, or no adult at home." in page
    assert "Everybody at home can be reached" not in page and "why." not in page
