"""A thread is handed to a colleague and back; an answer that waits is changed or cancelled."""

from dataclasses import dataclass, replace

from starlette.responses import Response

from bot.acts import answering_later, handing_over
from bot.acts.desk import Desk
from bot.acts.reading.composing import Tongue, tongue
from bot.acts.reading.hearers import Choice, choice_of
from bot.acts.reading.in_hand import Planned, planned_in
from bot.acts.reading.looks import note_foreign
from bot.acts.reading.threads import LOOKED
from bot.acts.reading.viewer import Viewer
from bot.pace.schedule import local
from bot.store import messages, planned
from bot.store.console import threads
from bot.store.rows import Row
from bot.web.console import paper
from bot.web.console.answer import Answer
from bot.web.console.answer_count import asks_cost, costs
from bot.web.console.counting import Counted
from bot.web.console.door import NotThere, Page, Visit
from bot.web.console.wording import Written, wordings


@dataclass(frozen=True)
class Change:
    child: str
    it: Planned
    tongues: tuple[Tongue, ...]
    answer: Answer
    choice: Choice  #: who hears it
    counts: dict[str, Counted]


async def hand_over(visit: Visit) -> Response:
    thread_id, to = visit.id(), visit.form.number("to")
    done = await visit.act(lambda desk, who: _hand_over(desk, who, thread_id, to))
    return paper.go(f"/threads/{thread_id}?done={'handed' if done.it else 'not-handed'}")


async def hand_back(visit: Visit) -> Response:
    thread_id = visit.id()

    def deed(desk: Desk, who: Viewer) -> None:
        _thread(desk, who, thread_id)
        handing_over.hand_back(desk, who.person, thread_id)

    await visit.act(deed)
    return paper.go(f"/threads/{thread_id}?done=back")


async def change(visit: Visit) -> Response:
    thread_id, planned_id = visit.id(), visit.id("planned")
    found = await visit.see(lambda desk, who: _changing(desk, who, thread_id, planned_id, None))
    return visit.show("planned.html", found, change=found.it, trouble="", here="threads")


async def keep_change(visit: Visit) -> Response:
    thread_id, planned_id, answer = visit.id(), visit.id("planned"), Answer.of(visit.form)
    if asks_cost(visit):
        seen = await visit.see(lambda desk, who: _changing(desk, who, thread_id, planned_id, answer))
        return visit.show("planned.html", seen, change=seen.it, trouble="", here="threads")
    done = await visit.act(lambda desk, who: _keep(desk, who, thread_id, planned_id, answer))
    if not done.it:
        return paper.go(f"/threads/{thread_id}?done=planned")
    found = await visit.see(lambda desk, who: _changing(desk, who, thread_id, planned_id, answer))
    return visit.show("planned.html", found, 422, change=found.it, trouble=done.it, here="threads")


async def cancel(visit: Visit) -> Response:
    thread_id, planned_id = visit.id(), visit.id("planned")

    def deed(desk: Desk, who: Viewer) -> bool:
        _thread(desk, who, thread_id)
        it = planned.one(desk.db, planned_id, thread_id)
        return it is not None and answering_later.cancel(desk, it, who.person)

    done = await visit.act(deed)
    return paper.go(f"/threads/{thread_id}?done={'cancelled' if done.it else 'gone'}")


def _hand_over(desk: Desk, who: Viewer, thread_id: int, to: int | None) -> bool:
    _thread(desk, who, thread_id)
    return to is not None and handing_over.hand_over(desk, who.person, thread_id, to)


def _keep(desk: Desk, who: Viewer, thread_id: int, planned_id: int, answer: Answer) -> str:
    """Empty when it is kept; else what is amiss."""
    it = _planned(desk, who, thread_id, planned_id)[1]
    try:
        at = answer.moment(desk)
    except ValueError as wrong:
        return str(wrong)
    if answer.written.trouble or at is None:
        return answer.written.trouble or "Please give a day and a time."
    words = wordings(answer.written, desk.school)
    return "" if answering_later.change(desk, it, who.person, words, at) else "It has gone meanwhile."


def _changing(desk: Desk, who: Viewer, thread_id: int, planned_id: int, answer: Answer | None) -> Change:
    thread, row = _planned(desk, who, thread_id, planned_id)
    note_foreign(desk, who, LOOKED, {"thread": thread_id, "child": thread["child_id"]})
    it = next(one for one in planned_in(desk, [thread_id])[thread_id] if one.id == row["id"])
    at = local(it.at, desk.school.calendar.zone)
    words = {one.language: one.text for one in it.content.words}
    quotes, by_sms = row["quotes_id"], bool(row["quotes_by_sms"])
    kept = Answer(
        Written(words), quotes=quotes, by_sms=by_sms, later=True, day=f"{at:%Y-%m-%d}", at=f"{at:%H:%M}"
    )
    shown = replace(answer, quotes=quotes, by_sms=by_sms) if answer else kept
    answered = messages.one(desk.db, row["answers_id"]) if row["answers_id"] else None
    return Change(
        thread["child_name"], it, tuple(tongue(tag) for tag in dict.fromkeys(["en", *words])), shown,
        choice_of(desk, thread["household_id"], thread_id, answered, it.at), costs(desk, who, thread, shown),
    )  # fmt: skip


def _planned(desk: Desk, who: Viewer, thread_id: int, planned_id: int) -> tuple[Row, Row]:
    thread, row = _thread(desk, who, thread_id), planned.one(desk.db, planned_id, thread_id)
    if row is None:
        raise NotThere
    return thread, row


def _thread(desk: Desk, who: Viewer, thread_id: int) -> Row:
    row = threads.one(desk.db, who.sight, thread_id)
    if row is None:
        raise NotThere
    return row


PAGES = (
    Page("/threads/{id}/hand-over", post=hand_over),
    Page("/threads/{id}/hand-back", post=hand_back),
    Page("/threads/{id}/planned/{planned}", get=change, post=keep_change),
    Page("/threads/{id}/planned/{planned}/cancel", post=cancel),
)
