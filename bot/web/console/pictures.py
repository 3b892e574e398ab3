"""Pictures and voice notes out of threads that the viewer may see. The browser may show them, no more."""

from pathlib import Path

from starlette.responses import FileResponse, Response

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer, note_foreign
from bot.store.console import pictures as held
from bot.store.rows import Row
from bot.web.console.door import NotThere, Page, Visit
from bot.web.plain_headers import PAGE

SHOWN = frozenset(("image/jpeg", "image/png", "image/webp", "image/gif"))
HEARD = frozenset(
    ("audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr", "audio/wav", "audio/webm")
)
ALONE = {
    **PAGE,
    "Content-Security-Policy": "default-src 'none'; media-src 'self'; frame-ancestors 'none'; sandbox",
}
LOOKED = "looked at a picture"


async def show(visit: Visit) -> Response:
    media_id = visit.id()
    row = (await visit.see(lambda desk, who: _held(desk, who, media_id))).it
    path = (
        visit.doors.media / Path(row["file"] or "").name
        if row and row["state"] == "held" and row["file"]
        else None
    )
    if row is None or path is None or not path.is_file():
        raise NotThere
    plain = row["mime"] in SHOWN | HEARD
    return FileResponse(
        path,
        media_type=row["mime"] if plain else "application/octet-stream",
        headers=ALONE,
        filename=f"{media_id}",
        content_disposition_type="inline" if plain else "attachment",
    )


def _held(desk: Desk, who: Viewer, media_id: int) -> Row | None:
    row = held.picture(desk.db, who.sight, media_id)
    if row is not None:
        about = {"media": media_id, "child": row["child_id"], "thread": row["thread_id"]}
        note_foreign(desk, who, LOOKED, about)
    return row


PAGES = (Page("/media/{id}", get=show),)
