"""A line of the matrix: an address, who may, and what each is answered."""

from dataclasses import dataclass, field
from typing import Any

#: The people of tests/console/staffed.py and seed.py. Ngaire, Rua and Lena are Room 7's; Tom and Luka Room 5's.
STAFF_OF = {"room 7": frozenset({"Ngaire", "Rua"}), "room 5": frozenset({"Tom"})}
LEADS = {"room 7": frozenset({"Lena"}), "room 5": frozenset({"Luka"})}
SCHOOL_WIDE = frozenset({"Ana", "Sefo", "Adi"})
AT_WORK = frozenset({"Ngaire", "Rua", "Tom", "Lena", "Luka"}) | SCHOOL_WIDE
#: Relievers before and after their days, somebody of another school, and nobody.
OUTSIDE = ("Rewi", "Rona", "Elsewhere", "")

#: Who may. EVERYBODY works here today; ROOM sees the room that it is about; DESK is the office and the admin.
EVERYBODY, ROOM, WHOLE_SCHOOL, DESK, ADMIN, NOBODY, OPEN = (
    "everybody", "room", "whole school", "desk", "admin", "nobody", "open",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    method: str
    path: str
    who: str
    ok: int
    refused: int = 404
    words: dict[str, str] = field(default_factory=dict)

    @property
    def about(self) -> dict[str, str]:
        """What stands at each {name} of the address."""
        return {name: value for name, value in self.words.items() if f"{{{name}}}" in self.path}

    @property
    def fields(self) -> dict[str, str]:
        about = self.about
        return {name.replace("_", "-"): it for name, it in self.words.items() if name not in about}

    def may(self, who: str, room: str) -> bool:
        """Whether somebody may, where it is about a thing of this room."""
        return (
            who
            in {
                EVERYBODY: AT_WORK,
                ROOM: STAFF_OF.get(room, frozenset()) | LEADS.get(room, frozenset()) | SCHOOL_WIDE,
                WHOLE_SCHOOL: SCHOOL_WIDE,
                DESK: frozenset({"Ana", "Adi"}),
                ADMIN: frozenset({"Adi"}),
                NOBODY: frozenset(),
                OPEN: AT_WORK | frozenset(OUTSIDE),
            }[self.who]
        )


def look(path: str, who: str, ok: int = 200, refused: int = 404, **words: str) -> Line:
    return Line("GET", path, who, ok, refused, words)


def do(path: str, who: str, ok: int = 303, refused: int = 404, **words: str) -> Line:
    return Line("POST", path, who, ok, refused, words)


#: What the forms with words send.
WORDS: dict[str, Any] = {"words_en": "Tēnā koe", "when": "now", "once": "one form"}
