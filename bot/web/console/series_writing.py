"""A series written on the page: its name, its texts one by one, or a whole file."""

import re
from dataclasses import dataclass, field, replace

from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import language_name
from bot.acts.series import keeping
from bot.languages.registry import ENGLISH
from bot.languages.segments import LONGEST
from bot.library.shelf import ABOUT, CHOICE, CHOICES, MOST_PARTS, NAME, SUBJECTS, BadSeries, series_in
from bot.model.chat import Wording
from bot.model.school import School
from bot.model.series import Part, PartKind, Series
from bot.web.console import paper
from bot.web.console.door import Found, NotThere, Page, Visit
from bot.web.console.form import Form, number
from bot.web.console.series import Shown, changeable
from bot.web.console.wording import once

PASTED = "The file"
NO_FAULTS = dict.fromkeys(("name", "subject", "ages", "about", "words", "kind", "choices", "toml"), "")


@dataclass(frozen=True)
class Head:
    """What stands above the texts, as typed."""

    name: str = ""
    subject: str = "reading"
    youngest: str = "5"
    oldest: str = "7"
    about: str = ""
    once: str = ""

    @classmethod
    def of(cls, form: Form) -> "Head":
        return cls(
            form.text("name").strip(), form.text("subject"), form.text("youngest"), form.text("oldest"),
            form.text("about").strip(), form.text("once")[:80],
        )  # fmt: skip

    @property
    def faults(self) -> dict[str, str]:
        found = {}
        if not 0 < len(self.name) <= NAME:
            found["name"] = f"Please give it a name, of {NAME} letters at most."
        if self.subject not in SUBJECTS:
            found["subject"] = "Please choose one of these."
        youngest, oldest = number(self.youngest), number(self.oldest)
        if youngest is None or oldest is None or not 0 <= youngest <= oldest <= 20:
            found["ages"] = "Please give the youngest age and the oldest one."
        if len(self.about) > ABOUT:
            found["about"] = f"Please use {ABOUT} letters at most."
        return found

    def series(self, parts: tuple[Part, ...]) -> Series:
        ages = (number(self.youngest) or 0, number(self.oldest) or 0)
        return Series(_one_line(self.name), self.subject, ages, parts, _one_line(self.about))


@dataclass(frozen=True)
class Typed:
    """One text, as typed."""

    kind: str = PartKind.TIP.value
    words: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Form) -> "Typed":
        return cls(form.text("kind"), form.starting("words-"), form.starting("choices-"))

    @property
    def faults(self) -> dict[str, str]:
        found = {}
        if not self.words.get(ENGLISH, "").strip():
            found["words"] = "Please write it in English at least."
        elif any(len(it) > LONGEST for it in self.words.values()):
            found["words"] = f"That is too long for a text: {LONGEST} characters are the most."
        if self.kind not in list(PartKind):
            found["kind"] = "Please choose one of these."
        given = [it for it in map(_choices, self.choices.values()) if it]
        if any(not 2 <= len(it) <= CHOICES or max(map(len, it)) > CHOICE for it in given):
            found["choices"] = f"Please write from 2 to {CHOICES} short choices, one a line, or none."
        return found

    def part(self, there: Part | None) -> Part:
        """What nobody has changed keeps who made it: a draft stays one until somebody words it anew."""
        before = {it.language: it for it in there.wordings} if there else {}
        tags = [ENGLISH, *(it for it in self.words if it != ENGLISH)]
        worded = [Wording(tag, _one_line(self.words.get(tag, ""))) for tag in tags]
        kept = [before[it.language] if _same(it, before) else it for it in worded if it.words]
        choices = {tag: found for tag, it in self.choices.items() if (found := _choices(it))}
        return Part(PartKind(self.kind), tuple(kept), choices)


async def begin(visit: Visit) -> Response:
    found = await visit.look(lambda desk, _who: Head(once=once(desk)))
    return _head_page(visit, found, found.it, {})


async def keep_new(visit: Visit) -> Response:
    """A new series, with a first text; or a whole one from a file that was pasted."""
    if visit.form.text("toml").strip():
        return await _bring(visit)
    head, typed = Head.of(visit.form), Typed.of(visit.form)
    faults = head.faults | typed.faults
    if faults:
        found = await visit.look(lambda _desk, _who: head)
        return _head_page(visit, found, head, faults, typed=typed, status=422)
    made = await visit.act(
        lambda desk, who: keeping.bring(desk, who.person, head.series((typed.part(None),)), head.once or None)
    )
    return paper.go(f"/series/{made.it}?done=kept")


async def change(visit: Visit) -> Response:
    series_id = visit.id()
    found = await visit.look(lambda desk, who: changeable(desk, who, series_id).it)
    it = found.it
    head = Head(it.name, it.subject, str(it.ages[0]), str(it.ages[1]), it.about)
    return _head_page(visit, found, head, {}, series=it)


