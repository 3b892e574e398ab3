"""A child's page for the office: each home apart; what is changed there holds at once, and is written down."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.acts import restricting
from bot.acts.desk import Desk
from bot.model.people import State
from bot.store import engine, lanes, mandates, people, suppressions
from bot.store.restrictions import restricted
from bot.store.tables import audit, contact, contact_person, delivery, enrolment, membership, person, room
from tests.console.browser import Browser, forms, said
from tests.console.seed import Harakeke, put

Console = Callable[..., Browser]


def page_of(world: Harakeke, name: str = "Māia") -> str:
    return f"/console/children/{world[name]}"


def asks(world: Harakeke, query: Any) -> Any:
    return engine.act(world.engine, lambda db: db.execute(query).all())


def place(world: Harakeke, who: str) -> int:
    return asks(world, select(membership.c.id).where(
        membership.c.person_id == world[who], membership.c.until.is_(None)))[0][0]  # fmt: skip


def inside(world: Harakeke, home: str) -> set[str]:
    found = world.act(lambda desk: lanes.members(desk.db, [world[f"{home} home"]], desk.now))
    return {it.person.name for it in found}


def notes(world: Harakeke) -> list[str]:
    return [row[0] for row in asks(world, select(audit.c.act).order_by(audit.c.id))]


def trusted(world: Harakeke) -> set[int]:
    """Who is told of absences, health, behaviour and progress at Wiremu's."""
    found: set[int] = world.act(
        lambda desk: mandates.trusted(desk.db, [world["Māia at Wiremu's home"]], desk.now)
    )
    return found


def test_each_home_stands_apart_with_how_each_is_reached(world: Harakeke, console: Console) -> None:
    page = said(console("Ana").get(page_of(world)))
    first, second = page.split("Home 2")
    assert "Hana Parata mother, guardian Gets everything, in te reo Māori. SMS: can be reached." in first
    assert "Nana Rose" in first and "Wiremu" not in first
    assert (
        "Wiremu Parata father, guardian Gets everything, in English. SMS: said STOP."
        in second.split("Kept out")[0]
    )
    assert notes(world)[-1] == "looked at a child"


def test_a_place_is_ended_at_once_with_its_reason(world: Harakeke, console: Console) -> None:
    ana, rose = console("Ana"), place(world, "Rose")
    path = f"{page_of(world)}/places/{rose}/end"
    assert ana.sends(path, ana.token()).status_code == 422, "a reason is asked for"
    assert inside(world, "Māia at Hana's") == {"Hana Parata", "Nana Rose"}
    ana.sends(path, {**ana.token(), "why": "family"})
    assert inside(world, "Māia at Hana's") == {"Hana Parata"}
    assert notes(world)[-1] == "ended a place"


def test_a_place_of_another_child_is_not_reached_through_this_one(world: Harakeke, console: Console) -> None:
    """Holds: the place must be one of this child's."""
    ana, sina = console("Ana"), place(world, "Sina")
    for deed in ("", "/end", "/home", "/phone"):
        fields = {
            **ana.token(),
            "why": "order",
            "name": "X",
            "relation": "mother",
            "label": "Z",
            "phone": "021 000 0009",
        }
        assert ana.sends(f"{page_of(world)}/places/{sina}{deed}", fields).status_code == 422
    assert inside(world, "Ioane's") == {"Sina Leota"}


def test_names_and_relations_are_put_right(world: Harakeke, console: Console) -> None:
    ana, rose = console("Ana"), place(world, "Rose")
    ana.sends(
        f"{page_of(world)}/places/{rose}", {**ana.token(), "name": "Rōhe Parata", "relation": "guardian"}
    )
    rows = asks(world, select(person.c.name, person.c.folded).where(person.c.id == world["Rose"]))
    assert rows == [("Rōhe Parata", "rohe parata")]
    scope = select(membership.c.guardian, membership.c.scope).where(membership.c.id == rose)
    assert asks(world, scope) == [(True, "everything")]
    assert ana.sends(f"{page_of(world)}/name", {**ana.token(), "name": "..."}).status_code == 422
    ana.sends(f"{page_of(world)}/name", {**ana.token(), "name": "Māia Rose"})
    assert "Māia Rose" in said(ana.get(page_of(world)))


