"""One message: looked at before it goes, and followed on its way."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from bot.acts import holding, prompting, repeating, safety, thinking_again
from bot.acts.desk import Desk
from bot.acts.previewing import Preview, preview
from bot.acts.reading import asked
from bot.acts.reading.asked import Whole
from bot.acts.reading.viewer import Viewer
from bot.model.chat import PromptKind
from bot.store import prompts, senders
from bot.store.console import prompts as stored
from bot.web.console import confirming, kinds, paper
from bot.web.console.confirming import governed
from bot.web.console.door import Found, NotThere, Page, Visit


@dataclass(frozen=True)
class Ahead:
    """What is still to come of a message that was confirmed."""

    preview: Preview | None  #: what it will reach, as things stand now, while it waits for its hour
    undo: bool
    again: tuple[datetime, ...]  #: its further times
    first_at: datetime | None = None  #: when the first phone gets it, where that is later than it goes
    halted: tuple[tuple[str, str], ...] = ()  #: channels on which nothing of it can go out now, and why
    stuck: bool = False  #: these are all that it goes on


async def show(visit: Visit) -> Response:
    prompt_id, asked_for = visit.id(), visit.request.query_params
    at, until = asked_for.get("at", ""), asked_for.get("until", "")
    draft = await confirming.seen(visit, prompt_id, at, until)
    if draft.it is not None:
        return confirming.preview(visit, Found(draft.it, draft.who, draft.school, draft.now))
    found = await visit.see(lambda desk, who: asked.whole(desk, who, prompt_id))
    if found.it is None:
        raise NotThere
    whole: Whole = found.it
    ahead = await visit.look(lambda desk, who: _ahead(desk, who, whole))
    name = "prompt_now.html" if visit.polls else "prompt.html"
    return visit.show(
        name, found, whole=whole, ahead=ahead.it, heading=kinds.heading(whole.asked.kind), here="ask",
        may_cancel=_may_cancel(found.who, whole.asked.kind),
    )  # fmt: skip


async def cancel(visit: Visit) -> Response:
    """Takes a message back. What has been read has been read: the page says how many it still stopped."""
    prompt_id = visit.id()
    found = await visit.act(lambda desk, who: _cancel(desk, who, prompt_id))
    return paper.go("/?done=thrown-away" if found.it == "draft" else f"/ask/{prompt_id}?done=cancelled")


async def stop_repeating(visit: Visit) -> Response:
    prompt_id = visit.id()
    await visit.act(lambda desk, who: _stop_repeating(desk, who, prompt_id))
    return paper.go(f"/ask/{prompt_id}?done=no-more")


async def go_on(visit: Visit) -> Response:
    """What stopped by itself goes on, whatever does not arrive."""
    prompt_id = visit.id()
    await visit.act(lambda desk, who: _go_on(desk, who, prompt_id))
    return paper.go(f"/ask/{prompt_id}?done=goes-on")


def _ahead(desk: Desk, who: Viewer, whole: Whole) -> Ahead:
    it = whole.asked
    if not it.governed and it.author_id != who.person.id:
        return Ahead(None, False, ())
    seen = preview(desk, desk.speech, it.id) if it.governed and it.state == "scheduled" else None
    undo = (
        it.governed
        and thinking_again.may_undo(desk, it.state, it.due_at)
        and not PromptKind(it.kind).overrides
    )
    again = repeating.coming(desk, prompts.one(desk.db, it.id))
    waits = {way.channel for way in whole.journeys if way.step in ("waits", "going")}
    waits |= {group.channel for group in seen.groups} if seen else set()
    halted = tuple(it for it in senders.halted(desk.db, desk.school.id) if it[0] in waits)
    return Ahead(
        seen, undo, tuple(row["due_at"] for row in again), _first_at(desk, whole, seen), halted,
        bool(waits) and waits <= {channel for channel, _why in halted},
    )  # fmt: skip


def _first_at(desk: Desk, whole: Whole, seen: Preview | None) -> datetime | None:
    """Before it goes, by its preview; after that, where it still lies before the hours of all phones."""
    if seen:
        first = min((group.first_at for group in seen.groups), default=None)
        return first if first and first > max(whole.asked.due_at or desk.now, desk.now) else None
    ways = whole.journeys
    waits = [way.at for way in ways if way.step == "waits" and way.at and way.at > desk.now]
    return min(waits) if waits and len(waits) == len(ways) else None


def _cancel(desk: Desk, who: Viewer, prompt_id: int) -> str:
    _may_take_back(desk, who, prompt_id)
    row = prompts.one(desk.db, prompt_id)
    if not _may_cancel(who, row["kind"]):
        raise NotThere
    if PromptKind(row["kind"]).overrides:
        safety.take_back(desk, who.person, prompt_id)
    else:
        prompting.cancel(desk, prompt_id)
    return str(row["state"])


def _may_take_back(desk: Desk, who: Viewer, prompt_id: int) -> None:
    """Whoever may govern it; and its writer, also when somebody in it is in another room meanwhile."""
    if not stored.is_by(desk.db, who.sight, prompt_id, who.person.id):
        governed(desk, who, prompt_id)


def _may_cancel(who: Viewer, kind: str) -> bool:
    """A warning is taken back only by those who may send one: not by each teacher of a room that it went to."""
    return not PromptKind(kind).overrides or safety.may(who.roles)


def _stop_repeating(desk: Desk, who: Viewer, prompt_id: int) -> None:
    _may_take_back(desk, who, prompt_id)
    repeating.stop(desk, prompt_id)


def _go_on(desk: Desk, who: Viewer, prompt_id: int) -> None:
    governed(desk, who, prompt_id)
    holding.go_on(desk, prompt_id)


PAGES = (
    Page("/ask/{id}", get=show),
    Page("/ask/{id}/cancel", post=cancel),
    Page("/ask/{id}/once-only", post=stop_repeating),
    Page("/ask/{id}/go-on", post=go_on),
)
