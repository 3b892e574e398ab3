"""One child who is new at the school, with a first home if the office knows one: a roll of one row.

So every rule of the roll holds, the way back for a day too: a mother who is on record for another child stays one
person, a child who may be on record already is doubted, and a phone hears the notice before anything else.
"""

import csv
import io

from bot.acts import greeting, roll
from bot.acts.desk import Desk
from bot.acts.households import Amiss
from bot.acts.reading.viewer import Viewer
from bot.acts.roll.phones import NoNumber, number
from bot.acts.roll.planning import mark_of
from bot.languages.folding import fold
from bot.store import records
from bot.store import roll as record
from bot.store.console import children

COLUMNS = ("room", "child", "child_id", "adult", "relation", "phone", "language", "household")
CALLED = {"child": "The child’s name", "child_id": "The child’s own number", "adult": "The adult’s name",
          "relation": "Who the adult is to the child", "household": "The mark of the home"}  # fmt: skip


def new_child(desk: Desk, who: Viewer, room: str, typed: dict[str, str]) -> int | Amiss:
    """The child's id; or what is amiss, and then nothing is written. `typed`: cells by COLUMNS, but for the room."""
    phone = typed.get("phone", "")
    if phone.strip() and isinstance(told := number(phone, desk.school.calendar.country), NoNumber):
        return Amiss(f"The number {told.reason}.")  # a landline too: there is somebody here to ask
    if typed.get("adult", "").strip() and not typed.get("household", "").strip():
        return Amiss("Please give the home a mark, such as a letter, or as your roll marks it.")
    source = _as_roll({**typed, "room": room})
    record.hold(desk.db, desk.school.id)
    try:
        planned = roll.plan(desk, source)
        if planned.bad:
            return Amiss(
                " ".join(f"{CALLED.get(it.column, it.column.title())} {it.reason}." for it in planned.bad)
            )
        if not any(it.kind == "child" for it in planned.new):
            return Amiss("That child is on record here already.")
        done = roll.apply(desk, source, greeting.greet, looked_at=mark_of(planned), by_id=who.person.id)
    except roll.BadRoll as why:
        return Amiss(f"{why}.")
    made = children.newest(desk.db, who.sight, fold(typed["child"])) if done.done else None
    if made is None:
        return Amiss("The school has changed meanwhile. Please try again.")
    about = {"child": made}
    records.note(
        desk.db, desk.school.id, "brought in a child", desk.now, person_id=who.person.id, about=about
    )
    return made


def _as_roll(cells: dict[str, str]) -> str:
    told = io.StringIO()
    sheet = csv.writer(told)
    sheet.writerows((COLUMNS, [cells.get(it, "") for it in COLUMNS]))
    return told.getvalue()
