"""The school changed on its page: by the same rules as its file, written down, and told to whoever applies a file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.acts.desk import Desk
from bot.acts.school_file import school_of
from bot.acts.school_written import table_of
from bot.acts.series import running
from bot.model.school import School
from bot.store import records, schools

CHANGED, APPLIED = "changed the school", "applied a school file"


@dataclass(frozen=True)
class Difference:
    """One key of the file, as it was and as it is."""

    key: str
    was: str
    now: str


@dataclass(frozen=True)
class Since:
    """Who changed a key on the page since a file was last applied, and when."""

    person_id: int | None
    at: datetime


def change(desk: Desk, by: int | None, keys: Mapping[str, Any]) -> list[Difference]:
    """Changes these keys (`"name"`, `"hours.office"`), and what follows from them. Raises BadSchool: nothing changed.

    What already waits to go out is judged by the new hours and days at the moment of its call.
    """
    top = table_of(desk.school)
    for key, value in keys.items():
        *parts, name = key.split(".")
        table = top
        for part in parts:
            table = table.setdefault(part, {})
        if value is None:
            table.pop(name, None)
        else:
            table[name] = value
    new = replace(school_of(top), id=desk.school.id)
    found = differences(desk.school, new)
    if found:
        schools.save(desk.db, new, desk.now)
        if new.calendar != desk.school.calendar:
            running.replan(desk.db, new, desk.now)
        about = {"keys": [it.key for it in found]}
        records.note(desk.db, desk.school.id, CHANGED, desk.now, person_id=by, about=about)
    return found


def differences(old: School, new: School) -> list[Difference]:
    """What is different, key by key, in the words of the file."""
    before, after = _flat(table_of(old)), _flat(table_of(new))
    return [
        Difference(key, _shown(before.get(key)), _shown(after.get(key)))
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    ]


def since_the_file(desk: Desk) -> dict[str, Since]:
    """The keys that were changed on the page since a file was applied last: a file that is applied now undoes them."""
    found: dict[str, Since] = {}
    for row in schools.changes(desk.db, desk.school.id, (CHANGED, APPLIED)):
        if row["act"] == APPLIED:
            found.clear()
        else:
            found |= {key: Since(row["person_id"], row["at"]) for key in row["about"]["keys"]}
    return found


def _flat(table: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in table.items():
        found |= _flat(value, f"{before}{key}.") if isinstance(value, Mapping) else {f"{before}{key}": value}
    return found


def _shown(value: Any) -> str:
    if value is None:
        return "not said"
    if isinstance(value, list):
        return ", ".join(_shown(it) for it in value) or "none"
    if isinstance(value, dict):
        return " ".join(_shown(it) for it in value.values())
    return str(value)
