"""What an answer costs while it is being written, and where its form is shown again: each wording, on one phone."""

from starlette.responses import Response

from bot.acts import in_class, quoting
from bot.acts.desk import Desk
from bot.acts.quoting import FROM_TEACHER, FROM_TEACHER_QUOTING
from bot.acts.reading.viewer import Viewer
from bot.store import contents, messages
from bot.store.console import threads
from bot.store.rows import Row
from bot.web.console.answer import Answer
from bot.web.console.counting import Counted, counted_in
from bot.web.console.door import NotThere, Page, Visit

ASKED = "count"  #: what the button of a form says that shows its cost, without JavaScript


def asks_cost(visit: Visit) -> bool:
    """Whether the form came to show what it costs: nothing is sent or kept."""
    return visit.form.text("do") == ASKED


def costs(desk: Desk, who: Viewer, thread: Row, it: Answer, frame: str | None = None) -> dict[str, Counted]:
    """Of every wording that is there, by its language."""
    tags = [tag for tag, words in it.written.words.items() if words.strip() and _known(desk, tag)]
    return {tag: _cost(desk, who, thread, it, tag, frame) for tag in tags}


async def answer(visit: Visit) -> Response:
    return await _count(visit, None)


async def line(visit: Visit) -> Response:
    """What the class did, told to the family."""
    return await _count(visit, visit.id("message"))


async def _count(visit: Visit, class_use: int | None) -> Response:
    thread_id, tag, it = visit.id(), str(visit.request.path_params["tag"]), Answer.of(visit.form)

    def glance(desk: Desk, who: Viewer) -> Counted:
        thread = threads.one(desk.db, who.sight, thread_id)
        if thread is None or not _known(desk, tag):
            raise NotThere
        if class_use is not None and in_class.one(desk, thread_id, class_use) is None:
            raise NotThere
        return _cost(desk, who, thread, it, tag, in_class.WENT_TO_CLASS if class_use is not None else None)

    found = await visit.look(glance)
    return visit.show("count.html", found, count=found.it, previewed=False)


def _known(desk: Desk, tag: str) -> bool:
    return tag == "en" or tag in desk.school.languages


def _cost(desk: Desk, who: Viewer, thread: Row, it: Answer, tag: str, frame: str | None) -> Counted:
    filling = {"teacher": who.person.name, "school": desk.school.name, "child": thread["child_name"]}
    quote = _quote(desk, thread["id"], it, tag)
    if quote:
        frame, filling = frame or FROM_TEACHER_QUOTING, {**filling, "quote": quote}
    return counted_in(desk, frame or FROM_TEACHER, filling, it.written.words.get(tag, ""), tag)


def _quote(desk: Desk, thread_id: int, it: Answer, tag: str) -> str:
    """As a text message has it, where its writer wants that."""
    said = messages.in_this(desk.db, thread_id, it.quotes) if it.quotes and it.by_sms else None
    if said is None:
        return ""
    best = contents.best(contents.wordings(desk.db, [said["content_id"]])[said["content_id"]], tag)
    return quoting.short(best.words) if best else ""


PAGES = (
    Page("/threads/{id}/count/{tag}", post=answer),
    Page("/threads/{id}/class/{message}/count/{tag}", post=line),
)
