"""Relievers on their days, team leaders, the safeguarding lead, the admin: what each sees, and what is written down."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.model.people import Role
from bot.store import engine
from bot.store.tables import audit, staffing
from tests.console.browser import Browser, browser_of, doors_of, said
from tests.console.seed import Harakeke
from tests.console.staffed import A_DAY, everybody, is_in, reading_only, works

Console = Callable[..., Browser]
SECRET = "Koro is in hospital"


def room_7(world: Harakeke) -> str:
    world.says("Hana", "Māia at Hana's", SECRET)
    return thread(world, "Māia at Hana's")


def thread(world: Harakeke, name: str) -> str:
    return f"/console/threads/{world[name]}"


def noted(world: Harakeke, act: str) -> list[tuple[int, int | None, int | None]]:
    query = select(audit.c.person_id, audit.c.child_id, audit.c.household_id).where(audit.c.act == act)
    return [tuple(row) for row in engine.look(world.engine, lambda db: db.execute(query).all())]


def test_a_reliever_sees_a_room_on_their_days_only(world: Harakeke, console: Console) -> None:
    """Holds `since` and `until` in the roles that a viewer has today."""
    at, day = room_7(world), world.now
    works(world, "Rua", Role.RELIEVER, "room 7", since=day + A_DAY, until=day + 2 * A_DAY)
    there = console()
    for world.now, status in ((day, 303), (day + 1.5 * A_DAY, 200), (day + 2 * A_DAY, 303)):
        assert is_in(there, "Rua").get(at).status_code == status
    world.now = day + 1.5 * A_DAY
    assert is_in(there, "Rua").get(thread(world, "Finn's")).status_code == 404
    assert noted(world, "looked at a thread") == []  # the room's own staff, on their day


@pytest.mark.parametrize(("who", "status"), [("Lena", 200), ("Luka", 404), ("Sefo", 200), ("Adi", 200)])
def test_a_look_into_a_room_that_is_not_ones_own_is_written_down(
    world: Harakeke, tmp_path: Path, who: str, status: int
) -> None:
    """Holds `beyond` in door.see and note_look, for every page that shows a family's words."""
    everybody(world)
    at = room_7(world)
    doors = reading_only(world, doors_of(world, tmp_path))
    there = is_in(Browser(browser_of(doors), world), who)
    page = there.get(at)
    assert page.status_code == status
    assert ("is in no room of yours: this look has been written down" in page.text) is (status == 200)
    assert "as the office" not in page.text, "a team leader is not the office"
    expected = [(world[who], world["Māia"], world["Māia at Hana's home"])] if status == 200 else []
    assert noted(world, "looked at a thread") == expected


def test_a_page_for_rewording_is_a_look_too(world: Harakeke, console: Console) -> None:
    """Holds note_look in rewording._pair."""
    everybody(world)
    at = room_7(world)
    content = engine.look(world.engine, lambda db: db.exec_driver_sql("SELECT max(id) FROM content").scalar())
    assert SECRET in is_in(console(), "Lena").get(f"{at}/wordings/{content}/mi").text
    assert [row[0] for row in noted(world, "looked at a thread")] == [world["Lena"]]


def test_lists_show_no_words_of_rooms_that_are_not_ones_own(world: Harakeke, console: Console) -> None:
    everybody(world)
    room_7(world)
    for who in ("Lena", "Sefo", "Luka"):
        there = is_in(console(), who)
        assert not any(SECRET in there.get(page).text for page in ("/console/", "/console/threads"))
    assert SECRET in is_in(console(), "Rua").get("/console/threads").text


def test_the_safeguarding_lead_sees_the_school_but_not_its_desk(world: Harakeke, console: Console) -> None:
    everybody(world)
    there = is_in(console(), "Sefo")
    assert "Room 5" in said(there.get("/console/threads")) and "Room 7" in said(there.get("/console/threads"))
    assert [there.get(f"/console/{page}").status_code for page in ("people", "staff")] == [404, 404]


