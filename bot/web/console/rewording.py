"""One wording of something that was said: corrected by a person, drafted by a machine, or turned back to be checked."""

from dataclasses import dataclass

from starlette.responses import Response

from bot.acts import translating, wording_asked
from bot.acts.desk import Desk
from bot.acts.reading.asked import theirs_to_word
from bot.acts.reading.looks import note_foreign
from bot.acts.reading.threads import LOOKED
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import language_name
from bot.languages.registry import LANGUAGES
from bot.languages.segments import LONGEST
from bot.model.chat import Wording
from bot.model.people import Person
from bot.store import contents, lanes, machines, messages, records
from bot.store.console import threads as rows
from bot.store.console.scope import may_see, threads
from bot.store.rows import Row
from bot.translate import PERSON, Translated
from bot.web.console import paper
from bot.web.console.door import Found, NotThere, Page, Visit, there
from bot.web.console.landing import at_words

CHANGED = (
    "The words have changed since you opened this page. Please look at them again: yours are not kept yet."
)
WORDED = "A person has worded this already, and that stays: yours are not kept."
CHOSE = "chose who may translate"


@dataclass(frozen=True)
class Pair:
    """The original, and its wording in another language when there is one."""

    original: Wording
    there: Wording | None
    language: str
    people: tuple[Person, ...]  #: who may be asked for it
    around: int  #: the message on whose page it stands …
    anchor: str  #: … and where there

    @property
    def open(self) -> bool:
        """Nobody has worded it yet: a machine or the phrase book at most."""
        return self.there is None or self.there.made_by != PERSON


async def show(visit: Visit) -> Response:
    found = await visit.see(lambda desk, who: _pair(desk, who, visit))
    return _page(visit, found)


async def change(visit: Visit) -> Response:
    if visit.form.text("do") in ("draft", "back"):
        return await _by_machine(visit)
    if visit.form.text("do") == "ask":
        done = await visit.act(lambda desk, who: _ask(desk, who, visit, visit.form.number("person")))
        return await _back(visit, "asked" if done.it else "not-asked")
    words = visit.form.text("words").strip()
    if not words or len(words) > LONGEST:
        found = await visit.see(lambda desk, who: _pair(desk, who, visit))
        wrong = (
            f"That is too long for a text: {LONGEST} characters are the most."
            if words
            else "Please write something first."
        )
        return _page(visit, found, words, trouble=wrong, status=422)
    if not (await visit.act(lambda desk, who: _correct(desk, who, visit, words))).it:
        found = await visit.see(lambda desk, who: _pair(desk, who, visit))
        return _page(visit, found, words, trouble=CHANGED if found.it.open else WORDED, status=422)
    return await _back(visit, "kept")


async def _back(visit: Visit, done: str) -> Response:
    pair = (await visit.see(lambda desk, who: _pair(desk, who, visit))).it
    return at_words(visit.id(), pair.around, done, pair.anchor)


async def _by_machine(visit: Visit) -> Response:
    """Nothing is kept and nothing goes out: a person looks at what the machine makes of it."""
    found = await visit.see(lambda desk, who: _pair(desk, who, visit))
    if not found.it.open:
        return _page(visit, found, visit.form.text("words").strip(), trouble=WORDED, status=422)
    pair, words, back = found.it, visit.form.text("words").strip(), visit.form.text("do") == "back"
    ours, theirs = pair.original.language, pair.language
    said = words if back else pair.original.words
    way = (theirs, ours) if back else (ours, theirs)
    task = (await visit.look(lambda desk, _who: translating.task(desk, visit.id("content"), said, *way))).it
    made = await visit.doors.translate(task) if visit.doors.translate else None
    if not isinstance(made, Translated):
        return _page(
            visit, found, words, trouble=f"No machine could do that: {made.why if made else 'none is there'}."
        )
    if back:
        return _page(visit, found, words, back=made.words)
    return _page(visit, found, made.words, drafted=True)


