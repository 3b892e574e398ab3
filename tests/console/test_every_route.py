"""Every route × everybody × their own, another's and nobody's ids: who may may, the others are told nothing.

Holds the scope of every query, the roles at every door, the token, the origin and the headers of every answer. Each request's
deeds are undone after it, so that all of them are tried on one and the same school. On PostgreSQL two try every line, for the
statements' sake: who may do what is decided above the database.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text
from starlette.testclient import TestClient

from bot.config import Config
from bot.store import sessions
from bot.store.console.saw import TAKEN
from bot.store.tables import audit, household, membership, metadata
from bot.web import console as pages
from bot.web.console import keys
from bot.web.doors import Doors
from tests.console.browser import browser_of
from tests.console.matrix import AT_WORK, LINES, OPEN, OUTSIDE, Line
from tests.console.matrix.line import STAFF_OF
from tests.console.next_door import MARK, Kowhai, next_door, things_there
from tests.console.seed import SPEECH, Harakeke, harakeke
from tests.console.staffed import everybody
from tests.console.things import things

#: What must not be read by whoever does not see the room.
WORDS = {
    "room 7": ("Koro is in hospital", "What did you read with", "Māia", "Ioane", "Hana", "Wiremu", "Rose", "Sina",
               "a picture of room 7", "Room 7"),
    "room 5": ("Finn fell off his bike", "What did you count with", "Finn", "Dave", "a picture of room 5", "Room 5"),
    "next door": (MARK,),
}  # fmt: skip
#: What of a family tells more than a name.
SHOWN = {
    room: [re.compile(it, re.DOTALL) for it in (
        words, f"kin in {room}", rf"{stopped}.{{0,120}}said STOP", rf'id="away".{{0,400}}<strong>{child}',
    )]
    for room, words, stopped, child in (
        ("room 7", "Koro is in hospital", "Wiremu Parata", "Māia"), ("room 5", "Finn fell off his bike", "Dave Miller", "Finn"),
    )
}  # fmt: skip
PUPILS = {"room 7": ("Māia", "Ioane"), "room 5": ("Finn",)}
#: What anything may be of, beside the two rooms: the school next door, and nothing at all.
NOT_THEIRS = ("next door", "absent")
ABSENT = "987654"
EVERYONE = (*sorted(AT_WORK), *OUTSIDE)
TRIED = [*(("sqlite", who) for who in EVERYONE), ("postgres", "Adi"), ("postgres", "Ngaire")]
ON_SQLITE = pytest.mark.parametrize("grounds", ["sqlite"], indirect=True, scope="module")
OURS = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}


def test_no_route_is_missing_from_the_matrix() -> None:
    """A new page fails here until tests/console/matrix has its line."""
    there = {(method, page.path) for page in pages.PAGES for method in _methods(page)}
    there |= {("GET", "/{rest:path}"), ("POST", "/{rest:path}")}
    known = {(it.method, it.path) for it in LINES}
    assert there - known == set(), "these have no line"
    assert {path for _method, path in known} - {path for _method, path in there} == set(), (
        "these are no pages"
    )
    assert len(known) == len(LINES)


@ON_SQLITE
def test_no_route_stands_beside_the_pages(grounds: "Grounds") -> None:
    hung = {route.path for route in pages.routes(grounds.doors)}  # type: ignore[attr-defined]
    assert hung == {page.path for page in pages.PAGES} | {"/{rest:path}"}


@pytest.mark.parametrize(("grounds", "who"), TRIED, indirect=["grounds"])
def test_everybody_is_answered_what_the_matrix_says(grounds: "Grounds", who: str) -> None:
    for line in LINES:
        told = set()
        for room in grounds.rooms_for(line):
            with grounds.undone():
                answer = grounds.sends(who, line, room)
                where = f"{who or 'nobody'}: {line.method} {line.path} of {room}"
                _strict(answer, where)
                _tells_nothing(grounds, who, answer, where)
                if line.who != OPEN and who in OUTSIDE:
                    out = answer.status_code, answer.headers.get("location"), answer.text
                    assert out == (303, "/console/signed-out", ""), where
                else:
                    allowed = line.may(who, room) and room not in NOT_THEIRS
                    assert answer.status_code == (line.ok if allowed else line.refused), where
                    if allowed:
                        _is_written_down(grounds, who, answer, where)
                        continue
                    told.add(answer.text)
                assert not grounds.changed(), f"{where} has changed something"
        assert len(told) < 2, (
            f"{who}: {line.method} {line.path} tells what is another's from what is not there"
        )


@ON_SQLITE
@pytest.mark.parametrize("line", [it for it in LINES if it.method == "POST"], ids=lambda it: it.path)
def test_a_form_without_our_token_or_from_elsewhere_changes_nothing(grounds: "Grounds", line: Line) -> None:
    """Holds both halves of keys.ours, each by itself, for every form."""
    who = next((it for it in ("Adi", "Ngaire") if line.may(it, "room 7")), "Adi")
    token = grounds.token(who, line)
    for headers, given in (
        (OURS, ""),
        (OURS, "0" * 64),
        (
            OURS,
            grounds.token("Tom", line) if line.who != OPEN else keys.token(grounds.doors.config, "another"),
        ),
        ({**OURS, "Origin": "https://elsewhere.example"}, token),
        ({"Origin": "https://elsewhere.example"}, token),
        ({**OURS, "Sec-Fetch-Site": "cross-site"}, token),
        ({**OURS, "Sec-Fetch-Site": "same-site"}, token),
    ):
        with grounds.undone():
            answer = grounds.sends(who, line, "room 7", given, headers)
            assert answer.status_code == 403, (line.path, headers, given[:4])
            assert not grounds.changed()
            _strict(answer, line.path)


@ON_SQLITE
def test_other_methods_are_refused_and_well_headed(grounds: "Grounds") -> None:
    for path in sorted({it.path for it in LINES}):
        line = next(it for it in LINES if it.path == path)
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"):
            with grounds.undone():
                answer = grounds.client("Adi").request(method, grounds.address(line, "room 7"))
                _strict(answer, f"{method} {path}")
                assert answer.status_code == 405 or method == "HEAD" or path == "/signed-out"
                assert method == "HEAD" or not grounds.changed()


def _methods(page: Any) -> list[str]:
    if page.open:
        return ["GET"]
    return [name for name, it in (("GET", page.get), ("POST", page.post)) if it]


def _strict(answer: httpx.Response, where: str) -> None:
    policy = answer.headers.get("content-security-policy", "")
    assert policy.startswith("default-src 'none'") and "frame-ancestors 'none'" in policy, where
    assert "unsafe" not in policy and "*" not in policy, where
    said = [answer.headers.get(it) for it in ("cache-control", "referrer-policy", "x-content-type-options")]
    assert said == ["no-store", "no-referrer", "nosniff"], where
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert not any(
            it in answer.text for it in ("<script>", "<style", "style=", "onclick", "javascript:")
        ), where


def _tells_nothing(grounds: "Grounds", who: str, answer: httpx.Response, where: str) -> None:
    sees = {room for room in WORDS if who in grounds.seers(room)}
    for room in WORDS.keys() - sees:
        for word in WORDS[room]:
            assert word not in answer.text, f"{where} tells {word}"
            assert word not in str(answer.headers), where


def _is_written_down(grounds: "Grounds", who: str, answer: httpx.Response, where: str) -> None:
    """Holds the note of every look: whoever is shown a family's words, who they are to the child, whether a phone is
    reached, or that a child is away, is of the room's own staff, or stands in the log with that room's children."""
    for room, found in SHOWN.items():
        if who in STAFF_OF[room] or not any(it.search(answer.text) for it in found):
            continue
        assert grounds.noted(who, room), (
            f"{where} shows {who} a family of {room}, and no look is written down"
        )


class Grounds:
    """The school with something of each kind in both rooms, an open session for everybody, and deeds that are undone."""

    def __init__(self, world: Harakeke, there: Kowhai, folder: Path) -> None:
        self.world, self.db = world, world.engine.connect()

        async def act(deed: Any) -> Any:
            with self.db.begin_nested():
                return deed(world.desk(self.db))

        self.doors = Doors(Config(), act, act, SPEECH, lambda: world.now, lambda: world.now, folder, dict)
        self.things = {room: things(world, folder, room) for room in ("room 7", "room 5")}
        for room, pupils in PUPILS.items():
            homes = select(household.c.id).where(household.c.child_id.in_([world[it] for it in pupils]))
            kin = (
                membership.update()
                .where(membership.c.household_id.in_(homes))
                .values(relation=f"kin in {room}")
            )
            world.act(lambda desk, kin=kin: desk.db.execute(kin))
        self.things["next door"] = things_there(there, folder)
        self._cookies = {who: _session(world, who) for who in EVERYONE if who}
        self.browser = browser_of(self.doors)
        self._as_they_were = self._rows()
        self.db.rollback()

    @contextmanager
    def undone(self) -> Iterator[None]:
        began = self.db.begin()
        self._written_before = self._written()
        try:
            yield
        finally:
            began.rollback()

    def changed(self) -> bool:
        """Whether a row is another than before. The database's own count spares reading every table where nothing was written."""
        return self._written() != self._written_before and self._rows() != self._as_they_were

    def client(self, who: str) -> TestClient:
        """With the cookies that they came with: none of an earlier answer's."""
        client = self.browser
        client.cookies.clear()
        client.cookies.set(keys.DOOR, f"door-of-{who}")
        if who:
            client.cookies.set(keys.SESSION, self._cookies[who])
        return client

    def sends(
        self, who: str, line: Line, room: str, token: str | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        address = self.address(line, room)
        if line.method == "GET":
            return self.client(who).get(address)
        given = self.token(who, line) if token is None else token
        fields = {self._filled(name, room): self._filled(it, room) for name, it in line.fields.items()}
        files = {"file": ("a file.csv", fields.pop("file"))} if "file" in fields else None
        data = {**fields, "token": given}
        return self.client(who).post(address, data=data, files=files, headers=headers or OURS)

    def token(self, who: str, line: Line) -> str:
        cookie = f"door-of-{who}" if line.who == OPEN else self._cookies.get(who, "")
        return keys.token(self.doors.config, cookie)

    def address(self, line: Line, room: str) -> str:
        path = line.path.replace("{rest:path}", "nowhere")
        for name, thing in line.about.items():
            path = path.replace(f"{{{name}}}", self._id(thing, room))
        assert "{" not in path, f"{line.path}: which thing stands there?"
        return f"/console{path}"

    def rooms_for(self, line: Line) -> tuple[str, ...]:
        """A line that is about no thing is tried once."""
        about = any(it in self.things["room 7"] for it in line.about.values()) or any(
            "{" in it for it in line.fields.values()
        )
        return (*self.things, "absent") if about else ("room 7",)

    def noted(self, who: str, room: str) -> bool:
        """Whether a look of theirs at a child of this room has been written down."""
        about = audit.c.child_id.in_([self.world[it] for it in PUPILS[room]])
        query = select(audit.c.act).where(audit.c.person_id == self.world[who], about)
        return any(it.startswith("looked at ") or it == TAKEN for it in self.db.scalars(query))

    def seers(self, room: str) -> frozenset[str]:
        return frozenset(who for who in AT_WORK if Line("GET", "/", "room", 200).may(who, room))

    def _written(self) -> object:
        if self.db.dialect.name == "postgresql":
            return self.db.scalar(text("SELECT pg_current_xact_id_if_assigned()"))
        driver = self.db.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return driver.total_changes

    def _rows(self) -> dict[str, str]:
        """What every table holds, as one digest each."""
        return {
            table.name: hashlib.sha256(repr(self.db.execute(select(table)).all()).encode()).hexdigest()
            for table in metadata.sorted_tables
        }

    def _id(self, thing: str, room: str) -> str:
        if thing not in self.things["room 7"]:
            return thing
        return ABSENT if room == "absent" else self.things[room][thing]

    def _filled(self, text: str, room: str) -> str:
        for thing in self.things["room 7"] if "{" in text else ():
            text = text.replace(f"{{{thing}}}", self._id(thing, room))
        return text


@pytest.fixture(scope="module")
def grounds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grounds]:
    with request.getfixturevalue(f"{request.param}_databases").copy() as url:
        world = harakeke(url)
        everybody(world)
        there = next_door(world.engine)
        world.ids["Elsewhere"] = there["Elsewhere"]
        made = Grounds(world, there, tmp_path_factory.mktemp("media"))
        with (
            made.browser
        ):  # once entered, it keeps one loop in one thread: else each request would begin and end its own
            yield made
        made.db.close()
        world.engine.dispose()


def _session(world: Harakeke, who: str) -> str:
    plain = f"cookie of {who}"
    school = 2 if who == "Elsewhere" else 1
    world.act(lambda desk: sessions.open_for(desk.db, school, world[who], plain, desk.now))
    return plain
