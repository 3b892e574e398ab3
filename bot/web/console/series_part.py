"""One text of a series, in every language: its words, what one may answer, and its place."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import language_name
from bot.acts.series import keeping
from bot.languages.registry import ENGLISH
from bot.languages.segments import LONGEST
from bot.library.shelf import CHOICE, CHOICES, MOST_PARTS
from bot.model.chat import Wording
from bot.model.school import School
from bot.model.series import Part, PartKind
from bot.web.console import paper
from bot.web.console.door import Found, NotThere, Page, Visit
from bot.web.console.form import Form
from bot.web.console.series import Shown, changeable

NO_FAULTS = dict.fromkeys(("words", "kind", "choices"), "")


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
        worded = [Wording(tag, one_line(self.words.get(tag, ""))) for tag in tags]
        kept = [before[it.language] if _same(it, before) else it for it in worded if it.words]
        choices = {tag: found for tag, it in self.choices.items() if (found := _choices(it))}
        return Part(PartKind(self.kind), tuple(kept), choices)


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


def _part_page(visit: Visit, found: Found[Any], shown: Shown, at: int, there: Part | None, typed: Typed,
               faults: dict[str, str], status: int = 200) -> Response:  # fmt: skip
    drafts = [it.language for it in there.wordings if it.made_by != "person"] if there else []
    return visit.show(
        "series_part.html", found, status, shown=shown, series=shown.it, number=at, there=there, typed=typed,
        faults=NO_FAULTS | faults, tongues=tongues(found.school, there), kinds=list(PartKind), drafts=drafts,
        here="series",
    )  # fmt: skip


def tongues(school: School, there: Part | None) -> list[tuple[str, str]]:
    """The school's languages, and those in which the text is worded already, by their names."""
    tags = [*school.languages, *((it.language for it in there.wordings) if there else ())]
    return [(tag, language_name(tag)) for tag in dict.fromkeys([ENGLISH, *tags])]


def _same(it: Wording, before: dict[str, Wording]) -> bool:
    return it.language in before and replace(before[it.language], made_by=it.made_by, engine="") == it


def _choices(text: str) -> tuple[str, ...]:
    return tuple(one_line(it) for it in text.splitlines() if it.strip())


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


PAGES = (Page("/series/{id}/parts/{number}", get=part, post=keep_part),)
