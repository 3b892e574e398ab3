"""A series written on the page: its name, its texts one by one, or a whole file."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.acts.series import keeping
from bot.library.shelf import ABOUT, NAME, SUBJECTS, BadSeries, series_in
from bot.model.series import Part, PartKind, Series
from bot.web.console import paper
from bot.web.console.door import Found, Page, Visit
from bot.web.console.form import Form, number
from bot.web.console.series import changeable
from bot.web.console.series_part import Typed, one_line, tongues
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
        return Series(one_line(self.name), self.subject, ages, parts, one_line(self.about))


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


async def _bring(visit: Visit) -> Response:
    text, head = visit.form.text("toml"), Head.of(visit.form)
    try:
        it = series_in(text, PASTED)
    except BadSeries as wrong:
        found = await visit.look(lambda _desk, _who: head)
        return _head_page(visit, found, head, {"toml": str(wrong)}, toml=text, status=422)
    made = await visit.act(lambda desk, who: keeping.bring(desk, who.person, it, head.once or None))
    return paper.go(f"/series/{made.it}?done=kept")


def _head_page(visit: Visit, found: Found[Any], head: Head, faults: dict[str, str], *, series: Series | None = None,
               typed: Typed | None = None, toml: str = "", status: int = 200) -> Response:  # fmt: skip
    return visit.show(
        "series_head.html", found, status, head=head, faults=NO_FAULTS | faults, series=series, typed=typed or Typed(),
        tongues=tongues(found.school, None), toml=toml, subjects=SUBJECTS, kinds=list(PartKind), here="series",
        number=1,
    )  # fmt: skip


PAGES = (
    Page("/series/new", get=begin, post=keep_new),
    Page("/series/{id}/change", get=change, post=keep_change),
)