@pytest.mark.parametrize(
    ("relation", "better", "given", "says"),
    [
        ("mother", "mother", (False, "stories"), "That has been changed."),
        ("nana", "grandmother", (True, "everything"), "That has been changed."),
        ("aunt", "guardian", (False, "stories"), "they are a guardian now"),
        ("mother", "aunt", (True, "everything"), "no guardian any more"),
    ],
)
def test_a_name_put_right_gives_and_takes_no_rights(
    world: Harakeke, console: Console, relation: str, better: str, given: tuple[bool, str], says: str
) -> None:
    """Holds: only another kind of relation changes what somebody may, and the page says so."""
    ana, rose = console("Ana"), place(world, "Rose")
    may = {"guardian": given[0], "scope": given[1], "relation": relation}
    world.act(lambda desk: desk.db.execute(update(membership).where(membership.c.id == rose).values(**may)))
    path = page_of(world)
    done = ana.follows(ana.fills(path, f"{path}/places/{rose}", name="Rōhe Parata", relation=better))
    scope = select(membership.c.guardian, membership.c.scope).where(membership.c.id == rose)
    same = says == "That has been changed."
    assert (asks(world, scope) == [given]) is same and says in said(done)


def test_a_second_home_hears_nothing_of_the_first(world: Harakeke, console: Console) -> None:
    ana, rose = console("Ana"), place(world, "Rose")
    path = f"{page_of(world)}/places/{rose}/home"
    assert ana.sends(path, {**ana.token(), "label": "a"}).status_code == 422, "a mark that another home has"
    ana.sends(path, {**ana.token(), "label": "Nana's"})
    assert inside(world, "Māia at Hana's") == {"Hana Parata"}
    mine = world.act(lambda desk: lanes.lanes_of(desk.db, world["Rose"], desk.now))
    assert [it.lane.household_id for it in mine] != [world["Māia at Hana's home"]]
    assert len(mine) == 1


def test_a_place_that_ends_ends_in_a_home_of_its_own_too(world: Harakeke, console: Console) -> None:
    """Holds households.OF_A_PLACE: neither the end that a guardian set, nor the one subject, is lost by parting."""
    ana, rose, ends = console("Ana"), place(world, "Rose"), world.now + timedelta(days=7)
    limited = {"until": ends, "scope": "subject", "subject": "reading"}
    world.act(lambda desk: desk.db.execute(update(membership).where(membership.c.id == rose).values(limited)))
    ana.sends(f"{page_of(world)}/places/{rose}/home", {**ana.token(), "label": "Nana's"})
    [mine] = world.act(lambda desk: lanes.lanes_of(desk.db, world["Rose"], desk.now))
    assert (mine.until, mine.scope, mine.subject) == (ends, "subject", "reading")


def test_somebody_is_kept_out_and_let_in_again(world: Harakeke, console: Console) -> None:
    """Holds: at once, and whoever grants it; the note stays with the office."""
    ana = console("Ana")
    fields = {**ana.token(), "person": str(world["Wiremu"]), "note": "court order 12"}
    ana.sends(f"{page_of(world)}/kept-out", fields)
    assert inside(world, "Māia at Wiremu's") == set()
    assert world.act(lambda desk: restricted(desk.db, world["Māia"], world["Wiremu"]))
    assert not world.act(lambda desk: restricted(desk.db, world["Māia"], world["Hana"])), "and nobody else"
    assert not world.act(lambda desk: restricted(desk.db, world["Ioane"], world["Wiremu"]))
    assert inside(world, "Māia at Hana's") == {"Hana Parata", "Nana Rose"}
    page = ana.get(page_of(world))
    assert "Wiremu Parata since today 15:10, set by Ana at the office: court order 12" in said(page)
    assert "court order 12" not in str(asks(world, select(audit.c.about)))
    lifts = page.text.split(f"{page_of(world)}/kept-out/")[1].split("/")[0]
    ana.sends(f"{page_of(world)}/kept-out/{lifts}/lift", ana.token())
    assert not world.act(lambda desk: restricted(desk.db, world["Māia"], world["Wiremu"]))
    assert inside(world, "Māia at Wiremu's") == set(), "nobody is put back"


