"""Every route × everybody × their own, another's and nobody's ids: who may may, the others are told nothing.

Holds the scope of every query, the roles at every door, the token, the origin and the headers of every answer. Each request's
deeds are undone after it, so that all of them are tried on one and the same school.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from bot.acts import answering, answering_later
from bot.acts.desk import Desk
from bot.acts.series import keeping, running
from bot.config import Config
from bot.model.chat import Ears, MessageKind, Wording
from bot.model.delivery import ASK_THE_FAMILY
from bot.model.heard import Sight
from bot.model.people import Role
from bot.model.school import Calendar, School
from bot.model.series import Part, PartKind, Rhythm, Series
from bot.store import engine, media, outbox, people, schools, series_runs, sessions
from bot.store.tables import delivery, inbox, message, metadata, staffing
from bot.web import console as pages
from bot.web.console import keys
from bot.web.doors import Doors
from tests.console.browser import HERE, browser_of
from tests.console.matrix import AT_WORK, LINES, OPEN, OUTSIDE, Line
from tests.console.seed import NOW, SPEECH, Harakeke, lies_in_the_inbox
from tests.console.staffed import everybody

#: What must not be read by whoever does not see the room.
WORDS = {
    "room 7": ("Koro is in hospital", "What did you read with", "Māia", "Ioane", "Hana", "Wiremu", "Rose", "Sina",
               "a picture of room 7", "Room 7"),
    "room 5": ("Finn fell off his bike", "What did you count with", "Finn", "Dave", "a picture of room 5", "Room 5"),
}  # fmt: skip
ABSENT = "987654"
EVERYONE = (*sorted(AT_WORK), *OUTSIDE)
OURS = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}


def test_no_route_is_missing_from_the_matrix() -> None:
    """A new page fails here until tests/console/matrix.py has its line."""
    there = {(method, page.path) for page in pages.PAGES for method in _methods(page)}
    there |= {("GET", "/{rest:path}"), ("POST", "/{rest:path}")}
    known = {(it.method, it.path) for it in LINES}
    assert there - known == set(), "these have no line"
    assert {path for _method, path in known} - {path for _method, path in there} == set(), (
        "these are no pages"
    )
    assert len(known) == len(LINES)


def test_no_route_stands_beside_the_pages(grounds: "Grounds") -> None:
    hung = {route.path for route in pages.routes(grounds.doors)}  # type: ignore[attr-defined]
    assert hung == {page.path for page in pages.PAGES} | {"/{rest:path}"}


@pytest.mark.parametrize("who", EVERYONE)
def test_everybody_is_answered_what_the_matrix_says(grounds: "Grounds", who: str) -> None:
    for line in LINES:
        for room in grounds.rooms_for(line):
            with grounds.undone():
                before = grounds.rows()
                answer = grounds.sends(who, line, room)
                where = f"{who or 'nobody'}: {line.method} {line.path} of {room}"
                _strict(answer, where)
                _tells_nothing(grounds, who, answer, where)
                if line.who != OPEN and who in OUTSIDE:
                    out = answer.status_code, answer.headers.get("location"), answer.text
                    assert out == (303, "/console/signed-out", ""), where
                else:
                    allowed = line.may(who, room) and room in grounds.rooms_for(line)[:2]
                    assert answer.status_code == (line.ok if allowed else line.refused), where
                    if allowed:
                        continue
                assert grounds.rows() == before, f"{where} has changed something"


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
            before = grounds.rows()
            answer = grounds.sends(who, line, "room 7", given, headers)
            assert answer.status_code == 403, (line.path, headers, given[:4])
            assert grounds.rows() == before
            _strict(answer, line.path)


def test_other_methods_are_refused_and_well_headed(grounds: "Grounds") -> None:
    for path in sorted({it.path for it in LINES}):
        line = next(it for it in LINES if it.path == path)
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"):
            with grounds.undone():
                before = grounds.rows()
                answer = grounds.client("Adi").request(method, grounds.address(line, "room 7"))
                _strict(answer, f"{method} {path}")
                assert answer.status_code == 405 or method == "HEAD" or path == "/signed-out"
                assert method == "HEAD" or grounds.rows() == before


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


class Grounds:
    """The school with something of each kind in both rooms, an open session for everybody, and deeds that are undone."""

    def __init__(self, world: Harakeke, folder: Path) -> None:
        self.world, self.db = world, world.engine.connect()

        async def act(deed: Any) -> Any:
            with self.db.begin_nested():
                return deed(world.desk(self.db))

        self.doors = Doors(Config(), act, act, SPEECH, lambda: world.now, lambda: world.now, folder, dict)
        self.things = {"room 7": _things(world, folder, "room 7"), "room 5": _things(world, folder, "room 5")}
        self._cookies = {who: _session(world, who) for who in EVERYONE if who}
        app = browser_of(self.doors).app
        self._clients = {who: self._client(app, who) for who in EVERYONE}

    @contextmanager
    def undone(self) -> Iterator[None]:
        began = self.db.begin()
        try:
            yield
        finally:
            began.rollback()

    def client(self, who: str) -> TestClient:
        """With the cookies that they came with: none of an earlier answer's."""
        client = self._clients[who]
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
        fields = {name: self._filled(it, room) for name, it in line.fields.items()}
        return self.client(who).post(address, data={**fields, "token": given}, headers=headers or OURS)

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
        return ("room 7", "room 5", "absent") if about else ("room 7",)

    def seers(self, room: str) -> frozenset[str]:
        return frozenset(who for who in AT_WORK if Line("GET", "/", "room", 200).may(who, room))

    def rows(self) -> dict[str, str]:
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

    def _client(self, app: Any, _who: str) -> TestClient:
        return TestClient(app, base_url=HERE, follow_redirects=False)


