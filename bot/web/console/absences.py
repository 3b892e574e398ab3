"""Who is away: the office says that it has it in the register. The list itself stands on Today."""

from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.store import absences as rows
from bot.store import records
from bot.store.console import absences
from bot.web.console import paper
from bot.web.console.door import NotThere, Page, Visit


async def take_down(visit: Visit) -> Response:
    absence_id = visit.id()

    def deed(desk: Desk, who: Viewer) -> None:
        row = absences.one(desk.db, who.sight, absence_id)
        if row is None:
            raise NotThere
        rows.take_down(desk.db, row, who.person.id, desk.now)
        records.note(desk.db, desk.school.id, "took down an absence", desk.now, person_id=who.person.id,
                     about={"child": row["child_id"], "day": row["day"]}, child_id=row["child_id"])  # fmt: skip

    await visit.act(deed)
    return paper.go("/#away")


PAGES = (Page("/absences/{id}/down", post=take_down),)
