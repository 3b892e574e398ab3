"""From home to class and back: marked, the family asked, used, and what the class did told to them."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

from bot.acts import in_class
from bot.acts.desk import Desk
from bot.acts.reading.composing import Tongue, tongue
from bot.acts.reading.hearers import Choice, choice_of
from bot.acts.reading.looks import note_foreign
from bot.acts.reading.offered import Offered, Stage, offered
from bot.acts.reading.threads import LOOKED
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import Content, contents_of
from bot.store import offerings
from bot.store.console import threads
from bot.store.rows import Row
from bot.web.console.answer import Answer
from bot.web.console.answer_count import asks_cost, costs
from bot.web.console.counting import Counted
from bot.web.console.door import NotThere, Page, Visit
from bot.web.console.landing import at_words
from bot.web.console.wording import Written, key, once, once_only, wordings


@dataclass(frozen=True)
class Used:
    thread_id: int
    message_id: int
    child: str
    writer: str
    content: Content
    offered: Offered
    tongues: tuple[Tongue, ...]
    written: Written
    choice: Choice  #: who hears the line
    counts: dict[str, Counted]


async def mark(visit: Visit) -> Response:
    await _with(visit, lambda desk, who, said: in_class.mark(desk, who.person, said))
    return at_words(visit.id(), visit.id("message"), "marked")


async def ask(visit: Visit) -> Response:
    done = await _with(visit, lambda desk, who, said: in_class.ask_family(desk, who.person, said))
    return at_words(visit.id(), visit.id("message"), "asked-family" if done else "not-asked-family")


async def form(visit: Visit) -> Response:
    return await _form(visit, None, "")


async def use(visit: Visit) -> Response:
    """With words: what the class did, for the family. Without: only that it was used."""
    written = Written.of(visit.form)
    if asks_cost(visit):
        return await _form(visit, written, "")
    told = any(text.strip() for text in written.words.values())
    if told and written.trouble:
        return await _form(visit, written, written.trouble)

    def deed(desk: Desk, who: Viewer, said: Row) -> str:
        if not once_only(desk, who.person, key(written.once, sorted(written.words.items()))):
            return "returned" if told else "used"
        return in_class.use(desk, who.person, said, wordings(written, desk.school) if told else ())

    done = await _with(visit, deed)
    if done == "no":
        return await _form(visit, written, "The family has not said yes, so it cannot be used in class.")
    return at_words(visit.id(), visit.id("message"), str(done))


async def _with(visit: Visit, deed: Callable[[Desk, Viewer, Row], bool | str]) -> bool | str:
    thread_id, message_id = visit.id(), visit.id("message")
    done = await visit.act(lambda desk, who: deed(desk, who, _said(desk, who, thread_id, message_id)[1]))
    return done.it


async def _form(visit: Visit, written: Written | None, trouble: str) -> Response:
    thread_id, message_id = visit.id(), visit.id("message")
    found = await visit.see(lambda desk, who: _used(desk, who, thread_id, message_id, written))
    status = 422 if trouble else 200
    return visit.show(
        "in_class.html", found, status, used=found.it, trouble=trouble, here="threads", stages=Stage
    )


def _used(desk: Desk, who: Viewer, thread_id: int, message_id: int, written: Written | None) -> Used:
    thread, said = _said(desk, who, thread_id, message_id)
    note_foreign(desk, who, LOOKED, {"thread": thread_id, "child": thread["child_id"]})
    row = offerings.of_message(desk.db, message_id)
    written = written or Written(once=once(desk))
    return Used(
        thread_id, message_id, thread["child_name"], threads.names(desk.db, [said["author_id"]])[said["author_id"]],
        contents_of(desk, [said["content_id"]])[said["content_id"]],
        offered(row) if row else Offered(Stage.GIVEN),
        tuple(tongue(tag) for tag in dict.fromkeys(["en", *desk.school.languages])),
        written, choice_of(desk, thread["household_id"], thread_id, said),
        costs(desk, who, thread, Answer(written), in_class.WENT_TO_CLASS),
    )  # fmt: skip


def _said(desk: Desk, who: Viewer, thread_id: int, message_id: int) -> tuple[Row, Row]:
    thread = threads.one(desk.db, who.sight, thread_id)
    said = in_class.one(desk, thread_id, message_id)
    if thread is None or said is None:
        raise NotThere
    return thread, said


PAGES = (
    Page("/threads/{id}/class/{message}/mark", post=mark),
    Page("/threads/{id}/class/{message}/ask", post=ask),
    Page("/threads/{id}/class/{message}", get=form, post=use),
)
