"""Two people on record who are one: found, looked at, made one; undone for a day."""

from typing import Any

from starlette.responses import Response

from bot.acts import merging
from bot.acts.desk import Desk
from bot.acts.merging import NotOne
from bot.acts.reading.looks import Looks, about
from bot.acts.reading.shown import REACHED
from bot.acts.reading.viewer import Viewer
from bot.languages.folding import fold
from bot.store import merging as rows
from bot.store import people
from bot.store.console import scope
from bot.store.console.looks import homes_of_persons
from bot.web.console import paper
from bot.web.console.door import NotThere, Page, Visit
from bot.web.console.form import number
from bot.web.console.lists import see_list


async def show(visit: Visit) -> Response:
    return await _page(visit)


async def do(visit: Visit) -> Response:
    """The office has looked at what becomes one; over two homes of one child it must have said so."""
    if visit.form.text("do") == "find":
        return await _page(visit)  # by a form: no name belongs into an address
    keep, other, across = visit.id(), visit.form.number("other"), visit.form.text("across") == "yes"

    def deed(desk: Desk, who: Viewer) -> NotOne | None:
        _one(desk, who, keep)
        if other is None:
            return NotOne("Please choose two people.")
        _one(desk, who, other)
        return merging.merge(desk, who.person.id, keep, other, across)

    amiss = (await visit.act(deed)).it
    if amiss is not None:
        return await _page(visit, 422, amiss.why, other)
    return paper.go("/roll?done=merged")


async def _page(visit: Visit, status: int = 200, fault: str = "", other: int | None = None) -> Response:
    keep, query = visit.id(), visit.request.query_params
    wanted = other if other is not None else number(query.get("other", ""))

    def glance(desk: Desk, who: Viewer) -> dict[str, Any]:
        person = _one(desk, who, keep)
        words = visit.form.text("name") or person.name
        it = None
        if wanted is not None:
            _one(desk, who, wanted)
            it = merging.look(desk, keep, wanted)
        return {
            "person": person,
            "words": words,
            "alike": rows.alike(desk.db, desk.school.id, fold(words), keep) if fold(words) else [],
            "it": it if isinstance(it, merging.Merge) else None,
            "why": it.why if isinstance(it, NotOne) else fault,
        }

    def looks(desk: Desk, it: dict[str, Any]) -> Looks:
        """Whether one of them has said STOP is told; of nobody else more than a name."""
        both = [keep, wanted] if it["it"] and wanted is not None else []
        return {REACHED: about(homes_of_persons(desk.db, both, desk.now))}

    found = await see_list(visit, glance, looks)
    return visit.show("merge.html", found, status, here="people", other=wanted, **found.it)


def _one(desk: Desk, who: Viewer, person_id: int) -> Any:
    """Somebody of a family of this school; for the office only."""
    if not who.office or not scope.may_see(desk.db, scope.family(who.sight), person_id):
        raise NotThere
    return people.person_by_id(desk.db, person_id)


PAGES = (Page("/people/{id}/merge", get=show, post=do),)