@pytest.fixture
def grounds(world: Harakeke, tmp_path: Path) -> Iterator[Grounds]:
    everybody(world)
    _another_school(world)
    made = Grounds(world, tmp_path)
    yield made
    made.db.close()


def _things(world: Harakeke, folder: Path, room: str) -> dict[str, str]:
    """Something of each kind in this room, by the names that the matrix uses."""
    who, thread, child, teacher, words, question = {
        "room 7": ("Hana", "Māia at Hana's", "Māia", "Ngaire", WORDS["room 7"][0], WORDS["room 7"][1]),
        "room 5": ("Dave", "Finn's", "Finn", "Tom", WORDS["room 5"][0], WORDS["room 5"][1]),
    }[room]
    said = world.says(who, thread, words)
    shown = world.says(
        who, thread, "", kind=MessageKind.SHARE, sights=(Sight("photo", "x"),), ears=Ears.HOUSEHOLD
    )
    lies_in_the_inbox(world, "stranger", "Who is this?")
    prompt = world.asks(teacher, f"{question} {child}?", room=room, at=world.now.replace(day=26))
    file = hashlib.sha256(room.encode()).hexdigest()[:8]
    (folder / file).write_bytes(f"a picture of {room}".encode())

    def found(desk: Desk) -> dict[str, Any]:
        content = select(message.c.content_id).where(message.c.id.in_([said, shown])).order_by(message.c.id)
        first, second = desk.db.scalars(content).all()
        held = media.of_contents(desk.db, [second])[second][0]["id"]
        media.change(desk.db, held, state="held", file=file, mime="image/jpeg")
        own = staffing.c.person_id == world[teacher]
        sessions.open_for(desk.db, desk.school.id, world["Rona"], f"somebody's, beside {room}", desk.now)
        open_one = max(row["id"] for row in sessions.of(desk.db, world["Rona"]))
        part = Part(PartKind.TIP, (Wording("en", "Look up tonight."),))
        written = keeping.bring(desk, None, Series("Stars", "talk", (5, 9), (part,)), f"one of {room}")
        running.begin(desk, None, written, [world[room]], Rhythm(time(15, 30), (0,)))
        run = series_runs.of_series(desk.db, written)[0].id
        return {
            "series": written, "run": run,
            "thread": world[thread], "content": first, "media": held, "prompt": prompt, "child": world[child],
            "home": world[f"{thread} home"], "room": world[room], "teacher": world[teacher],
            "work": desk.db.scalar(select(staffing.c.id).where(own)), "session": open_one, "family": world[who],
            "phone": world[f"{who}'s phone"], "message": said, **_going(desk, world, thread, teacher),
        }  # fmt: skip

    return {name: str(it) for name, it in world.act(found).items()}


def _going(desk: Desk, world: Harakeke, thread: str, teacher: str) -> dict[str, int]:
    """An answer on its way, one of which nobody knows whether it arrived, one that waits, and a stranger's words."""
    by, words = (
        world.person(desk, teacher),
        [Wording("en", WORDS["room 7" if teacher == "Ngaire" else "room 5"][0])],
    )
    sent = []
    for _one in range(2):
        answering.answer(desk, by, world[thread], words)
        sent.append(int(desk.db.scalar(select(func.max(delivery.c.id))) or 0))
    outbox.change(desk.db, sent[1], state="failed", why=ASK_THE_FAMILY)
    planned = answering_later.plan(desk, by, world[thread], words, desk.now + timedelta(hours=1))
    stranger = int(desk.db.scalar(select(func.max(inbox.c.id)).where(inbox.c.state == "stranger")) or 0)
    return {"sent": sent[0], "doubt": sent[1], "planned": planned, "stranger": stranger}


def _session(world: Harakeke, who: str) -> str:
    plain = f"cookie of {who}"
    school = 2 if who == "Elsewhere" else 1
    world.act(lambda desk: sessions.open_for(desk.db, school, world[who], plain, desk.now))
    return plain


def _another_school(world: Harakeke) -> None:
    """On the same database: its office has an open session too, and a child called Tama."""
    school = School(id=0, key="kowhai", name="Kōwhai School", address="2 Example Road", privacy_contact="the office",
                    office_number="09 555 0200", emergency_line="111", reply_cost="standard", languages=("en",),
                    calendar=Calendar(region="AUK"))  # fmt: skip

    def made(db: Any) -> None:
        there = schools.save(db, school, NOW)
        assert there.id == 2
        world.ids["Elsewhere"] = people.new_person(db, there.id, "Elsewhere", "elsewhere", "en", NOW)
        people.employ(db, there.id, world["Elsewhere"], Role.ADMIN, None, NOW)

    engine.act(world.engine, made)
