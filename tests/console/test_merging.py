"""Two people on record who are one: the stricter word wins, two homes are not joined by accident, undone for a day."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update

from bot.acts import merging, restricting, undoing
from bot.acts.merging import Merge, NotOne
from bot.store import engine, lanes
from bot.store import merging as rows
from bot.store.tables import (
    arrival,
    code,
    contact,
    contact_person,
    content,
    handover,
    letter,
    membership,
    message,
    metadata,
    offering,
    person,
    planned_answer,
    question,
    series,
    series_run,
    suppression,
    way_in,
)
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke, put

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


def test_a_place_with_an_end_is_a_place(world: Harakeke) -> None:
    """Holds `open` in store/merging and `_stricter`: two homes are not joined unasked because one place ends one day;
    in one home it is one place, with the least that either sees ("reading only" is less than stories), and its end."""
    soon = world.now + timedelta(days=20)

    def place(name: str, home: str, **more: Any) -> None:
        values = {"relation": "whānau", "guardian": False, "from_roll": False, "since": world.now, **more}
        with world.engine.begin() as db:
            db.execute(insert(membership).values(
                school_id=1, household_id=world[home], person_id=world[name], **values))  # fmt: skip

    place("Sina", "Māia at Wiremu's", scope="everything", until=soon)
    refused = merge(world, "Hana", "Sina")
    assert isinstance(refused, NotOne) and "will hear both" in refused.why
    place("Rose", "Finn's home", scope="everything")
    place("Sina", "Finn's home", scope="subject", subject="reading", until=soon)
    assert merge(world, "Rose", "Sina", across=True) is None
    there = asks(world, select(membership.c.scope, membership.c.subject, membership.c.until).where(
        membership.c.household_id == world["Finn's home"], membership.c.person_id == world["Rose"]))  # fmt: skip
    assert there == [("subject", "reading", soon)]


def test_a_guardian_under_either_name_is_the_guardian(world: Harakeke, console: Console) -> None:
    """Holds _raised: the school's word is not lost with the record that goes; said before, and undone to the last row."""
    with world.engine.begin() as db:
        db.execute(insert(membership).values(
            school_id=1, household_id=world["Finn's home"], person_id=world["Rose"], relation="nana", guardian=False,
            scope="stories", from_roll=False, since=world.now))  # fmt: skip
    before = everything(world)
    page = said(console("Ana").get(f"/console/people/{world['Rose']}/merge?other={world['Dave']}"))
    assert "Nana Rose becomes a parent or caregiver of Finn and sees everything there" in page
    assert merge(world, "Rose", "Dave") is None
    place = asks(world, select(
        membership.c.person_id, membership.c.guardian, membership.c.relation, membership.c.scope,
        membership.c.from_roll,
    ).where(membership.c.household_id == world["Finn's home"], membership.c.until.is_(None)))  # fmt: skip
    assert place == [(world["Rose"], True, "father", "everything", True)]
    world.act(undoing.undo)
    assert everything(world) == before


def test_a_colleague_is_not_made_one_with_a_parent(world: Harakeke) -> None:
    assert isinstance(merge(world, "Tom", "Dave"), NotOne)
    assert isinstance(merge(world, "Dave", "Dave"), NotOne)


#: Every column that points at a person, and what a merge does with it. A new one is decided here.
WITH_CARE = {("contact_person", "person_id"), ("membership", "person_id")}
AS_WRITTEN = {("audit", "person_id")}
MOVED = {
    ("absence", "said_by"), ("absence", "taken_by"), ("digest_hour", "person_id"), ("learner_turn", "person_id"),
    ("move", "by_id"), ("urgent", "person_id"), ("urgent", "seen_by"),
    ("arrival", "decided_by"), ("arrival", "person_id"), ("child_group", "person_id"), ("class_use", "used_by"),
    ("code", "came_id"), ("code", "person_id"), ("consent", "person_id"), ("delivery", "person_id"), ("handover", "by_id"),
    ("handover", "to_id"), ("letter", "person_id"), ("membership", "let_in_by"), ("message", "author_id"),
    ("nudge", "person_id"), ("offering", "asked_by"), ("offering", "marked_by"), ("permission", "given_by"),
    ("phrase", "person_id"), ("planned_answer", "author_id"), ("prompt", "author_id"), ("recovery_code", "person_id"),
    ("restriction", "by_id"), ("restriction", "person_id"), ("roll_sheet", "person_id"), ("series", "author_id"),
    ("series_run", "started_by"), ("session", "person_id"), ("staffing", "person_id"), ("way_back", "person_id"),
    ("way_in", "person_id"), ("way", "person_id"), ("private_yes", "person_id"), ("refusal", "person_id"),
}  # fmt: skip
#: A person's id in a column that no foreign key holds.
UNWRITTEN = {("contact", "speaker_id")}


