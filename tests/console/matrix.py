"""Every address of the console, and who may: one line each. tests/console/test_every_route.py tries them all.

A new page needs a line for its `get` and one for its `post`:

    look("/threads/{id}", ROOM, id="thread"),
    do("/threads/{id}", ROOM, id="thread", to="home", words_en="Tēnā koe", once="one form"),

* First the address, then who may (below). Whoever may not is told 404, as for what is not there.
* For each {name} in the address: which thing stands there, out of `things` in test_every_route.py (a Room 7 one, a Room 5
  one, and an id that nobody has are tried in turn); any other word stands there as it is (`language="mi"`).
* The rest is the form (`words_en` is the field `words-en`); `{room}`, or any other thing, in a field is its id.
* `ok`: what whoever may is answered: 200 for a look and 303 for a deed, unless the line says otherwise.
  `refused`: where whoever may not is not told 404, but that the form is not right.
"""

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


_WORDS: dict[str, Any] = {"words_en": "Tēnā koe", "when": "now", "once": "one form"}
_SERIES: dict[str, Any] = {"name": "Stars", "subject": "talk", "youngest": "5", "oldest": "9"}

LINES = (
    # at the door
    look("/enter", OPEN),
    do("/enter", OPEN, do="link", name="Mx Nobody"),
    look("/enter/{code}", OPEN, code="0000000000"),
    do("/enter/{code}", OPEN, ok=410, code="0000000000"),
    look("/second", OPEN, ok=410),
    do("/second", OPEN, ok=410, code="000000"),
    look("/signed-out", OPEN),
    do("/leave", EVERYBODY),
    # the day
    look("/", EVERYBODY),
    look("/live", EVERYBODY),
    look("/status", EVERYBODY),
    # threads
    look("/threads", EVERYBODY),
    look("/threads/{id}", ROOM, id="thread"),
    do("/threads/{id}", ROOM, id="thread", to="home", **_WORDS),
    do("/threads/{id}/machines", ROOM, id="thread"),
    look("/threads/{id}/wordings/{content}/{language}", ROOM, id="thread", content="content", language="mi"),
    do(
        "/threads/{id}/wordings/{content}/{language}",
        ROOM,
        ok=422,
        id="thread",
        content="content",
        language="mi",
    ),
    look("/media/{id}", ROOM, id="media"),
    look("/find", EVERYBODY),
    do("/threads/{id}/hand-over", ROOM, id="thread", to="{teacher}"),
    do("/threads/{id}/hand-back", ROOM, id="thread"),
    look("/threads/{id}/planned/{planned}", ROOM, id="thread", planned="planned"),
    do("/threads/{id}/planned/{planned}", ROOM, ok=422, id="thread", planned="planned"),
    do("/threads/{id}/planned/{planned}/cancel", ROOM, id="thread", planned="planned"),
    look("/threads/{id}/class/{message}", ROOM, id="thread", message="message"),
    do("/threads/{id}/class/{message}", ROOM, ok=422, id="thread", message="message", **_WORDS),
    do("/threads/{id}/class/{message}/mark", ROOM, id="thread", message="message"),
    do("/threads/{id}/class/{message}/ask", ROOM, id="thread", message="message"),
    # what did not arrive
    look("/delivery", EVERYBODY),
    do("/delivery/{id}/again", ROOM, id="sent"),
    do("/delivery/{id}/elsewhere", ROOM, id="sent"),
    do("/delivery/{id}/release", DESK, id="doubt"),
    do("/delivery/{id}/drop", DESK, id="doubt"),
    do("/delivery/phone/{id}/not-theirs", DESK, id="phone"),
    do("/delivery/stranger/{id}/dismiss", DESK, id="stranger"),
    # asking
    look("/ask", EVERYBODY),
    do("/ask", ROOM, refused=422, to="room {room}", **_WORDS),
    do("/ask/count/{tag}", EVERYBODY, ok=200, tag="en", words_en="Tēnā koe"),
    look("/ask/{id}", ROOM, id="prompt"),
    look("/ask/{id}/change", ROOM, id="prompt"),
    do("/ask/{id}/change", ROOM, id="prompt", to="room {room}", **_WORDS),
    do("/ask/{id}/confirm", ROOM, id="prompt", **_WORDS),
    do("/ask/{id}/cancel", ROOM, id="prompt"),
    do("/ask/{id}/go-on", ROOM, id="prompt"),
    do("/ask/{id}/reword", ROOM, id="prompt"),
    # series: all may read and copy; their texts are the writer's and the desk's, a room's own is whoever sees it
    look("/series", EVERYBODY),
    look("/series/new", EVERYBODY),
    do("/series/new", EVERYBODY, kind="tip", **_SERIES, **_WORDS),
    look("/series/library/{key}", EVERYBODY, key="reading-at-home"),
    look("/series/library/{key}/file", EVERYBODY, key="reading-at-home"),
    do("/series/library/{key}/take", EVERYBODY, key="reading-at-home"),
    do("/series/library/{key}/copy", EVERYBODY, key="reading-at-home"),
    look("/series/{id}", EVERYBODY, id="series"),
    look("/series/{id}/file", EVERYBODY, id="series"),
    do("/series/{id}/copy", EVERYBODY, id="series"),
    look("/series/{id}/start", EVERYBODY, id="series"),
    do("/series/{id}/start", EVERYBODY, ok=422, id="series"),
    do("/series/runs/{id}", ROOM, id="run", do="pause"),
    look("/series/{id}/change", DESK, id="series"),
    do("/series/{id}/change", DESK, id="series", **_SERIES),
    look("/series/{id}/parts/{number}", DESK, id="series", number="1"),
    do("/series/{id}/parts/{number}", DESK, id="series", number="1", kind="tip", **_WORDS),
    look("/ask/earlier", EVERYBODY),
    do("/ask/{id}/undo", ROOM, id="prompt"),
    do("/ask/{id}/once-only", ROOM, id="prompt"),
    look("/ask/{id}/sure", NOBODY, id="prompt"),  # it is no safety message
    do("/ask/{id}/sure", NOBODY, id="prompt", school="Harakeke School", why="Storm"),
    look("/ask/{id}/replies", ROOM, id="prompt"),
    look("/ask/{id}/replies.csv", ROOM, id="prompt"),
    # people
    look("/people", DESK),
    do("/people/{id}/telegram", DESK, ok=200, id="teacher"),
    do("/people/{id}/sign-in", DESK, ok=200, id="teacher"),
    look("/saw", WHOLE_SCHOOL),
    look("/saw/{id}", WHOLE_SCHOOL, id="child"),
    do("/saw/{id}/print", WHOLE_SCHOOL, ok=200, id="child", home="{home}"),
    look("/staff", ADMIN),
    do("/staff", ADMIN, name="Tui", role="office"),
    do("/staff/{id}/end", ADMIN, id="work"),
    # oneself
    look("/me", EVERYBODY),
    do("/me/telegram", EVERYBODY, ok=200),
    do("/me/sessions/{id}/end", NOBODY, id="session"),
    do("/me/password", EVERYBODY, password="four wet gumboots stand here"),
    look("/me/second", EVERYBODY),
    do("/me/second", EVERYBODY, do="begin"),
    # nowhere
    look("/{rest:path}", NOBODY, rest="nowhere"),
    do("/{rest:path}", NOBODY, rest="nowhere"),
)
