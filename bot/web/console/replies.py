"""What came back to one message, on a page and as a table to take away; and earlier messages, to be used again."""

import csv
import io

from starlette.responses import Response

from bot.acts.reading.replies import Reply, take_away
from bot.acts.reading.replies import replies as read
from bot.languages.cells import harmless
from bot.pace.schedule import local
from bot.web.console import kinds
from bot.web.console.door import Page, Visit, there
from bot.web.plain_headers import PAGE

COLUMNS = ("child", "writer", "when", "language", "words", "choice", "other wordings")


async def show(visit: Visit) -> Response:
    prompt_id = visit.id()
    found = await visit.see(lambda desk, who: there(read(desk, who, prompt_id)))
    return visit.show(
        "replies.html", found, it=found.it, heading=kinds.heading(found.it.asked.kind), here="ask"
    )


async def table(visit: Visit) -> Response:
    """The same answers as a CSV that spreadsheets read; that somebody took them away is written down."""
    prompt_id = visit.id()
    found = await visit.act(lambda desk, who: there(take_away(desk, who, prompt_id)))
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