def _pair(desk: Desk, who: Viewer, visit: Visit) -> Pair:
    thread_id, content_id, language = (
        visit.id(),
        visit.id("content"),
        str(visit.request.path_params["language"]),
    )
    here = rows.one(desk.db, who.sight, thread_id)
    if here is None or language not in LANGUAGES:
        raise NotThere
    around, anchor = there(_place(desk, who, thread_id, content_id))
    every = contents.wordings(desk.db, [content_id])[content_id]
    if not every or every[0].language == language:
        raise NotThere
    note_foreign(desk, who, LOOKED, {"thread": thread_id, "child": here["child_id"]})
    return Pair(every[0], next((it for it in every if it.language == language), None), language,
                wording_asked.may_be_asked(desk, language), around, anchor)  # fmt: skip


def _place(desk: Desk, who: Viewer, thread_id: int, content_id: int) -> tuple[int, str] | None:
    """Where this was said in the thread, or what the school asked stands among its words; None: it is not there."""
    said = messages.with_content(desk.db, thread_id, content_id)
    if said is not None:
        return said, f"said-{said}"
    asked = _asked_here(desk, who, thread_id, content_id)
    if asked is None:
        return None
    return messages.beside(desk.db, thread_id, asked["at"]) or 0, f"asked-{asked['id']}"


def _asked_here(desk: Desk, who: Viewer, thread_id: int, content_id: int) -> Row | None:
    """A prompt's words are one content for every home that it goes to: only whoever sees them all may word it."""
    here = [row for row in rows.asked(desk.db, [thread_id]) if row["content_id"] == content_id]
    theirs = theirs_to_word(desk, who, here)
    return next((row for row in here if row["id"] in theirs), None)


def _ask(desk: Desk, who: Viewer, visit: Visit, person_id: int | None) -> bool:
    """A person of the school's own, by chat; False when they have no chat that can be reached."""
    pair = _pair(desk, who, visit)
    asked = next((it for it in wording_asked.may_be_asked(desk, pair.language) if it.id == person_id), None)
    return (
        pair.open
        and asked is not None
        and wording_asked.ask(desk, asked, visit.id("content"), pair.original, pair.language)
    )


def _correct(desk: Desk, who: Viewer, visit: Visit, words: str) -> bool:
    pair = _pair(desk, who, visit)
    book = visit.form.text("book") == "yes"
    of = visit.form.text("of")
    return translating.correct(desk, who.person.id, visit.id("content"), pair.language, words, of, book)


async def choose(visit: Visit) -> Response:
    """What this family says about machines."""
    said = visit.form.text("machines")
    if said not in ("", translating.NONE, translating.NOT_OVERSEAS):
        raise NotThere
    await visit.act(lambda desk, who: _choose(desk, who, visit.id(), said))
    return paper.go(f"/threads/{visit.id()}?done=kept")


def _choose(desk: Desk, who: Viewer, thread_id: int, said: str) -> None:
    if not may_see(desk.db, threads(who.sight), thread_id):
        raise NotThere
    home = lanes.household_of_thread(desk.db, thread_id)
    for it in machines.homes_of_family(
        desk.db, home, desk.now
    ):  # they were asked once, for all their children
        machines.choose(desk.db, it, said or None)
    records.note(desk.db, desk.school.id, CHOSE, desk.now, person_id=who.person.id,
                 about={"thread": thread_id, "machines": said})  # fmt: skip


def _page(visit: Visit, found: Found[Pair], words: str | None = None, *, trouble: str = "", back: str = "",
          drafted: bool = False, status: int = 200) -> Response:  # fmt: skip
    pair = found.it
    shown = words if words is not None else (pair.there.words if pair.there else "")
    return visit.show(
        "rewording.html", found, status, here="threads", thread_id=visit.id(), content_id=visit.id("content"),
        pair=pair, seal=translating.seal(pair.original), words=shown, trouble=trouble, back=back, drafted=drafted,
        ours=language_name(pair.original.language), theirs=language_name(pair.language),
        direction=LANGUAGES[pair.language].direction, machine=bool(found.school.translating.chosen),
    )  # fmt: skip


PAGES = (
    Page("/threads/{id}/wordings/{content}/{language}", get=show, post=change),
    Page("/threads/{id}/machines", post=choose),
)
