"""Asking a room, or one child's family: the form, its counting, and a change of what has not gone yet."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from bot.acts import changing_rest, prompting, thinking_again
from bot.acts.desk import Desk
from bot.acts.reading import asked
from bot.acts.reading.composing import Composing, composing
from bot.acts.reading.viewer import Viewer
from bot.model.chat import PromptKind
from bot.pace.schedule import local
from bot.store import prompts, translations
from bot.store.console import people
from bot.web.console import choices, copied, kinds, paper
from bot.web.console.counting import Counted, counted
from bot.web.console.door import Found, NotThere, Page, Visit
from bot.web.console.form import number
from bot.web.console.question import Question, carried, written_at
from bot.web.console.whom import Whom
from bot.web.console.wording import Written, once, wordings

READ = "Everybody may have read it by now, so it can no longer be changed. You can write anew."
SURE = "A safety message stays as it was confirmed. You can take back what has not gone yet, and write anew."
NO_FAULTS = dict.fromkeys(("to", "kind", "words", "choices", "when", "until"), "")


async def form(visit: Visit) -> Response:
    """A new message; with `copy` in the words of an earlier one, for whom it is being chosen again."""
    asked_for = visit.request.query_params
    earlier = number(asked_for.get("copy", ""))
    found = await visit.look(
        lambda desk, who: (composing(desk, who), once(desk), copied.earlier(desk, who, earlier))
    )
    known, token, again = found.it
    question = Question(
        Whom(asked_for.get("to", "")), Written(again.words if again else {}, token), False, *_suggested(known)
    )
    if again:
        question = replace(question, kind=again.kind, choices=again.choices)
    return _page(visit, found, known, question)


async def keep(visit: Visit) -> Response:
    question = Question.of(visit.form)
    if visit.form.text("do") == "children":  # nothing is kept: the children of a room are shown, to be ticked
        return await _again(visit, question, {}, status=200)
    found = await visit.act(lambda desk, who: _keep(desk, who, question))
    if isinstance(found.it, str):
        return paper.go(found.it)
    return await _again(visit, question, found.it)


async def count(visit: Visit) -> Response:
    """How many segments a wording takes on one phone, our own words around it included."""
    tag = str(visit.request.path_params["tag"])
    question = Question.of(visit.form)
    found = await visit.look(lambda desk, who: _count(desk, who, question, tag))
    return visit.show("count.html", found, count=found.it, previewed=True)


async def change(visit: Visit) -> Response:
    prompt_id = visit.id()
    found = await visit.look(
        lambda desk, who: (composing(desk, who), *_with_topic(desk, changeable(desk, who, prompt_id)))
    )
    known, it, topic = found.it
    at = local(it.due_at, found.school.calendar.zone) if it.due_at else known.suggested
    by_people, asked_for = copied.words_of(it), visit.request.query_params
    question = Question(
        Whom(), Written(by_people.words, delicate=topic is not None), bool(it.due_at or asked_for.get("at")),
        at.strftime("%Y-%m-%d"), at.strftime("%H:%M"), by_people.kind, by_people.choices, asked_for.get("until", ""),
    )  # fmt: skip
    if asked_at := asked_for.get("at", ""):
        question = replace(question, day=asked_at[:10], at=asked_at[11:16])
    return _page(visit, found, known, question, asked=it)


async def keep_change(visit: Visit) -> Response:
    prompt_id, question = visit.id(), Question.of(visit.form)
    found = await visit.act(lambda desk, who: _change(desk, who, prompt_id, question))
    if isinstance(found.it, str):
        return paper.go(found.it)
    return await _again(visit, question, found.it, prompt_id)


def changeable(desk: Desk, who: Viewer, prompt_id: int) -> asked.Asked:
    it = asked.one(desk, who, prompt_id)
    if it is None or not it.governed or it.state == "cancelled" or not it.author_id:
        raise NotThere  # what nobody here wrote, such as an idea of the library's, is nobody's to change
    return it


def _with_topic(desk: Desk, it: asked.Asked) -> tuple[asked.Asked, str | None]:
    return it, translations.topic(desk.db, it.content.id)


def _keep(desk: Desk, who: Viewer, question: Question) -> str | dict[str, str]:
    """Where to go next; or what is amiss, by field."""
    if faults := question.faults(desk, who):
        return dict(faults)
    words, audience = wordings(question.written, desk.school), question.whom.audience(desk, who)
    question.whom.keep(desk, who, audience)
    made = prompting.draft(
        desk, who.person, words, once=question.key, delicate=question.written.delicate,
        kind=kinds.BY_NAME[question.kind].kind, choices=question.chosen(desk.school), **audience,
    )  # fmt: skip
    at = written_at(question.moment(desk), desk.school.calendar.zone)
    return f"/ask/{made}{carried(at, question.each_week(desk))}"


def _change(desk: Desk, who: Viewer, prompt_id: int, question: Question) -> str | dict[str, str]:
    it = changeable(desk, who, prompt_id)
    if PromptKind(it.kind).overrides and it.state != "draft":
        return {"words": SURE}  # its words were confirmed twice, for this very reason
    question = replace(question, kind=kinds.name_of(it.kind, it.choices))  # it stays what it is
    faults = {name: why for name, why in question.faults(desk, who).items() if name != "to"}
    if it.state == "sent":
        faults.pop("when", None)
    if faults:
        return faults
    at = question.moment(desk) if it.state != "sent" else None
    if it.state == "scheduled" and at is None:
        at = desk.now if PromptKind(it.kind).overrides else desk.now + thinking_again.UNDO
    # Where no machine is chosen the form has no tick, and says nothing about it.
    delicate = question.written.delicate if desk.school.translating.chosen else None
    words, chosen = wordings(question.written, desk.school), question.chosen(desk.school)
    if it.state == "sent" and prompts.gone_out(desk.db, prompt_id):
        if changing_rest.change_rest(desk, prompt_id, words, delicate) is not None:
            return f"/ask/{prompt_id}?done=changed-rest"
        return {"words": READ}
    if not prompting.change(desk, prompt_id, words, at, delicate, chosen if it.choices else None):
        return {"words": READ}
    if it.state == "draft":
        when = written_at(at, desk.school.calendar.zone)
        return f"/ask/{prompt_id}{carried(when, question.each_week(desk))}"
    return f"/ask/{prompt_id}?done=changed"


def _count(desk: Desk, who: Viewer, question: Question, tag: str) -> Counted:
    if tag not in desk.school.languages:
        raise NotThere
    kind, _, rest = question.whom.to.partition(" ")
    chosen = [it] if (it := number(rest)) is not None else []
    rooms = [*question.whom.rooms, *(chosen if kind == "room" else [])]
    picked = [*question.whom.children, *(chosen if kind == "child" else [])]
    names = [row["name"] for row in people.children(desk.db, who.sight, rooms, picked)]
    labels = choices.labels_in(question.choices.get(tag, ""))
    return counted(
        desk, who.person.name, max(names, key=len, default=""), question.written.words.get(tag, ""), tag,
        kinds.BY_NAME.get(question.kind, kinds.OFFERED[0]).kind, labels if question.offers else (),
    )  # fmt: skip


async def _again(
    visit: Visit, question: Question, faults: dict[str, str], prompt_id: int | None = None, status: int = 422
) -> Response:
    """The form once more, everything typed in it, with what is amiss beside its field."""
    whom = question.whom
    found: Found[tuple[Composing, asked.Asked | None]] = await visit.look(
        lambda desk, who: (
            composing(desk, who, whom.from_room, whom.children),
            changeable(desk, who, prompt_id) if prompt_id else None,
        )
    )
    known, it = found.it
    if it:
        question = replace(question, kind=kinds.name_of(it.kind, it.choices))
    return _page(visit, found, known, question, faults, it, status)


def _page(visit: Visit, found: Found[Any], known: Composing, question: Question,
          faults: Mapping[str, str] = NO_FAULTS, asked: asked.Asked | None = None,
          status: int = 200) -> Response:  # fmt: skip
    return visit.show(
        "ask.html", found, status, choices=known, question=question, faults={**NO_FAULTS, **faults}, asked=asked,
        here="ask", kinds=kinds.offered(found.who), kind=kinds.BY_NAME.get(question.kind, kinds.OFFERED[0]),
    )  # fmt: skip


def _suggested(choices: Composing) -> tuple[str, str]:
    return choices.suggested.strftime("%Y-%m-%d"), choices.suggested.strftime("%H:%M")


PAGES = (
    Page("/ask", get=form, post=keep),
    Page("/ask/count/{tag}", post=count),
    Page("/ask/{id}/change", get=change, post=keep_change),
)
