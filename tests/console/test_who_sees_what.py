"""What is not theirs: nothing leaks. Every route is tried in test_every_route.py; here are the finer points."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.model.chat import Ears, MessageKind, Wording
from bot.model.heard import Sight
from bot.store import engine, media, messages
from bot.store.tables import audit
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke

Console = Callable[..., Browser]

SECRET = "Koro is in hospital"
QUESTION = "What did you read with Māia?"


@pytest.fixture
def room_7(world: Harakeke, tmp_path: Path) -> dict[str, str]:
    """Something of each kind in Room 7, and the ids that its addresses would have."""
    thread = "Māia at Hana's"
    world.says("Hana", thread, SECRET)
    said_id = world.says(
        "Hana", thread, "", kind=MessageKind.SHARE, sights=(Sight("photo", "x"),), ears=Ears.HOUSEHOLD
    )
    prompt = world.asks("Ngaire", QUESTION, room="room 7", at=world.now.replace(day=26))

    def said(desk: object) -> int:
        db = desk.db  # type: ignore[attr-defined]
        first = next(it for it in messages.in_thread(db, world[thread]) if it["kind"] == MessageKind.NOTE)
        return int(first["content_id"])

    def hold(desk: object) -> int:
        db = desk.db  # type: ignore[attr-defined]
        row = media.of_contents(db, [messages.one(db, said_id)["content_id"]]).popitem()[1][0]
        media.change(db, row["id"], state="held", file="ab12", mime="image/jpeg")
        return int(row["id"])

    (tmp_path / "ab12").write_bytes(b"a picture of the child")
    return {
        "/threads/{id}": str(world[thread]),
        "{content}": str(world.act(said)),
        "/ask/{id}": str(prompt),
        "/media/{id}": str(world.act(hold)),
        "/people/{id}": str(world["Ngaire"]),
        "/me/sessions/{id}": "987654",
    }


def address(page: str, ids: dict[str, str]) -> str:
    for begins, key in ids.items():
        if page.startswith(begins):
            page = page.replace("{id}", key)
    page = page.replace("{content}", ids["{content}"]).replace("{language}", "mi")
    return "/console" + page.replace("{tag}", "en").replace("{rest:path}", "nowhere")


def thread_at(world: Harakeke, name: str) -> str:
    return f"/console/threads/{world[name]}"


def test_a_teacher_cannot_ask_a_room_or_a_child_of_others(world: Harakeke, console: Console) -> None:
    tom = console("Tom")
    for to in (f"room {world['room 7']}", f"child {world['Māia']}", "room 99999", "room", "child 1 or 1=1"):
        answer = tom.fills("/console/ask", "/console/ask", to=to, words_en="Kia ora")
        assert answer.status_code == 422 and "Please choose a room or a child." in said(answer)


def test_an_answer_cannot_lean_on_words_of_another_thread(world: Harakeke, console: Console) -> None:
    private = world.says("Hana", "Māia at Hana's", SECRET)
    at = thread_at(world, "Ioane's")
    ngaire = console("Ngaire")
    answer = ngaire.fills(at, at, to=str(private), words_en="Kia ora")
    assert answer.status_code == 422 and "not in this thread" in said(answer)


def test_two_homes_of_a_child_are_two_threads(world: Harakeke, console: Console) -> None:
    world.says("Hana", "Māia at Hana's", SECRET)
    ngaire = console("Ngaire")
    mothers = said(ngaire.get(thread_at(world, "Māia at Hana's")))
    fathers = said(ngaire.get(thread_at(world, "Māia at Wiremu's")))
    assert SECRET in mothers and SECRET not in fathers
    assert "Māia with Hana Parata" in mothers and "Māia with Wiremu Parata" in fathers
    assert "another home, with Wiremu Parata" in mothers


def test_the_offices_look_into_a_room_is_written_down_once(world: Harakeke, console: Console) -> None:
    world.says("Hana", "Māia at Hana's", SECRET)
    at = thread_at(world, "Māia at Hana's")
    console("Ngaire").get(at)
    ana = console("Ana")
    for _again in range(3):
        assert "this look has been written down" in said(ana.get(at))
    noted = engine.look(
        world.engine, lambda db: db.execute(audit.select().where(audit.c.act == "looked at a thread")).all()
    )
    assert [(row.person_id, row.about["thread"]) for row in noted] == [
        (world["Ana"], world["Māia at Hana's"])
    ]


def test_the_offices_lists_show_no_words_of_rooms_that_are_not_its_own(
    world: Harakeke, console: Console
) -> None:
    world.says("Hana", "Māia at Hana's", "a story for Ngaire", kind=MessageKind.SHARE)
    ana, ngaire = console("Ana"), console("Ngaire")
    for page in ("/console/", "/console/threads"):
        assert "a story for Ngaire" not in ana.get(page).text
        assert "a story for Ngaire" in ngaire.get(page).text


def test_the_offices_look_at_a_picture_is_written_down_once(
    world: Harakeke, console: Console, room_7: dict[str, str]
) -> None:
    """Holds note_foreign in pictures.py: not of the room's own teacher."""
    for who in ("Ngaire", "Ana", "Ana"):
        assert console(who).get(address("/media/{id}", room_7)).status_code == 200
    seen = audit.select().where(audit.c.act == "looked at a picture")
    noted = engine.look(world.engine, lambda db: db.execute(seen).all())
    assert [(row.person_id, row.about["child"]) for row in noted] == [(world["Ana"], world["Māia"])]


def test_a_file_that_is_no_picture_is_only_handed_over(
    world: Harakeke, console: Console, room_7: dict[str, str], tmp_path: Path
) -> None:
    """Holds KNOWN, and that a file is looked for among the pictures alone."""
    ngaire, at = console("Ngaire"), address("/media/{id}", room_7)
    shown = ngaire.get(at)
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in shown.headers["content-security-policy"]
    held = int(room_7["/media/{id}"])
    world.act(lambda desk: media.change(desk.db, held, mime="text/html"))
    handed = ngaire.get(at)
    assert handed.headers["content-type"] == "application/octet-stream"
    assert handed.headers["content-disposition"].startswith("attachment")
    (tmp_path.parent / "secrets").write_bytes(b"a key")
    world.act(lambda desk: media.change(desk.db, held, file="../secrets", small=None))
    assert ngaire.get(at).status_code == 404


def test_of_a_question_to_two_rooms_a_teacher_sees_their_own(world: Harakeke, console: Console) -> None:
    def to_both(desk: Desk) -> int:
        author, rooms = world.person(desk, "Ana"), [world["room 5"], world["room 7"]]
        made = prompting.draft(desk, author, [Wording("en", "Picnic on Friday?")], room_ids=rooms)
        assert made is not None and prompting.confirm(desk, made)
        return made

    made = world.act(to_both)
    world.says("Hana", "Māia at Hana's", "We bring bread", kind=MessageKind.REPLY, prompt=made)
    page = said(console("Tom").get(f"/console/ask/{made}"))
    assert "Picnic on Friday?" in page and "Dave Miller (Finn)" in page
    assert not any(
        word in page for word in ("Hana", "Sina", "Wiremu", "Māia", "bread", "Cancel it", "Stop what")
    )
    assert "Hana Parata (Māia)" in said(console("Ana").get(f"/console/ask/{made}"))
