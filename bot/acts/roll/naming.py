"""What an import says about itself: refusals, rows, and what would change."""

from collections.abc import Callable
from dataclasses import dataclass


class BadRoll(Exception):
    """The file cannot be looked at as a whole: one line that says why and what to do."""


@dataclass(frozen=True, order=True)
class BadRow:
    """A row that keeps the whole file out."""

    line: int
    column: str
    reason: str
    sheet: str = ""  #: which of the file's sheets or tables, where it has several


#: How a step reports a bad row: line, column, reason.
Refuse = Callable[[int, str, str], None]


@dataclass(frozen=True)
class Entry:
    """One thing that is new, changed, ended or as it was."""

    kind: str  #: "child" or "adult"
    name: str
    where: str  #: the room; for an adult the child and the room
    what: str = ""
