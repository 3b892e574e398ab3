"""What lists show of other people's rooms: a look at it is written down, once, for each child and home, and is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from bot.acts import answering, prompting
from bot.acts.desk import Desk
from bot.acts.letters import printing
from bot.acts.reading import saw, shown
from bot.model.chat import Wording
from bot.model.delivery import ASK_THE_FAMILY
from bot.model.people import Role
from bot.store import absences, contents, engine, outbox, urgent
from bot.store.tables import audit, inbox
from bot.store.tables import delivery as deliveries
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke, lies_in_the_inbox
from tests.console.staffed import everybody, is_in, works

Console = Callable[..., Browser]
SECRET = "Koro is in hospital"
HANAS, WIREMUS, IOANES, FINNS = "Māia at Hana's", "Māia at Wiremu's", "Ioane's", "Finn's"


def newest(world: Harakeke, table: Any) -> int:
    query = select(table.c.id).order_by(table.c.id.desc()).limit(1)
    return int(world.act(lambda desk: desk.db.scalar(query)))


def answered_in_doubt(world: Harakeke) -> None:
    """An answer about Māia of which nobody can tell whether Hana has it."""

    def deed(desk: Desk) -> None:
        answering.answer(desk, world.person(desk, "Ngaire"), world[HANAS], [Wording("en", SECRET)])

    world.act(deed)
    made = newest(world, deliveries)
    world.act(lambda desk: outbox.change(desk.db, made, state="failed", why=ASK_THE_FAMILY, words=SECRET))


def of_each_kind(world: Harakeke) -> dict[str, int]:
    """Room 7: Māia is away, Sina's words are urgent, Hana's found no thread, Wiremu has said STOP, a letter is printed."""
    everybody(world)
    answered_in_doubt(world)
    lies_in_the_inbox(world, "aside", SECRET, contact="Hana's phone")
    heard = newest(world, inbox)

    def deed(desk: Desk) -> dict[str, int]:
        school, now = desk.school.id, desk.now
        absences.say(desk.db, school, world[f"{HANAS} home"], ["2026-11-25"], world["Hana"], None, now)
        kept = contents.keep(desk.db, school, [Wording("sm", "Ua gau le faʻamalama")])
        urgent.put(desk.db, school, contact_id=world["Sina's phone"], person_id=world["Sina"], inbox_id=heard,
                   content_id=kept, said_at=now)  # fmt: skip
        printing.write(desk, printing.homes(desk, [world["Ioane"]]), by=world["Ngaire"])
        said_ = [Wording("en", "Picnic on Friday?")]
        draft = prompting.draft(desk, world.person(desk, "Ana"), said_, room_ids=[world["room 7"]])
        assert draft is not None
        return {"heard": heard, "draft": draft}

    found: dict[str, int] = world.act(deed)
    return {**found, "prompt": world.asks("Ngaire", "What did you cook?", room="room 7")}


def noted(world: Harakeke, who: str) -> dict[str, set[str]]:
    """By the kind of look: whose homes it was about. Each stands there once."""
    query = select(audit.c.act, audit.c.household_id, audit.c.about)
    query = query.where(audit.c.person_id == world[who], audit.c.act.like("looked at %"))
    rows = engine.look(world.engine, lambda db: db.execute(query).all())
    each = [(it.act, str(it.about)) for it in rows]
    assert len(each) == len(set(each))
    homes = {world[f"{it} home"]: it for it in (HANAS, WIREMUS, IOANES, FINNS)}
    found: dict[str, set[str]] = {}
    for it in rows:
        found.setdefault(it.act, set()).add(homes[it.household_id])
    return found


def test_each_list_writes_down_what_it_shows_and_once(world: Harakeke, console: Console) -> None:
    """Holds the `looks` of every list, one by one: without it, its line here has one kind of look less."""
    ids = of_each_kind(world)
    away, heard, doubt = {shown.AWAY: {HANAS}}, {shown.IN_NO_THREAD: {HANAS}}, {shown.UNDECIDED: {HANAS}}
    today = {**away, shown.REACHED: {HANAS, WIREMUS}}
    room_7 = {HANAS, WIREMUS, IOANES}
    pages: dict[str, dict[str, set[str]]] = {
        "Ana /": {**today, **heard, shown.URGENT: {IOANES}},
        "Sefo /": {**today, shown.URGENT: {IOANES}},
        "Lena /": today,
        "Sefo /unreached": {shown.REACHED: {WIREMUS}},
        "Ana /delivery": {**doubt, **heard, shown.REACHED: {HANAS, WIREMUS}},
        f"Ana /delivery/heard/{ids['heard']}": heard,
        f"Ana /people?room={world['room 7']}": {shown.FAMILIES: room_7},
        f"Ana /letters?room={world['room 7']}": {shown.LETTERS: {IOANES}},
        f"Ana /ask/{ids['draft']}": {shown.REACHED: {WIREMUS}},
        f"Sefo /ask/{ids['prompt']}": {shown.REACHED: room_7},
        f"Ana /people/{world['Hana']}/merge?other={world['Wiremu']}": {shown.REACHED: {HANAS, WIREMUS}},
        f"Ana /children/{world['Māia']}": {shown.CHILD: {HANAS, WIREMUS}},
    }
    for page, expected in pages.items():
        who, _, path = page.partition(" ")
        world.act(lambda desk: desk.db.execute(delete(audit)))
        there = is_in(console(), who)
        for _again in range(3):
            assert there.get(f"/console{path}").status_code == 200, page
        assert noted(world, who) == expected, page


def test_a_list_that_stands_open_all_day_is_two_looks_and_ones_own_room_is_none(
    world: Harakeke, console: Console
) -> None:
    """Holds A_LIST, and `_foreign` in unwritten: the office that teaches Room 7 besides notes nothing there."""
    of_each_kind(world)
    path, begun, counts = f"/console/people?room={world['room 7']}", world.now, []
    for hours in (0, 6, 11, 13, 20, 24):
        world.now = begun + timedelta(hours=hours)
        is_in(console(), "Ana").get(path)
        counts.append(len(notes_of(world)))
    assert counts == [3, 3, 3, 6, 6, 6]
    works(world, "Adi", Role.TEACHER, "room 7")
    for page in ("/console/", "/console/delivery", path):
        assert is_in(console(), "Adi").get(page).status_code == 200
    assert noted(world, "Adi") == {}


def notes_of(world: Harakeke) -> list[int]:
    query = select(audit.c.id).where(audit.c.act == shown.FAMILIES)
    return engine.look(world.engine, lambda db: list(db.scalars(query)))


def test_who_saw_what_tells_each_kind_in_words_of_its_own(world: Harakeke, console: Console) -> None:
    """Holds the home in each note: a copy for one home tells of its own looks alone."""
    of_each_kind(world)
    ana = is_in(console(), "Ana")
    for page in ("", "delivery", f"people?room={world['room 7']}", f"children/{world['Māia']}"):
        assert ana.get(f"/console/{page}").status_code == 200
    page = said(ana.get(f"/console/saw/{world['Māia']}"))
    for words, homes in {
        "read words of which nobody can tell whether they arrived": ["Hana Parata"],
        "read words that had found no thread yet": ["Hana Parata"],
        "read on a list when the child is away": ["Hana Parata"],
        "read on a list whether our texts reach this home": ["Hana Parata", "Wiremu Parata"],
        "read who is in the child’s homes, their languages, and how each phone is reached": [
            "Hana Parata",
            "Wiremu Parata",
        ],
        "read the list of the room’s families: who they are, their languages, and how they are reached": [
            "Hana Parata",
            "Wiremu Parata",
        ],
    }.items():
        for home in ("Hana Parata", "Wiremu Parata"):
            assert (f"Ana at the office {words} (home with {home})" in page) == (home in homes), words
    fields = {**ana.token(), "home": str(world[f"{WIREMUS} home"])}
    copy = said(ana.sends(f"/console/saw/{world['Māia']}/print", fields))
    assert copy.count("Ana at the office read") == 3 and "no thread" not in copy and "Hana" not in copy
    kinds = {it for name, it in vars(shown).items() if name.isupper()}
    assert kinds <= saw.KINDS_OF_LOOKS.keys()
