"""Words that stand in the wrong thread: looked at, and put into another of their writer's."""

from dataclasses import dataclass

from starlette.responses import Response

from bot.acts import in_class, moving_words
from bot.acts.desk import Desk
from bot.acts.reading.looks import note_foreign
from bot.acts.reading.threads import LOOKED
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import Content, contents_of
from bot.model.people import Member
from bot.store import lanes
from bot.store.console import threads
from bot.store.rows import Row
from bot.web.console.door import NotThere, Page, Visit
from bot.web.console.landing import at_words


@dataclass(frozen=True)
class Misplaced:
    thread_id: int
    message_id: int
    child: str
    writer: str
    content: Content
    places: tuple[tuple[Member, tuple[str, ...]], ...]  #: and who else is at home there
    stays: bool  #: it cannot be moved
    everywhere: bool  #: whoever looks sees every thread, so nobody else can find more places


async def show(visit: Visit) -> Response:
    return await _page(visit, "", 200)


async def move(visit: Visit) -> Response:
    thread_id, message_id, to = visit.id(), visit.id("message"), visit.form.number("to")
    if to is None:
        return await _page(visit, "Please choose whom it is about.", 422)

    def deed(desk: Desk, who: Viewer) -> bool:
        said = _said(desk, who, thread_id, message_id, to)
        return said is None or moving_words.move(desk, who.person, who.sight, said, to)

    done = await visit.act(deed)
    if not done.it:
        return await _page(visit, "It cannot stand there: please look again.", 422)
    return at_words(to, message_id, "moved")


async def _page(visit: Visit, trouble: str, status: int) -> Response:
    thread_id, message_id = visit.id(), visit.id("message")
    found = await visit.see(lambda desk, who: _misplaced(desk, who, thread_id, message_id))
    return visit.show("misplaced.html", found, status, it=found.it, trouble=trouble, here="threads")


def _misplaced(desk: Desk, who: Viewer, thread_id: int, message_id: int) -> Misplaced:
    thread, said = threads.one(desk.db, who.sight, thread_id), in_class.one(desk, thread_id, message_id)
    if thread is None or said is None:
        raise NotThere
    note_foreign(desk, who, LOOKED, {"thread": thread_id, "child": thread["child_id"]})
    places = moving_words.places(desk, who.sight, said)
    homes = lanes.members(desk.db, [it.lane.household_id for it in places], desk.now)
    return Misplaced(
        thread_id, message_id, thread["child_name"], threads.names(desk.db, [said["author_id"]])[said["author_id"]],
        contents_of(desk, [said["content_id"]])[said["content_id"]],
        tuple(
            (it, tuple(one.person.name for one in homes
                       if one.lane.household_id == it.lane.household_id and one.person.id != said["author_id"]))
            for it in places
        ),
        not moving_words.can_move(desk, said), who.sight.everywhere,
    )  # fmt: skip


def _said(desk: Desk, who: Viewer, thread_id: int, message_id: int, to: int) -> Row | None:
    """None where it stands there already, because somebody pressed twice."""
    if threads.one(desk.db, who.sight, thread_id) is None:
        raise NotThere
    said = in_class.one(desk, thread_id, message_id)
    if said is not None:
        return said
    if threads.one(desk.db, who.sight, to) is None or in_class.one(desk, to, message_id) is None:
        raise NotThere
    return None


PAGES = (Page("/threads/{id}/said/{message}/move", get=show, post=move),)
