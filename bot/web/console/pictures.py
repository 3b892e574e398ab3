"""Pictures, voice notes and documents out of threads that the viewer may see. A browser may show or keep them."""

from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.reading.looks import note_foreign
from bot.acts.reading.viewer import Viewer
from bot.store.console import pictures as held
from bot.store.rows import Row
from bot.web import files
from bot.web.console.door import NotThere, Page, Visit

LOOKED = "looked at a picture"


async def show(visit: Visit) -> Response:
    media_id = visit.id()
    row = (await visit.see(lambda desk, who: _held(desk, who, media_id))).it
    path = files.held(visit.doors.media, row, small="small" in visit.request.query_params)
    if row is None or path is None:
        raise NotThere
    return files.sent(path, row["mime"], f"{media_id}")


def _held(desk: Desk, who: Viewer, media_id: int) -> Row | None:
    row = held.picture(desk.db, who.sight, media_id)
    if row is not None and "thread_id" in row:
        about = {"media": media_id, "child": row["child_id"], "thread": row["thread_id"]}
        note_foreign(desk, who, LOOKED, about)
    return row


PAGES = (Page("/media/{id}", get=show),)