def test_whom_they_let_in_ends_with_them_where_the_office_says_so(world: Harakeke, console: Console) -> None:
    """Holds `too` and given_by in keep_out: what they gave in this child's homes, not the rest, whatever is sent along;
    and `present` in sees_private: an old yes ends with the last guardian."""
    ana, hana, wiremu = console("Ana"), place(world, "Hana"), place(world, "Wiremu")
    gave: dict[str, int] = {}

    def let_in(desk: Desk) -> None:
        for name, giver in (("Sina", "Wiremu"), ("Dave", "Wiremu"), ("Rose", "Hana")):
            gave[name] = put(desk.db, membership, school_id=1, household_id=world["Māia at Wiremu's home"],
                             person_id=world[name], relation="whānau", guardian=False, scope="everything",
                             from_roll=False, let_in_by=world[giver], since=desk.now)  # fmt: skip
            mandates.agree(desk.db, 1, gave[name], world["Wiremu"], desk.now)

    world.act(let_in)
    assert "let in by Wiremu Parata: end this place too" in said(ana.get(page_of(world)))
    assert gave["Dave"] in trusted(world)
    ticked = {f"too-{it}": "yes" for it in (gave["Sina"], gave["Rose"], hana)}
    ana.sends(f"{page_of(world)}/kept-out", {**ana.token(), "person": str(world["Wiremu"]), **ticked})
    ended = asks(world, select(membership.c.id).where(membership.c.until.is_not(None)))
    assert {it[0] for it in ended} == {wiremu, gave["Sina"]}
    assert trusted(world) == set()


def test_a_number_is_kept_out_before_anybody_has_it(world: Harakeke, console: Console) -> None:
    ana = console("Ana")
    assert ana.sends(f"{page_of(world)}/kept-out", {**ana.token(), "address": "021l00"}).status_code == 422
    ana.sends(f"{page_of(world)}/kept-out", {**ana.token(), "address": "020 0000 0043"})
    assert inside(world, "Māia at Hana's") == {"Hana Parata"}


def test_a_child_moves_and_it_is_undone(world: Harakeke, console: Console) -> None:
    ana = console("Ana")
    ana.sends(f"{page_of(world)}/move", {**ana.token(), "room": str(world["room 5"])})
    open_ = select(enrolment.c.room_id).where(
        enrolment.c.child_id == world["Māia"], enrolment.c.until.is_(None)
    )
    assert asks(world, open_) == [(world["room 5"],)]
    assert console("Tom").get(f"/console/threads/{world['Māia at Hana' + chr(39) + 's']}").status_code == 200
    page = ana.get("/console/roll")
    way = page.text.split("/console/people/undo/")[1].split('"')[0]
    ana.sends(f"/console/people/undo/{way}", ana.token())
    assert asks(world, open_) == [(world["room 7"],)]


def test_a_child_who_left_comes_back(world: Harakeke, console: Console) -> None:
    """Holds: a move begins where nothing ends; where nothing changes the page says so; a name that is on record leads
    to that child's page, and puts nobody back unseen."""
    ana, path = console("Ana"), page_of(world, "Finn")
    gone = update(enrolment).where(enrolment.c.child_id == world["Finn"])
    world.act(lambda desk: desk.db.execute(gone.values(until=desk.now - timedelta(days=1))))
    add = f"/console/people/{world['room 7']}/new-child"
    page = ana.sends(add, {**ana.token(), "child": "Finn"})
    here = select(enrolment.c.room_id).where(
        enrolment.c.child_id == world["Finn"], enrolment.c.until.is_(None)
    )
    assert page.status_code == 422 and f'href="{path}"' in page.text and asks(world, here) == []
    assert f'href="{path}"' in ana.get(f"/console/threads/{world['Finn' + chr(39) + 's']}").text
    for told in ("in that room now", "in that room already. Nothing was changed"):
        moved = ana.sends(f"{path}/move", {**ana.token(), "room": str(world["room 7"])})
        assert told in said(ana.follows(moved))
        assert asks(world, here) == [(world["room 7"],)]


