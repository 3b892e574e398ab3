"""Confirming: once, with two minutes to undo; a safety message twice, and at once."""

from dataclasses import dataclass, replace
from functools import partial

from starlette.responses import Response

from bot.acts import prompting, repeating, safety, standing, thinking_again
from bot.acts.desk import Desk
from bot.acts.reading import asked
from bot.acts.reading.asked import Asked
from bot.acts.reading.looks import Looks
from bot.acts.reading.shown import REACHED, of_missed
from bot.acts.reading.viewer import Viewer
from bot.store import contents, prompts
from bot.web.console import form, paper
from bot.web.console import looked as looking
from bot.web.console.door import Found, NotThere, Page, Visit
from bot.web.console.lists import see_list
from bot.web.console.looked import Looked, looked
from bot.web.console.question import carried, read_at, written_at

GONE = "It has gone already: it cannot be undone any more."


@dataclass(frozen=True)
class Typed:
    """What the second confirmation of a safety message asks for."""

    school: str = ""
    why: str = ""


def preview(visit: Visit, found: Found[Looked], why: str = "", status: int = 200) -> Response:
    it, school = found.it, found.school
    return visit.show(
        "preview.html", found, status, looked=it, at=written_at(it.at, school.calendar.zone),
        until=it.until.isoformat() if it.until else "", why=why, here="ask", money=partial(looking.price, school),
    )  # fmt: skip


async def seen(visit: Visit, prompt_id: int, at: str, until: str) -> Found[Looked | None]:
    """A draft as its preview shows it, with whom it would not reach; None when it is no draft any more."""

    def looks(_desk: Desk, it: Looked | None) -> Looks:
        return {REACHED: of_missed(it.preview.missed)} if it else {}

    return await see_list(visit, lambda desk, who: looked(desk, who, prompt_id, at, until), looks)


async def confirm(visit: Visit) -> Response:
    prompt_id, at, until = visit.id(), visit.form.text("at"), visit.form.text("until")
    # Looked at before anything is locked: to word the texts of a whole school takes longer than others should wait.
    found = await seen(visit, prompt_id, at, until)
    it = found.it
    if it is None:
        return paper.go(f"/ask/{prompt_id}?done=confirmed")
    if it.refused:
        return preview(visit, Found(it, found.who, found.school, found.now), it.refused, 422)
    if it.urgent:
        return paper.go(f"/ask/{prompt_id}/sure")
    await visit.act(lambda desk, who: _confirm(desk, who, prompt_id, at, until))
    return paper.go(f"/ask/{prompt_id}?done=confirmed")


async def sure(visit: Visit) -> Response:
    """The second look at a safety message: the school's name is typed, and why it cannot wait."""
    prompt_id = visit.id()
    found = await visit.look(lambda desk, who: _urgent(desk, who, prompt_id))
    if found.it.state != "draft":
        return paper.go(f"/ask/{prompt_id}")
    return visit.show("sure.html", found, asked=found.it, typed=Typed(), trouble="", here="ask")


async def send(visit: Visit) -> Response:
    prompt_id, typed = visit.id(), Typed(visit.form.text("school"), visit.form.text("why"))
    found = await visit.act(lambda desk, who: _send(desk, who, prompt_id, typed))
    it, trouble = found.it
    if trouble:
        return visit.show("sure.html", found, 422, asked=it, typed=typed, trouble=trouble, here="ask")
    return paper.go(f"/ask/{prompt_id}?done=confirmed")


async def undo(visit: Visit) -> Response:
    """Before it has gone: it is a draft again, and is shown as one."""
    prompt_id = visit.id()
    found = await visit.act(lambda desk, who: _undo(desk, who, prompt_id))
    return paper.go(f"/ask/{prompt_id}?done={'undone' if found.it else 'too-late'}")


async def reword(visit: Visit) -> Response:
    """Takes an offer: this one wording is written another way from now on. Somebody pressed the button for it."""
    prompt_id, at, until = visit.id(), visit.form.text("at"), visit.form.text("until")
    await visit.act(lambda desk, who: _reword(desk, who, prompt_id, at, visit.form.text("words")))
    return paper.go(f"/ask/{prompt_id}{carried(at, until)}")


def governed(desk: Desk, who: Viewer, prompt_id: int) -> Asked:
    it = asked.one(desk, who, prompt_id)
    if it is None or not it.governed:
        raise NotThere
    return it


def _confirm(desk: Desk, who: Viewer, prompt_id: int, at: str, until: str) -> None:
    """Nothing happens where an earlier click has sent it."""
    governed(desk, who, prompt_id)
    standing.take_over(desk, prompt_id, who.person)
    last = form.day(until)
    if thinking_again.confirm(desk, prompt_id, read_at(at, desk.school.calendar.zone)) and last:
        repeating.start(desk, prompt_id, last)


def _urgent(desk: Desk, who: Viewer, prompt_id: int) -> Asked:
    it = governed(desk, who, prompt_id)
    if it.kind != "safety" or not safety.may(who.roles):
        raise NotThere
    return it


def _send(desk: Desk, who: Viewer, prompt_id: int, typed: Typed) -> tuple[Asked, str]:
    it = _urgent(desk, who, prompt_id)
    amiss = safety.confirm(desk, who.person, who.roles, prompt_id, typed=typed.school, why=typed.why)
    return it, amiss


def _undo(desk: Desk, who: Viewer, prompt_id: int) -> bool:
    governed(desk, who, prompt_id)
    return thinking_again.undo(desk, prompt_id)


def _reword(desk: Desk, who: Viewer, prompt_id: int, at: str, words: str) -> None:
    """Only what is offered now can be taken, and only of a draft: a page may have stood open for long."""
    governed(desk, who, prompt_id)
    seen = looked(desk, who, prompt_id, at)
    offered = [it.cheaper for it in seen.preview.groups if it.cheaper] if seen else []
    taken = next((it for it in offered if it.offer.words == words), None)
    if taken is None:
        return
    content_id = prompts.one(desk.db, prompt_id)["content_id"]
    known = contents.wordings(desk.db, [content_id])[content_id]
    new = [replace(it, words=words) if it.language == taken.language else it for it in known]
    prompting.change(desk, prompt_id, new)


PAGES = (
    Page("/ask/{id}/confirm", post=confirm),
    Page("/ask/{id}/sure", get=sure, post=send),
    Page("/ask/{id}/undo", post=undo),
    Page("/ask/{id}/reword", post=reword),
)
