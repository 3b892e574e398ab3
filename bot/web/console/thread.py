"""Conversations: the list, one of them, and an answer."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.reading import lines as listed
from bot.acts.reading import threads as reading
from bot.acts.reading.composing import next_morning, tongue
from bot.acts.reading.threads import Conversation
from bot.acts.reading.viewer import Viewer, rooms_seen
from bot.store.console import threads
from bot.web.console import paper
from bot.web.console.answer import TWICE, Answer, put, quote_cost
from bot.web.console.answer_count import asks_cost, costs
from bot.web.console.counting import Counted
from bot.web.console.door import Found, NotThere, Page, Visit, there
from bot.web.console.form import number
from bot.web.console.wording import Written, once


async def show_all(visit: Visit) -> Response:
    asked = visit.request.query_params
    room_id, page = number(asked.get("room", "")), number(asked.get("page", "")) or 1
    which = asked.get("which", "") if asked.get("which", "") in listed.FILTERS else "all"
    found = await visit.look(
        lambda desk, who: (listed.lines(desk, who, room_id, which, page), rooms_seen(desk, who))
    )
    lines, rooms = found.it
    name = "threads_now.html" if visit.polls else "threads.html"
    kept = {"which": which, **({"room": room_id} if room_id else {})}
    return visit.show(name, found, listed=lines, rooms=rooms, room_id=room_id, which=which, here="threads",
                      query=urlencode(kept))  # fmt: skip


async def show(visit: Visit) -> Response:
    """The newest words; `before` a message, older ones; `around` one, which Find has found, with what follows it."""
    thread_id, asked = visit.id(), visit.request.query_params
    before, around = number(asked.get("before", "")), number(asked.get("around", ""))
    found = await visit.see(
        lambda desk, who: (
            there(reading.conversation(desk, who, thread_id, before, around)),
            once(desk),
            next_morning(desk),
        )
    )
    thread, token, morning = found.it
    quote = number(asked.get("quote", ""))
    day, at = f"{morning:%Y-%m-%d}", f"{morning:%H:%M}"
    empty = Answer(Written(once=token), quotes=quote, day=day, at=at, suggested=f"{day} {at}")
    return _page(visit, found, thread, empty, "", {})


async def answer(visit: Visit) -> Response:
    thread_id, it = visit.id(), Answer.of(visit.form)
    trouble, asked = it.trouble, asks_cost(visit)
    if not trouble and not asked:
        done = await visit.act(lambda desk, who: put(desk, who, thread_id, it))
        trouble = done.it
    if it.torn:
        it = replace(it, suggested=f"{it.day} {it.at}")  # who leaves it as it is has been asked
    if trouble or asked:
        found = await visit.see(lambda desk, who: _written(desk, who, thread_id, it))
        thread, counts = found.it
        return _page(visit, found, thread, it, trouble, counts, 422 if trouble else 200)
    return paper.go(f"/threads/{thread_id}?done={'planned' if it.later else 'answered'}")


def _written(desk: Desk, who: Viewer, thread_id: int, it: Answer) -> tuple[Conversation, dict[str, Counted]]:
    """The thread, and what costs the answer that stands in its form."""
    row = threads.one(desk.db, who.sight, thread_id)
    if row is None:
        raise NotThere
    return there(reading.conversation(desk, who, thread_id)), costs(desk, who, row, it)


def _page(visit: Visit, found: Found[Any], thread: Conversation, it: Answer, trouble: str,
          counts: dict[str, Counted], status: int = 200) -> Response:  # fmt: skip
    return visit.show(
        "thread_now.html" if visit.polls else "thread.html",
        found,
        status,
        thread=thread,
        answer=it,
        written=it.written,
        trouble=trouble,
        twice=trouble == TWICE,
        counts=counts,
        quoted=next((turn for turn in thread.turns if turn.quotable and turn.id == it.quotes), None),
        cost=quote_cost,
        here="threads",
        tongues=[tongue(tag) for tag in ("en", *thread.languages)],
    )


PAGES = (Page("/threads", get=show_all), Page("/threads/{id}", get=show, post=answer))
