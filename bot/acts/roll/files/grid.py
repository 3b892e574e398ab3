"""A file's cells, before anybody asks what they mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    number: int  #: as the spreadsheet counts it; unlike any other line's
    values: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    sheet: str = ""  #: its name, where the file has several
    warnings: tuple[str, ...] = ()
    #: Cells that their program has spoilt, by (line, place in it): why they cannot be read. Nobody guesses at them.
    spoilt: Mapping[tuple[int, int], str] = field(default_factory=dict)
    #: Where a row stands, if one row was made of several files: (file, line).
    places: Mapping[int, tuple[str, int]] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()  #: children that the file itself says are gone, by child_id
    partial: bool = False  #: holds only what changed: who is missing says nothing