def test_the_year_rolls_over_once_everybody_at_the_same_time(world: Harakeke, console: Console) -> None:
    """Holds: nobody goes two rooms on; a form sent twice, or after a change, does nothing unseen."""
    ana = console("Ana")
    to = {f"to-{world['room 7']}": str(world["room 5"]), f"to-{world['room 5']}": "leave"}
    page = ana.sends("/console/people/rollover", {**ana.token(), **to})
    assert "Room 7 : 2 children go to Room 5" in said(page)
    assert "Room 5 : 1 child leaves the school" in said(page)
    mark = page.text.split('name="mark" value="')[1].split('"')[0]
    fields = {**ana.token(), **to, "mark": mark}
    assert ana.sends("/console/people/rollover/do", fields).status_code == 303
    inside_ = select(enrolment.c.child_id, enrolment.c.room_id).where(enrolment.c.until.is_(None))
    rolled = {(world["Māia"], world["room 5"]), (world["Ioane"], world["room 5"])}
    assert {tuple(row) for row in asks(world, inside_)} == rolled
    again = ana.sends("/console/people/rollover/do", fields)
    assert "it has been done already. Nothing was changed" in said(again)
    assert {tuple(row) for row in asks(world, inside_)} == rolled
    assert console("Ngaire").get("/console/threads").text.count("Māia") == 0


def test_a_new_room_is_made_where_the_year_rolls_over(world: Harakeke, console: Console) -> None:
    """Holds rooms.add: a name that is there, however it is spelled, makes no second room; choices stay."""
    ana, page = console("Ana"), "/console/people/rollover"
    to = {f"to-{world['room 7']}": "leave", "do": "room"}
    made = ana.sends(page, {**ana.token(), **to, "new-room": "Room  9"})
    assert 'value="leave" selected' in made.text and "goes to Room 9" in made.text
    for name, why in (("ROOM 9!", "of this name already"), ("  ", "write the new room’s name")):
        again = ana.sends(page, {**ana.token(), **to, "new-room": name})
        assert again.status_code == 422 and why in said(again)
    tom = console("Tom")
    assert tom.sends(page, {**tom.token(), **to, "new-room": "Room 10"}).status_code == 404
    names = set(asks(world, select(room.c.name)))
    assert {it[0] for it in names} == {"Room 5", "Room 7", "Room 9"}


def test_somebody_quite_new_gets_a_home_of_their_own(world: Harakeke, console: Console) -> None:
    """Holds new_home: all or nothing, told first, apart from the others, and never a number that is kept out."""
    ana, path = console("Ana"), f"{page_of(world)}/homes"
    form = {**ana.token(), "name": "Tui Rata", "relation": "mother", "label": "C", "language": "sm",
            "phone": "021 000 0077"}  # fmt: skip
    before = len(asks(world, select(person.c.id)))
    kept = world.act(
        lambda desk: restricting.keep_out(desk, world["Ana"], world["Māia"], address="+64210000077")
    )
    for changes, why in (({}, "keeps this number out"), ({"phone": "09"}, "The number"), ({"label": "a"}, "mark of its own"),
                         ({"language": "xx"}, "choose a language"), ({"name": " "}, "write a name")):  # fmt: skip
        refused = ana.sends(path, {**form, **changes})
        assert refused.status_code == 422 and why in said(refused), changes
    assert len(asks(world, select(person.c.id))) == before, "nothing is half made"
    world.act(lambda desk: restricting.lift(desk, world["Ana"], world["Māia"], kept))
    assert "a home of their own now" in said(ana.follows(ana.sends(path, form)))
    assert ana.sends(path, form).status_code == 422 and len(asks(world, select(person.c.id))) == before + 1
    assert inside(world, "Māia at Hana's") == {"Hana Parata", "Nana Rose"}
    [tui] = [row[0] for row in asks(world, select(person.c.id).where(person.c.name == "Tui Rata"))]
    wait = asks(world, select(delivery.c.gate).where(delivery.c.address == "+64210000077"))
    assert wait and {row[0] for row in wait} == {"notice"}, "nothing goes before the school's first notice"
    [there] = world.act(lambda desk: lanes.lanes_of(desk.db, tui, desk.now))
    assert there.lane.child.id == world["Māia"] and there.lane.household_id != world["Māia at Hana's home"]


def test_what_is_the_offices_is_nobody_elses(world: Harakeke, console: Console) -> None:
    tom = console("Tom")
    assert tom.get(page_of(world, "Finn")).status_code == 404, "not even of his own room"
    assert tom.sends("/console/people/rollover", tom.token()).status_code == 404


