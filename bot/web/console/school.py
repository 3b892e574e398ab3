"""The School page: the office reads it, the admin changes it. By the rules of the school's file, key by key."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from bot.acts import phrase_book, school_changes
from bot.acts.desk import Desk
from bot.acts.reading import school as reading
from bot.acts.reading.viewer import Viewer
from bot.acts.school_days import Brought, brought
from bot.acts.school_keys import DAYS, BadSchool
from bot.acts.school_written import table_of
from bot.languages.registry import find
from bot.store import phrases, records
from bot.translate import Phrase
from bot.translate.phrases import trouble
from bot.web.console import paper, school_form
from bot.web.console.door import NotThere, Page, Visit
from bot.web.console.form import Form

CALENDAR = 1024 * 1024  # bytes of a calendar file: ten years of a busy school


async def show(visit: Visit) -> Response:
    return await _page(visit)


async def change(visit: Visit) -> Response:
    """One part of the page; what is wrong is said by its field, and nothing that was typed is lost."""
    part = str(visit.request.path_params["part"])
    read = school_form.PARTS.get(part)
    if read is None:
        raise NotThere
    found = await visit.act(lambda desk, who: _change(desk, who, read(visit.form)))
    return await _after(visit, part, found.it)


async def add_days(visit: Visit) -> Response:
    """A term or a closure that was typed in, or those that were chosen in the preview."""
    found = await visit.act(lambda desk, who: _add_days(desk, who, visit.form))
    return await _after(visit, "days", found.it)


async def remove_days(visit: Visit) -> Response:
    kind, first = visit.form.text("kind"), visit.form.text("first")
    found = await visit.act(
        lambda desk, who: _change(desk, who, school_form.without(table_of(desk.school), kind, first))
    )
    return await _after(visit, "days", found.it)


async def preview_days(visit: Visit) -> Response:
    """What a calendar holds, brought as a file or pasted, before anything is kept."""
    file = visit.form.file.decode("utf-8-sig", "replace").replace("\0", "")
    school = (await visit.look(lambda _desk, _who: None)).school
    seen = brought(file if file.strip() else visit.form.text("calendar"), school.calendar.zone)
    return await _page(visit, "days", {}, visit.form, seen)


async def keep_phrase(visit: Visit) -> Response:
    found = await visit.act(lambda desk, who: _keep_phrase(desk, who, visit.form))
    return await _after(visit, "phrases", found.it)


async def remove_phrase(visit: Visit) -> Response:
    phrase_id = visit.id()
    await visit.act(lambda desk, who: _remove_phrase(desk, who, phrase_id))
    return paper.go("/school?done=phrases#phrases")


async def _after(visit: Visit, part: str, faults: Mapping[str, str]) -> Response:
    if faults:
        return await _page(visit, part, faults, visit.form)
    return paper.go(f"/school?done={part}#{part}")


async def _page(
    visit: Visit, part: str = "", faults: Mapping[str, str] | None = None, typed: Form | None = None,
    seen: Brought | None = None,
) -> Response:  # fmt: skip
    def glance(desk: Desk, who: Viewer) -> reading.Page:
        if not reading.may_read(who):
            raise NotThere
        return reading.page(desk, who)

    found = await visit.look(glance)
    fields: dict[str, Any] = dict(typed.fields) if typed else {}
    return visit.show(
        "school.html", found, 422 if faults else 200, here="school", page=found.it, top=found.it.top, part=part,
        faults=faults or {}, typed=fields, seen=seen, weekdays=DAYS,
    )  # fmt: skip


def _add_days(desk: Desk, who: Viewer, form: Form) -> dict[str, str]:
    added = school_form.days(form)
    if not added and reading.may_change(who):
        return {"term": "Please give a first and a last day."}
    return _change(desk, who, school_form.with_days(table_of(desk.school), added or []))


def _change(desk: Desk, who: Viewer, keys: Mapping[str, Any]) -> dict[str, str]:
    """What is amiss, by its key; nothing: it is done."""
    off = not desk.school.translating.on and any(key.startswith("translation.") for key in keys)
    if not reading.may_change(who) or off:  # a word in the glossary must not switch translation on
        raise NotThere
    try:
        school_changes.change(desk, who.person.id, keys)
    except BadSchool as why:
        key, _colon, words = str(why).partition(": ")
        return {key: f"{words[:1].upper()}{words[1:]}."}
    return {}


def _keep_phrase(desk: Desk, who: Viewer, form: Form) -> dict[str, str]:
    if not reading.may_change(who):
        raise NotThere
    ours, theirs = find(form.text("source")), find(form.text("target"))
    if ours is None or theirs is None or ours == theirs:
        return {"phrase": "Please choose two languages."}
    pair = Phrase(ours.tag, theirs.tag, form.text("words"), form.text("said"))
    if why := trouble(pair):
        return {"phrase": why}
    phrase_book.keep(desk, pair, who.person.id)
    records.note(desk.db, desk.school.id, "changed the phrase book", desk.now, person_id=who.person.id)
    return {}


def _remove_phrase(desk: Desk, who: Viewer, phrase_id: int) -> None:
    if not reading.may_change(who) or not phrases.remove(desk.db, desk.school.id, phrase_id):
        raise NotThere
    about = {"phrase": phrase_id}
    records.note(
        desk.db, desk.school.id, "changed the phrase book", desk.now, person_id=who.person.id, about=about
    )


PAGES = (
    Page("/school", get=show),
    Page("/school/days/add", post=add_days),
    Page("/school/days/remove", post=remove_days),
    Page("/school/days/preview", post=preview_days, upload=CALENDAR),
    Page("/school/phrases", post=keep_phrase),
    Page("/school/phrases/{id}/remove", post=remove_phrase),
    Page("/school/change/{part}", post=change),
)
