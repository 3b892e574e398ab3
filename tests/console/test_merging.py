"""Two people on record who are one: the stricter word wins, two homes are not joined by accident, undone for a day."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import insert, select, update

from bot.acts import merging, restricting, undoing
from bot.acts.merging import Merge, NotOne
from bot.store import engine, lanes
from bot.store.tables import contact, contact_person, membership, message, metadata, person, suppression
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke

Console = Callable[..., Browser]


def asks(world: Harakeke, query: Any) -> Any:
    return engine.act(world.engine, lambda db: db.execute(query).all())


def merge(world: Harakeke, keep: str, gone: str, across: bool = False) -> NotOne | None:
    found: NotOne | None = world.act(
        lambda desk: merging.merge(desk, world["Ana"], world[keep], world[gone], across)
    )
    return found


def everything(world: Harakeke) -> dict[str, set[Any]]:
    tables = [contact, contact_person, membership, message, person, suppression]
    return {it.name: {tuple(row) for row in asks(world, select(it))} for it in tables}


def test_what_was_the_ones_is_the_others(world: Harakeke) -> None:
    world.says("Dave", "Finn's", "Kia ora")
    assert merge(world, "Sina", "Dave") is None
    assert {row[0] for row in asks(world, select(message.c.author_id))} == {world["Sina"]}
    mine = world.act(lambda desk: lanes.lanes_of(desk.db, world["Sina"], desk.now))
    assert {it.lane.child.name for it in mine} == {"Ioane", "Finn"}
    assert asks(world, select(contact_person.c.id).where(contact_person.c.person_id == world["Dave"])) == []


def test_it_is_undone_to_the_last_row(world: Harakeke) -> None:
    world.says("Dave", "Finn's", "Kia ora")
    before = everything(world)
    merge(world, "Wiremu", "Dave")
    assert everything(world) != before
    assert world.act(undoing.undo) == undoing.Undone(())
    assert everything(world) == before


def test_two_homes_of_a_child_are_joined_only_by_the_offices_word(world: Harakeke) -> None:
    """Holds: merging would let one home hear the other's words."""
    before = everything(world)
    refused = merge(world, "Hana", "Wiremu")
    assert isinstance(refused, NotOne) and "will hear both" in refused.why
    assert everything(world) == before
    assert merge(world, "Hana", "Wiremu", across=True) is None


def test_a_stop_of_either_stops_the_phones_that_are_theirs_alone(world: Harakeke) -> None:
    """Holds: STOP is not evaded by a second record of the same person."""
    merge(world, "Dave", "Wiremu")
    states = dict(tuple(row) for row in asks(world, select(contact.c.id, contact.c.state)))
    assert states[world["Dave's phone"]] == states[world["Wiremu's phone"]] == "stopped"
    rows = asks(world, select(suppression.c.address, suppression.c.stopped))
    assert ("+642000000042", True) in {tuple(row) for row in rows}
    assert states[world["Hana's phone"]] == "active"


def test_the_longer_pause_the_fewer_texts_and_a_chosen_language_win(world: Harakeke) -> None:
    later = world.now.replace(year=2027)
    changed = update(person).where(person.c.id == world["Dave"])
    engine.act(world.engine, lambda db: db.execute(
        changed.values(weekly=1, paused_until=later, language="to", language_chosen=True)))  # fmt: skip
    merge(world, "Sina", "Dave")
    row = asks(world, select(person.c.weekly, person.c.paused_until, person.c.language).where(
        person.c.id == world["Sina"]))  # fmt: skip
    assert row == [(1, later, "to")]


def test_who_is_kept_out_under_either_name_is_out(world: Harakeke) -> None:
    """Holds: the restriction moves with the person, and ends what the other record had."""
    finn = world["Finn"]
    world.act(lambda desk: restricting.keep_out(desk, world["Ana"], finn, person_id=world["Sina"]))
    merge(world, "Sina", "Dave")
    assert world.act(lambda desk: lanes.members(desk.db, [world["Finn's home"]], desk.now)) == []
    world.act(undoing.undo)
    merge(world, "Dave", "Sina")
    assert world.act(lambda desk: lanes.members(desk.db, [world["Finn's home"]], desk.now)) == []


def test_in_one_home_it_is_one_place(world: Harakeke) -> None:
    with world.engine.begin() as db:
        db.execute(insert(membership).values(
            school_id=1, household_id=world["Finn's home"], person_id=world["Rose"], relation="nana", guardian=False,
            scope="stories", from_roll=False, since=world.now))  # fmt: skip
    merge(world, "Dave", "Rose")
    found = world.act(lambda desk: lanes.members(desk.db, [world["Finn's home"]], desk.now))
    assert [(it.person.name, it.guardian, str(it.scope)) for it in found] == [
        ("Dave Miller", True, "everything")
    ]


def test_a_colleague_is_not_made_one_with_a_parent(world: Harakeke) -> None:
    assert isinstance(merge(world, "Tom", "Dave"), NotOne)
    assert isinstance(merge(world, "Dave", "Dave"), NotOne)


def test_no_table_that_points_at_a_person_is_forgotten() -> None:
    """Holds: the tables are asked, so that one of tomorrow is moved too."""
    from bot.store import merging as rows

    pointing = {(table.name, column) for table in metadata.sorted_tables for column in rows.pointing(table)}
    assert {("message", "author_id"), ("consent", "person_id"), ("delivery", "person_id"), ("restriction", "by_id"),
            ("membership", "let_in_by")} <= pointing  # fmt: skip


def test_the_office_looks_first(world: Harakeke, console: Console) -> None:
    ana, hana = console("Ana"), world["Hana"]
    path = f"/console/people/{hana}/merge"
    assert f"/merge?other={world['Wiremu']}" in ana.get(f"{path}?name=parata").text
    page = ana.get(f"{path}?other={world['Wiremu']}")
    assert "Wiremu Parata goes into Hana Parata : 1 phone, 1 place with children, 0 messages" in said(page)
    assert "every phone that is theirs alone is stopped" in said(page)
    fields = {**ana.token(), "other": str(world["Wiremu"])}
    assert ana.sends(path, fields).status_code == 422
    assert ana.sends(path, {**fields, "across": "yes"}).status_code == 303
    assert isinstance(world.act(lambda desk: merging.look(desk, hana, world["Dave"])), Merge)
    assert console("Ngaire").get(path).status_code == 404