def test_what_was_typed_stays_where_something_is_amiss(world: Harakeke, console: Console) -> None:
    """Holds `filled` and `typed` on a child's page: the form that was sent is open, and holds what was sent; no other
    form does."""
    ana, path = console("Ana"), page_of(world)
    rose, home = place(world, "Rose"), world["Māia at Hana's home"]
    tui = {"name": "Tui Rata", "relation": "aunt", "phone": "021l23", "language": "sm"}
    for form, fields in (
        (f"{path}/homes", {**tui, "label": "N"}),
        (f"{path}/homes/{home}/people", tui),
        (f"{path}/kept-out", {"person": "", "address": "none", "note": "order 77"}),
        (f"{path}/places/{rose}/phone", {"phone": "021l23"}),
        (f"{path}/places/{rose}", {"name": "Rōhe", "relation": "..."}),
        (f"{path}/name", {"name": "..."}),
    ):
        page = ana.sends(form, {**ana.token(), **fields})
        assert page.status_code == 422
        shown = forms(page.text)
        assert {name: shown[form].get(name, "") for name in fields} == fields
        assert page.text.count("<details open>") == 1, form
        assert (
            page.text.partition("<details open>")[2].partition("</details>")[0].count(f'action="{form}"') == 1
        )
        assert [it for it in shown if it != form and "021l23" in shown[it].values()] == []


def test_several_children_move_from_a_day_on(world: Harakeke, console: Console) -> None:
    """Holds: until that day the old teacher has them, and the new one sees nothing."""
    ana, thread = console("Ana"), world["Ioane's"]
    fields = {
        f"child-{world['Māia']}": "yes",
        f"child-{world['Ioane']}": "yes",
        "to-room": str(world["room 5"]),
    }
    unticked = {"to-room": str(world["room 5"]), "room": str(world["room 7"]), "day": "2026-11-26"}
    page = ana.sends("/console/people/move", {**ana.token(), **unticked})
    assert page.status_code == 422 and "Please tick at least one child" in said(page)
    assert forms(page.text)["/console/people/move"] == {
        **forms(page.text)["/console/people/move"],
        **unticked,
    }
    ana.sends("/console/people/move", {**ana.token(), **fields, "day": "2026-11-26"})
    assert console("Tom").get(f"/console/threads/{thread}").status_code == 404
    assert console("Ngaire").get(f"/console/threads/{thread}").status_code == 200
    world.now = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)  # midnight in Auckland
    assert console("Tom").get(f"/console/threads/{thread}").status_code == 200
    assert console("Ngaire").get(f"/console/threads/{thread}").status_code == 404


@pytest.mark.parametrize("day", ["2026-02-01", "01/02/2027", "2072-02-01"])
def test_a_day_that_is_none_moves_nobody(world: Harakeke, console: Console, day: str) -> None:
    """Holds from_day: a wrong year is told at its field, what was chosen stays, and nothing is previewed or done."""
    ana, move, roll = console("Ana"), "/console/people/move", "/console/people/rollover"
    ways = {
        move: {
            f"child-{world['Ioane']}": "yes",
            "to-room": str(world["room 5"]),
            "room": str(world["room 7"]),
        },
        roll: {f"to-{world['room 7']}": str(world["room 5"])},
        f"{roll}/do": {f"to-{world['room 7']}": str(world["room 5"]), "mark": "0"},
    }
    before = asks(world, select(enrolment))
    for path, fields in ways.items():
        page = ana.sends(path, {**ana.token(), **fields, "day": day})
        assert page.status_code == 422 and "Please choose a day from today on" in said(page), path
        assert "This is what would change" not in said(page)
        kept = forms(page.text)[path.removesuffix("/do")]
        assert all(kept[name] == value for name, value in {**fields, "day": day}.items() if name != "mark"), (
            kept
        )
    assert asks(world, select(enrolment)) == before


