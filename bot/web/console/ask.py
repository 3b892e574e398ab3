"""Asking a room, or one child's family: the form, its counting, and a change of what has not gone yet."""

from starlette.responses import Response

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.acts.reading import asked
from bot.acts.reading.composing import Composing, composing
from bot.acts.reading.viewer import Viewer
from bot.pace.schedule import local
from bot.store import translations
from bot.store.console import people
from bot.translate import MACHINE, PHRASE_BOOK
from bot.web.console import paper
from bot.web.console.counting import Counted, counted
from bot.web.console.door import Found, NotThere, Page, Visit
from bot.web.console.question import Question, written_at
from bot.web.console.wording import Written, once, wordings

NO_FAULTS = {"to": "", "words": "", "when": ""}


async def form(visit: Visit) -> Response:
    found = await visit.look(lambda desk, who: (composing(desk, who), once(desk)))
    choices, token = found.it
    chosen = visit.request.query_params.get("to", "")
    question = Question(chosen, Written(once=token), False, *_suggested(choices))
    return visit.show(
        "ask.html", found, choices=choices, question=question, faults=NO_FAULTS, asked=None, here="ask"
    )


async def keep(visit: Visit) -> Response:
    question = Question.of(visit.form)
    found = await visit.act(lambda desk, who: _keep(desk, who, question))
    if isinstance(found.it, str):
        return paper.go(found.it)
    return await _again(visit, question, found.it)


async def count(visit: Visit) -> Response:
    """How many segments a wording takes on one phone, our own words around it included."""
    tag = str(visit.request.path_params["tag"])
    question = Question.of(visit.form)
    found = await visit.look(lambda desk, who: _count(desk, who, question, tag))
    return visit.show("count.html", found, count=found.it)


async def change(visit: Visit) -> Response:
    prompt_id = visit.id()
    found = await visit.look(
        lambda desk, who: (composing(desk, who), *_with_topic(desk, changeable(desk, who, prompt_id)))
    )
    choices, it, topic = found.it
    at = local(it.due_at, found.school.calendar.zone) if it.due_at else choices.suggested
    to = f"child {it.child_id}" if it.child_id else " ".join(["room", *map(str, it.room_ids)])
    # What a machine or the phrase book made would, kept again, be a person's: without label and without a check.
    words = {
        word.language: word.text for word in it.content.words if word.made_by not in (MACHINE, PHRASE_BOOK)
    }
    later = bool(it.due_at) or bool(visit.request.query_params.get("at"))
    question = Question(
        to, Written(words, delicate=topic is not None), later, at.strftime("%Y-%m-%d"), at.strftime("%H:%M")
    )
    if asked_at := visit.request.query_params.get("at", ""):
        question = Question(to, question.written, True, asked_at[:10], asked_at[11:16])
    return visit.show(
        "ask.html", found, choices=choices, question=question, faults=NO_FAULTS, asked=it, here="ask"
    )


async def keep_change(visit: Visit) -> Response:
    prompt_id, question = visit.id(), Question.of(visit.form)
    found = await visit.act(lambda desk, who: _change(desk, who, prompt_id, question))
    if isinstance(found.it, str):
        return paper.go(found.it)
    return await _again(visit, question, found.it, prompt_id)


def changeable(desk: Desk, who: Viewer, prompt_id: int) -> asked.Asked:
    it = asked.one(desk, who, prompt_id)
    if it is None or not it.governed or it.state == "cancelled" or it.kind != "prompt":
        raise NotThere
    return it


def _with_topic(desk: Desk, it: asked.Asked) -> tuple[asked.Asked, str | None]:
    return it, translations.topic(desk.db, it.content.id)


def _keep(desk: Desk, who: Viewer, question: Question) -> str | dict[str, str]:
    """Where to go next; or what is amiss, by field."""
    faults, audience = question.faults(desk, who), question.audience(desk, who)
    if faults or audience is None:
        return dict(faults)
    words = wordings(question.written, desk.school)
    made = prompting.draft(
        desk, who.person, words, once=question.key, delicate=question.written.delicate, **audience
    )
    at = written_at(question.moment(desk), desk.school.calendar.zone)
    return f"/ask/{made}" + (f"?at={at}" if at else "")


def _change(desk: Desk, who: Viewer, prompt_id: int, question: Question) -> str | dict[str, str]:
    it = changeable(desk, who, prompt_id)
    faults = {name: why for name, why in question.faults(desk, who).items() if name != "to"}
    if it.state == "sent":
        faults.pop("when", None)
    if faults:
        return faults
    at = question.moment(desk) if it.state != "sent" else None
    if it.state == "scheduled" and at is None:
        at = desk.now
    # Where no machine is chosen the form has no tick, and says nothing about it.
    delicate = question.written.delicate if desk.school.translating.chosen else None
    if not prompting.change(desk, prompt_id, wordings(question.written, desk.school), at, delicate):
        return {
            "words": "Somebody may have read it by now, so it can no longer be changed. You can ask anew."
        }
    if it.state == "draft":
        when = written_at(at, desk.school.calendar.zone)
        return f"/ask/{prompt_id}" + (f"?at={when}" if when else "")
    return f"/ask/{prompt_id}?done=changed"


def _count(desk: Desk, who: Viewer, question: Question, tag: str) -> Counted:
    if tag not in desk.school.languages:
        raise NotThere
    kind, _, rest = question.to.partition(" ")
    names = [
        row["name"]
        for row in people.children(desk.db, who.sight)
        if rest == str({"child": row["id"], "room": row["room_id"]}.get(kind))
    ]
    return counted(
        desk, who.person.name, max(names, key=len, default=""), question.written.words.get(tag, ""), tag
    )


async def _again(
    visit: Visit, question: Question, faults: dict[str, str], prompt_id: int | None = None
) -> Response:
    """The form once more, everything typed in it, with what is amiss beside its field."""
    found: Found[tuple[Composing, asked.Asked | None]] = await visit.look(
        lambda desk, who: (composing(desk, who), changeable(desk, who, prompt_id) if prompt_id else None)
    )
    choices, it = found.it
    return visit.show(
        "ask.html",
        found,
        422,
        choices=choices,
        question=question,
        faults=NO_FAULTS | faults,
        asked=it,
        here="ask",
    )


def _suggested(choices: Composing) -> tuple[str, str]:
    return choices.suggested.strftime("%Y-%m-%d"), choices.suggested.strftime("%H:%M")


PAGES = (
    Page("/ask", get=form, post=keep),
    Page("/ask/count/{tag}", post=count),
    Page("/ask/{id}/change", get=change, post=keep_change),
)