def test_the_admin_gives_a_role_and_ends_it_and_both_are_written_down(
    world: Harakeke, console: Console
) -> None:
    everybody(world)
    at, there = room_7(world), is_in(console(), "Adi")
    form = {
        "who": "",
        "name": "Tui",
        "role": "reliever",
        f"room-{world['room 7']}": "yes",
        "last": "2026-11-24",
    }
    assert there.sends("/console/staff", {**there.token(), **form}).status_code == 303
    assert there.sends("/console/staff", {**there.token(), **form}).status_code == 303  # once is enough
    query = select(staffing).where(staffing.c.role == "reliever").order_by(staffing.c.id.desc())
    rows = engine.look(world.engine, lambda db: db.execute(query).mappings().all())
    assert len(rows) == 4 and rows[0]["until"] - world.now < A_DAY
    world.ids["Tui"] = rows[0]["person_id"]
    tui = is_in(console(), "Tui")
    assert tui.get(at).status_code == 200
    page = said(there.get("/console/staff"))
    assert "Tui Reliever of Room 7 , until Tue 24 Nov" in page
    assert there.sends(f"/console/staff/{rows[0]['id']}/end", there.token()).status_code == 303
    assert tui.get(at).status_code == 303
    assert [it[0] for it in (*noted(world, "gave a role"), *noted(world, "ended a role"))] == [
        world["Adi"]
    ] * 2


def test_without_an_admin_the_office_gives_roles_and_with_one_it_does_not(
    world: Harakeke, console: Console
) -> None:
    """Holds gives_roles: the office cannot make itself more than it is."""
    ana = is_in(console(), "Ana")
    assert ana.get("/console/staff").status_code == 200
    works(world, "Adi", Role.ADMIN)
    assert ana.get("/console/staff").status_code == 404
    form = {**ana.token(), "who": str(world["Ana"]), "role": "admin"}
    assert ana.sends("/console/staff", form).status_code == 404


def test_the_office_makes_no_way_in_for_the_admin(world: Harakeke, console: Console) -> None:
    """Holds `admin` in people._colleague: whoever opens an admin's link is the admin."""
    works(world, "Adi", Role.ADMIN)
    ana, adi = is_in(console(), "Ana"), is_in(console(), "Adi")
    for what in ("sign-in", "telegram"):
        at = f"/console/people/{world['Adi']}/{what}"
        assert ana.sends(at, ana.token()).status_code == 404
        assert adi.sends(at, adi.token()).status_code == 200


def test_nobody_takes_the_last_admin_or_the_last_of_the_office_away(
    world: Harakeke, console: Console
) -> None:
    """Holds LAST_ADMIN and LAST_AT_DESK in bot.acts.staffing. Who leaves on a day does not count as staying."""
    desk = engine.look(
        world.engine, lambda db: db.scalar(select(staffing.c.id).where(staffing.c.role == "office"))
    )
    ana = is_in(console(), "Ana")
    works(world, "Visitor", Role.OFFICE, until=world.now + timedelta(days=5))
    answer = ana.sends(f"/console/staff/{desk}/end", ana.token())
    assert answer.status_code == 422 and "Nobody would be left" in said(answer)
    first = works(world, "Adi", Role.ADMIN)
    adi = is_in(console(), "Adi")
    answer = adi.sends(f"/console/staff/{first}/end", adi.token())
    assert answer.status_code == 422 and "only admin" in said(answer)
    works(world, "Mere", Role.ADMIN)
    assert adi.sends(f"/console/staff/{first}/end", adi.token()).status_code == 303
    assert adi.get("/console/").status_code == 303


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"role": "head"}, "choose a role"),
        ({"name": ""}, "choose a colleague"),
        ({"rooms": ""}, "at least one room"),
        ({"role": "office"}, "leave the rooms empty"),
        ({"last": ""}, "last day"),
        ({"last": "tomorrow"}, "write days as"),
        ({"last": "2026-11-23"}, "must not lie before"),
        ({"first": "2026-12-02", "last": "2026-12-01"}, "must not lie before"),
    ],
)
def test_a_form_with_something_amiss_changes_nothing(
    world: Harakeke, console: Console, changes: dict[str, str], why: str
) -> None:
    ana = is_in(console(), "Ana")
    form = {"name": "Tui", "role": "reliever", "rooms": "yes", "last": "2026-12-01"} | changes
    if form.pop("rooms"):
        form[f"room-{world['room 7']}"] = "yes"
    answer = ana.sends("/console/staff", {**ana.token(), **form})
    assert answer.status_code == 422 and why in said(answer)
    assert "Tui" not in said(ana.get("/console/staff"))