def test_another_number_gets_its_notice_first_and_a_stop_stays(world: Harakeke, console: Console) -> None:
    """Holds: the office's word on a number is no more than the roll's: no letter guessed, no STOP lifted."""
    ana, hana = console("Ana"), place(world, "Hana")
    path = f"{page_of(world)}/places/{hana}/phone"
    for wrong in ("", "021l000301", "09 373 7599", "+64 20 0000 0040"):
        assert ana.sends(path, {**ana.token(), "phone": wrong}).status_code == 422
    ana.sends(path, {**ana.token(), "phone": "021 000 0301"})
    told = select(contact.c.address, contact.c.state).join(
        contact_person, contact_person.c.contact_id == contact.c.id
    )
    assert asks(world, told.where(contact_person.c.person_id == world["Hana"])) == [
        ("+64210000301", "active")
    ]
    assert asks(world, select(contact.c.state).where(contact.c.id == world["Hana's phone"])) == [
        ("unverified",)
    ]
    waits = asks(world, select(delivery.c.address, delivery.c.gate))
    assert {tuple(row) for row in waits} == {("+64210000301", "notice")}
    world.act(lambda desk: suppressions.stop(
        desk.db, desk.school.id, world["sms"], "+64210000302", "STOP", desk.now))  # fmt: skip
    world.act(lambda desk: people.meet(
        desk.db, desk.school.id, world["sms"], "sms", "+64210000302", State.UNVERIFIED, "UTC", desk.now))  # fmt: skip
    ana.sends(path, {**ana.token(), "phone": "021 000 0302"})
    assert asks(world, select(contact.c.state).where(contact.c.address == "+64210000302")) == [("stopped",)]
    assert len(asks(world, select(delivery.c.id).where(delivery.c.address == "+64210000302"))) == 0


def test_a_number_that_is_kept_out_ends_the_place_of_whoever_gets_it(
    world: Harakeke, console: Console
) -> None:
    """Holds look_again in change_phone: only where that child is concerned."""
    ana, hana = console("Ana"), place(world, "Hana")
    world.act(lambda desk: restricting.keep_out(desk, world["Ana"], world["Māia"], address="+64210000301"))
    ana.sends(f"{page_of(world)}/places/{hana}/phone", {**ana.token(), "phone": "021 000 0301"})
    assert asks(world, select(membership.c.until.is_(None)).where(membership.c.id == hana)) == [(False,)]
    open_ = asks(world, select(membership.c.id).where(membership.c.until.is_(None)))
    assert len(open_) == 4


def test_a_move_today_replaces_the_one_that_was_planned(world: Harakeke, console: Console) -> None:
    """Holds `after` in enrolled, and that what never began ends where it began: nobody is in two rooms on any day."""
    ana, ioane = console("Ana"), world["Ioane"]
    world.act(lambda desk: put(desk.db, room, school_id=desk.school.id, name="Room 9", folded="room 9"))
    third = asks(world, select(room.c.id).where(room.c.name == "Room 9"))[0][0]
    planned = {f"child-{ioane}": "yes", "to-room": str(world["room 5"]), "day": "2027-02-01"}
    ana.sends("/console/people/move", {**ana.token(), **planned})
    assert "A move to Room 5 is planned for" in said(ana.get(page_of(world, "Ioane")))
    ana.sends(f"{page_of(world, 'Ioane')}/move", {**ana.token(), "room": str(third)})

    def rooms_on(day: datetime) -> list[str]:
        return [it.name for it in world.act(lambda desk: lanes.rooms_of(desk.db, ioane, day))]

    days = [world.now, datetime(2027, 1, 20, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)]
    assert [rooms_on(it) for it in days] == [["Room 9"]] * 3
    page = said(ana.get(page_of(world, "Ioane")))
    assert "is planned for" not in page and "Room 5 since" not in page
    ana.sends("/console/people/move", {**ana.token(), **planned})
    ana.sends(f"{page_of(world, 'Ioane')}/move", {**ana.token(), "room": str(third)})
    assert [rooms_on(it) for it in days] == [["Room 9"]] * 3, "stays after all: no gap on the day of the plan"


def test_a_rollover_replaces_a_move_that_was_planned(world: Harakeke, console: Console) -> None:
    """Holds `older` in roll_over: the room before the plan ends too."""
    ana, ioane = console("Ana"), world["Ioane"]
    planned = {f"child-{ioane}": "yes", "to-room": str(world["room 5"]), "day": "2027-02-01"}
    ana.sends("/console/people/move", {**ana.token(), **planned})
    to = {f"to-{world['room 5']}": "leave"}
    page = ana.sends("/console/people/rollover", {**ana.token(), **to})
    assert "For 1 child a move is planned already" in said(page)
    mark = page.text.split('name="mark" value="')[1].split('"')[0]
    ana.sends("/console/people/rollover/do", {**ana.token(), **to, "mark": mark})
    for day in (world.now, datetime(2027, 3, 1, tzinfo=UTC)):
        assert world.act(lambda desk, day=day: lanes.rooms_of(desk.db, ioane, day)) == []