async def keep_change(visit: Visit) -> Response:
    series_id, head = visit.id(), Head.of(visit.form)

    def kept(desk: Desk, who: Viewer) -> Series:
        it = changeable(desk, who, series_id).it
        if not head.faults:
            keeping.rename(desk, who.person, series_id, head.series(()))
        return it

    found = await visit.act(kept)
    if head.faults:
        return _head_page(visit, found, head, head.faults, series=found.it, status=422)
    return paper.go(f"/series/{series_id}?done=kept")


async def part(visit: Visit) -> Response:
    found = await visit.look(lambda desk, who: _place(desk, who, visit))
    shown, at, there = found.it
    typed = Typed(
        there.kind if there else tuple(PartKind)[(at - 1) % 3].value,
        {it.language: it.words for it in there.wordings} if there else {},
        {tag: "\n".join(it) for tag, it in there.choices.items()} if there else {},
    )
    return _part_page(visit, found, shown, at, there, typed, {})


async def keep_part(visit: Visit) -> Response:
    """Its words; or, by another button, its place."""
    deed, typed = visit.form.text("do"), Typed.of(visit.form)
    if deed in ("up", "down", "remove"):
        done = await visit.act(lambda desk, who: _moved(desk, who, visit, deed))
        told = {"remove": "removed"}.get(deed, "moved") if done.it else "too-late"
        return paper.go(f"/series/{visit.id()}?done={told}")

    def kept(desk: Desk, who: Viewer) -> tuple[Shown, int, Part | None]:
        shown, at, there = _place(desk, who, visit)
        if not typed.faults:
            keeping.write_part(desk, who.person, shown.it.id, at, typed.part(there))
        return shown, at, there

    found = await visit.act(kept)
    shown, at, there = found.it
    if typed.faults:
        return _part_page(visit, found, shown, at, there, typed, typed.faults, 422)
    more = f"/series/{shown.it.id}/parts/{at + 1}" if deed == "more" else f"/series/{shown.it.id}?done=kept"
    return paper.go(more)


async def _bring(visit: Visit) -> Response:
    text, head = visit.form.text("toml"), Head.of(visit.form)
    try:
        it = series_in(text, PASTED)
    except BadSeries as wrong:
        found = await visit.look(lambda _desk, _who: head)
        return _head_page(visit, found, head, {"toml": str(wrong)}, toml=text, status=422)
    made = await visit.act(lambda desk, who: keeping.bring(desk, who.person, it, head.once or None))
    return paper.go(f"/series/{made.it}?done=kept")


def _place(desk: Desk, who: Viewer, visit: Visit) -> tuple[Shown, int, Part | None]:
    """The text that is meant: one that is there, or a new one after the last."""
    shown, at = changeable(desk, who, visit.id()), visit.id("number")
    parts = shown.it.parts
    if not 1 <= at <= min(len(parts) + 1, MOST_PARTS):
        raise NotThere
    return shown, at, parts[at - 1] if at <= len(parts) else None


def _moved(desk: Desk, who: Viewer, visit: Visit, deed: str) -> bool:
    shown, at, _there = _place(desk, who, visit)
    if deed == "remove":
        return keeping.remove_part(desk, who.person, shown.it.id, at)
    return keeping.move_part(desk, who.person, shown.it.id, at, at - 1 if deed == "up" else at + 1)


def _head_page(visit: Visit, found: Found[object], head: Head, faults: dict[str, str], *, series: Series | None = None,
               typed: Typed | None = None, toml: str = "", status: int = 200) -> Response:  # fmt: skip
    return visit.show(
        "series_head.html", found, status, head=head, faults=NO_FAULTS | faults, series=series, typed=typed or Typed(),
        tongues=_tongues(found.school, None), toml=toml, subjects=SUBJECTS, kinds=list(PartKind), here="series",
        number=1,
    )  # fmt: skip


def _part_page(visit: Visit, found: Found[object], shown: Shown, at: int, there: Part | None, typed: Typed,
               faults: dict[str, str], status: int = 200) -> Response:  # fmt: skip
    drafts = [it.language for it in there.wordings if it.made_by != "person"] if there else []
    return visit.show(
        "series_part.html", found, status, shown=shown, series=shown.it, number=at, there=there, typed=typed,
        faults=NO_FAULTS | faults, tongues=_tongues(found.school, there), kinds=list(PartKind), drafts=drafts,
        here="series",
    )  # fmt: skip


def _tongues(school: School, there: Part | None) -> list[tuple[str, str]]:
    """The school's languages, and those in which the text is worded already, by their names."""
    tags = [*school.languages, *((it.language for it in there.wordings) if there else ())]
    return [(tag, language_name(tag)) for tag in dict.fromkeys([ENGLISH, *tags])]


def _same(it: Wording, before: dict[str, Wording]) -> bool:
    return it.language in before and replace(before[it.language], made_by=it.made_by, engine="") == it


def _choices(text: str) -> tuple[str, ...]:
    return tuple(_one_line(it) for it in text.splitlines() if it.strip())


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


PAGES = (
    Page("/series/new", get=begin, post=keep_new),
    Page("/series/{id}/change", get=change, post=keep_change),
    Page("/series/{id}/parts/{number}", get=part, post=keep_part),
)