def test_no_column_that_points_at_a_person_is_forgotten() -> None:
    """Holds: whoever adds one decides here whether a merge moves it; and the code does what is decided."""
    pointing = {
        (table.name, key.parent.name)
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is person and key.column.name == "id"
    }
    assert pointing == WITH_CARE | AS_WRITTEN | MOVED
    by_hand = {(table.name, column) for table, column in rows.BY_HAND}
    assert (by_hand, {(table.name, column) for table, column in rows.STAYS}) == (WITH_CARE, AS_WRITTEN)
    seen = {(table.name, column) for table in metadata.sorted_tables for column in rows.pointing(table)}
    assert seen == pointing, "the code finds by the tables themselves what stands here"
    named = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if ("person" in column.name or "speaker_id" in column.name) and not column.foreign_keys
    }
    assert named == UNWRITTEN


def test_what_is_theirs_everywhere_moves_and_comes_back(world: Harakeke) -> None:
    """Holds `move` for what came lately, the place that they let somebody into, and `move_unwritten`."""
    dave, sina = world["Dave"], world["Sina"]

    def deed(desk: Any) -> None:
        said_at = {"school_id": 1, "thread_id": world["Finn's"]}
        of = put(desk.db, content, school_id=1, language="en")
        made = put(desk.db, message, **said_at, author_id=dave, content_id=of, kind="note", ears="writer",
                   said_at=world.now)  # fmt: skip
        put(desk.db, handover, **said_at, by_id=dave, to_id=dave, at=world.now)
        put(desk.db, planned_answer, **said_at, author_id=dave, content_id=of, due_at=world.now, state="waiting",
            made_at=world.now)  # fmt: skip
        put(desk.db, offering, school_id=1, message_id=made, marked_by=dave, marked_at=world.now)
        series_id = put(desk.db, series, school_id=1, author_id=dave, name="Maths", subject="maths", youngest=5, oldest=9,
                        about="", created_at=world.now)  # fmt: skip
        put(desk.db, series_run, school_id=1, series_id=series_id, room_id=world["room 5"], started_by=dave, rhythm={},
            catch_up="skip", place=1, state="running", started_at=world.now, changed_at=world.now)  # fmt: skip
        put(desk.db, way_in, school_id=1, person_id=dave)
        printed = put(
            desk.db, code, school_id=1, kind="letter", digest="d", made_at=world.now, expires_at=world.now,
            came_id=dave,
        )  # fmt: skip
        sheet = put(desk.db, letter, school_id=1, household_id=world["Finn's home"], code_id=printed, person_id=dave,
                    language="en", made_at=world.now)  # fmt: skip
        put(desk.db, arrival, school_id=1, letter_id=sheet, contact_id=world["Dave's phone"], person_id=dave,
            came_at=world.now, decided_by=dave)  # fmt: skip
        put(desk.db, membership, school_id=1, household_id=world["Finn's home"], person_id=world["Rose"],
            relation="nana", guardian=False, scope="stories", from_roll=False, let_in_by=dave, since=world.now)  # fmt: skip
        put(desk.db, question, school_id=1, contact_id=world["Dave's phone"], kind="use", choices=[],
            about={"whose": dave, "message": made}, asked_at=world.now, expires_at=world.now + timedelta(days=1))  # fmt: skip
        desk.db.execute(update(contact).where(contact.c.id == world["Dave's phone"]).values(speaker_id=dave))

    world.act(deed)

    def whose() -> set[Any]:
        columns = [
            handover.c.by_id, handover.c.to_id, planned_answer.c.author_id, offering.c.marked_by, series.c.author_id,
            series_run.c.started_by, way_in.c.person_id, letter.c.person_id, arrival.c.person_id, arrival.c.decided_by,
            message.c.author_id, code.c.came_id,
        ]  # fmt: skip
        found = {row[0] for column in columns for row in asks(world, select(column))}
        found |= {row[0] for row in asks(world, select(membership.c.let_in_by)) if row[0]}
        found |= {row[0] for row in asks(world, select(contact.c.speaker_id)) if row[0]}
        return found | {row[0]["whose"] for row in asks(world, select(question.c.about))}

    assert whose() == {dave}
    assert merge(world, "Sina", "Dave") is None
    assert whose() == {sina}
    world.act(undoing.undo)
    assert whose() == {dave}


def test_the_office_looks_first(world: Harakeke, console: Console) -> None:
    ana, hana = console("Ana"), world["Hana"]
    path = f"/console/people/{hana}/merge"
    assert (
        f"/merge?other={world['Wiremu']}"
        in ana.sends(path, {**ana.token(), "do": "find", "name": "parata"}).text
    )
    page = ana.get(f"{path}?other={world['Wiremu']}")
    assert "Wiremu Parata goes into Hana Parata : 1 phone, 1 place with children, 0 messages" in said(page)
    assert "every phone that is theirs alone is stopped" in said(page)
    fields = {**ana.token(), "other": str(world["Wiremu"])}
    assert ana.sends(path, fields).status_code == 422
    assert ana.sends(path, {**fields, "across": "yes"}).status_code == 303
    assert isinstance(world.act(lambda desk: merging.look(desk, hana, world["Dave"])), Merge)
    assert console("Ngaire").get(path).status_code == 404
