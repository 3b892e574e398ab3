"""The rows that kept a roll out, as a spreadsheet of their own: to be mended, or to be sent to whoever exports it."""

import csv
import io
from collections import defaultdict

from bot.acts.desk import Desk
from bot.acts.roll.files import grid_of
from bot.languages.cells import harmless
from bot.store import roll, sheets


def as_csv(desk: Desk, sheet_id: int) -> str | None:
    """The file's own headings, with line and reason before them. None when the file is gone, or has none."""
    row = sheets.one(desk.db, desk.school.id, sheet_id, desk.now)
    if row is None or not row["content"] or not (row["seen"] or {}).get("bad"):
        return None
    known = roll.known(desk.db, desk.school.id, desk.now)
    grid = grid_of(row["content"], known, desk.school.calendar.country, desk.now.date())
    why: dict[tuple[str, int], list[str]] = defaultdict(list)
    for bad in row["seen"]["bad"]:
        why[bad["sheet"], bad["line"]].append(f"{bad['column']} {bad['reason']}".strip())
    told = io.StringIO()
    sheet = csv.writer(told)
    sheet.writerow(["sheet", "line", "reason", *map(harmless, grid.headings)])
    for line in grid.lines:
        place = grid.places.get(line.number, (grid.sheet, line.number))
        if place in why:
            sheet.writerow(
                [
                    *map(harmless, (place[0], str(place[1]), "; ".join(why[place]))),
                    *map(harmless, line.values),
                ]
            )
    return "\ufeff" + told.getvalue()
