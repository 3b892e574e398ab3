"""A school describes itself in one TOML file; this reads it and keeps it."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from bot.acts.school_changes import APPLIED
from bot.acts.school_file import school_in
from bot.acts.school_keys import BadSchool
from bot.acts.series import running
from bot.model.school import School
from bot.store import records, schools

__all__ = ["BadSchool", "Change", "apply", "read"]


@dataclass(frozen=True)
class Change:
    """What became of a school: made new, or which of its parts are different now (none: all as it was)."""

    school: School
    created: bool
    changed: tuple[str, ...] = ()


def read(source: Path | str) -> School:
    """The school in a TOML file, or in its text; not kept yet, so its id is 0.

    Raises BadSchool: one line with the key's name, what is wrong with it and what to write instead.
    """
    if isinstance(source, str):
        return school_in(source)
    try:
        return school_in(source.read_bytes().decode("utf-8-sig"))
    except OSError as trouble:
        raise BadSchool(f"{source}: cannot be read ({trouble.strerror})") from None
    except UnicodeDecodeError:
        raise BadSchool(f"{source}: is not UTF-8; save it as UTF-8 text") from None


def apply(db: Connection, it: School, now: datetime) -> Change:
    """Makes the school, or changes it. Raises BadSchool when another one lives here already.

    One number and one bot serve one school in this release: a second would read the first one's families.
    """
    there = schools.only(db)
    if there is None:
        return Change(_applied(db, it, now), created=True)
    if there.key != it.key:
        raise BadSchool(
            f'key: this installation is the home of "{there.key}"; write that, or install Aho once more'
        )
    kept = _applied(db, it, now)
    if kept.calendar != there.calendar:
        running.replan(db, kept, now)
    return Change(kept, created=False, changed=_different(replace(there, id=kept.id), kept))


def _applied(db: Connection, it: School, now: datetime) -> School:
    """The file's word holds from now on, also about what was changed on the page since the last one."""
    kept = schools.save(db, it, now)
    records.note(db, kept.id, APPLIED, now)
    return kept


def _different(old: School, new: School) -> tuple[str, ...]:
    names = [field.name for field in fields(School) if field.name not in ("id", "calendar")]
    days = [field.name for field in fields(new.calendar)]
    return (
        *(name for name in names if getattr(old, name) != getattr(new, name)),
        *(name for name in days if getattr(old.calendar, name) != getattr(new.calendar, name)),
    )
