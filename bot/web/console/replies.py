"""What came back to one message, on a page and as a table to take away; and earlier messages, to be used again."""

import csv
import io

from starlette.responses import Response

from bot.acts.desk import Desk
from bot.acts.reading.replies import Replies, Reply
from bot.acts.reading.replies import replies as read
from bot.acts.reading.viewer import Viewer
from bot.pace.schedule import local
from bot.store import records
from bot.web.console import kinds
from bot.web.console.door import NotThere, Page, Visit
from bot.web.plain_headers import PAGE

TAKEN = "took answers away"
COLUMNS = ("child", "writer", "when", "language", "words", "choice", "other wordings")
#: What spreadsheets take for a formula, as it is typed in the west and in the east.
FORMULAS = "=+-@\t\r\n＝＋－＠"


async def show(visit: Visit) -> Response:
    prompt_id = visit.id()
    found = await visit.see(lambda desk, who: read(desk, who, prompt_id))
    if found.it is None:
        raise NotThere
    return visit.show(
        "replies.html", found, it=found.it, heading=kinds.heading(found.it.asked.kind), here="ask"
    )


async def table(visit: Visit) -> Response:
    """The same answers as a CSV that spreadsheets read; that somebody took them away is written down."""
    prompt_id = visit.id()
    found = await visit.act(lambda desk, who: _taken(desk, who, prompt_id))
    zone = found.school.calendar.zone
    rows = [_row(it, zone) for it in found.it.replies]
    return Response(written(rows), media_type="text/csv; charset=utf-8", headers={
        **PAGE, "Content-Disposition": f'attachment; filename="replies-{prompt_id}.csv"',
    })  # fmt: skip


def written(rows: list[tuple[str, ...]]) -> bytes:
    """With the mark by which Excel knows UTF-8: macrons stay as they are."""
    out = io.StringIO(newline="")
    made = csv.writer(out, quoting=csv.QUOTE_ALL)
    made.writerow(COLUMNS)
    made.writerows(tuple(map(harmless, row)) for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: people's words are only words."""
    return f"'{cell}" if cell.lstrip(" ")[:1] in tuple(FORMULAS) else cell


def _taken(desk: Desk, who: Viewer, prompt_id: int) -> Replies:
    found = read(desk, who, prompt_id)
    if found is None:
        raise NotThere
    records.note(
        desk.db, desk.school.id, TAKEN, desk.now, person_id=who.person.id, about={"prompt": prompt_id}
    )
    return found


def _row(it: Reply, zone: str) -> tuple[str, ...]:
    words = it.content.words
    others = "\n".join(f"{other.language_name}: {other.text}" for other in words[1:])
    return (
        it.child, it.writer, f"{local(it.at, zone):%Y-%m-%d %H:%M}", words[0].language_name if words else "",
        words[0].text if words else "", it.choice, others,
    )  # fmt: skip


PAGES = (
    Page("/ask/{id}/replies", get=show),
    Page("/ask/{id}/replies.csv", get=table),
)
