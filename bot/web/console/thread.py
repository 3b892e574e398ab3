"""Conversations: the list, one of them, and an answer."""

from starlette.responses import Response

from bot.acts import answering
from bot.acts.desk import Desk
from bot.acts.reading import lines as listed
from bot.acts.reading import threads as reading
from bot.acts.reading.composing import tongue
from bot.acts.reading.threads import Conversation
from bot.acts.reading.viewer import Viewer, rooms_seen
from bot.model.chat import MessageKind
from bot.store import messages
from bot.store.console.scope import may_see, threads
from bot.web.console import paper
from bot.web.console.door import Found, NotThere, Page, Visit
from bot.web.console.form import number
from bot.web.console.wording import Written, once, once_only, wordings


async def show_all(visit: Visit) -> Response:
    room_id = number(visit.request.query_params.get("room", ""))
    found = await visit.look(lambda desk, who: (listed.lines(desk, who, room_id), rooms_seen(desk, who)))
    lines, rooms = found.it
    name = "threads_now.html" if visit.polls else "threads.html"
    return visit.show(name, found, lines=lines, rooms=rooms, room_id=room_id, here="threads")


async def show(visit: Visit) -> Response:
    thread_id = visit.id()
    found = await visit.see(lambda desk, who: reading.conversation(desk, who, thread_id))
    fresh = await visit.look(lambda desk, _who: once(desk))
    return _page(visit, found, Written(once=fresh.it), "")


async def answer(visit: Visit) -> Response:
    thread_id, form = visit.id(), visit.form
    written = Written.of(form)
    to = form.text("to")
    trouble = written.trouble or ("" if to == "home" or number(to) else "Please choose who should hear this.")
    if not trouble:
        done = await visit.act(lambda desk, who: _answer(desk, who, thread_id, to, written))
        trouble = done.it
    if trouble:
        found = await visit.see(lambda desk, who: reading.conversation(desk, who, thread_id))
        return _page(visit, found, written, trouble, to, 422)
    return paper.go(f"/threads/{thread_id}?done=answered")


def _answer(desk: Desk, who: Viewer, thread_id: int, to: str, written: Written) -> str:
    """Empty when it is on its way, also when the same form came before; else what is amiss."""
    if not may_see(desk.db, threads(who.sight), thread_id):
        raise NotThere
    answers_id = number(to)
    said = {row["id"] for row in messages.in_thread(desk.db, thread_id) if row["kind"] != MessageKind.ANSWER}
    if answers_id is not None and answers_id not in said:
        return "Those words are not in this thread any more. Please choose again who should hear this."
    if once_only(desk, who.person, written.once):
        answering.answer(desk, who.person, thread_id, wordings(written, desk.school), answers_id=answers_id,
                         delicate=written.delicate)  # fmt: skip
    return ""


def _page(
    visit: Visit,
    found: Found[Conversation | None],
    written: Written,
    trouble: str,
    to: str = "",
    status: int = 200,
) -> Response:
    if found.it is None:
        raise NotThere
    return visit.show(
        "thread_now.html" if visit.polls else "thread.html",
        found,
        status,
        thread=found.it,
        written=written,
        trouble=trouble,
        to=to,
        here="threads",
        tongues=[tongue(tag) for tag in ("en", *found.it.languages)],
    )


PAGES = (Page("/threads", get=show_all), Page("/threads/{id}", get=show, post=answer))
