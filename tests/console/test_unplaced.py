"""A phone that nobody knows becomes somebody's by the office's word; words in no thread are put into one by hand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.acts import by_hand, knowing, restricting
from bot.model.people import Role, State
from bot.store import inbox, people, suppressions
from bot.store.tables import audit, contact, contact_person, delivery, membership, message
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke, lies_in_the_inbox
from tests.console.staffed import works
from tests.console.test_threads import at

Console = Callable[..., Browser]
STRANGER = "+642000000099"


def rows(world: Harakeke, *columns: Any, **where: Any) -> list[Any]:
    query = select(*columns)
    for name, value in where.items():
        query = query.where(columns[0].table.c[name] == value)
    return list(world.act(lambda desk: [tuple(it) for it in desk.db.execute(query)]))


def links(there: Browser, home: str, **fields: str) -> Any:
    world = there.world
    path = f"/console/delivery/stranger/1/homes/{world[home + ' home']}"
    return there.sends(path, {**there.token(), **fields})


def theirs(world: Harakeke, home: str) -> str:
    """Hana's words, in this home's thread."""
    return f"{world['Hana']}-{world[home + ' home']}"


def phone(world: Harakeke, address: str = STRANGER) -> Any:
    return world.act(lambda desk: people.contact_at(desk.db, world["sms"], address))


def test_the_office_says_whose_phone_it_is(world: Harakeke, console: Console) -> None:
    """The first notice goes before anything else, nobody at home is shown the words, and it is written down."""
    lies_in_the_inbox(world, "stranger", "Hi, Hana here, do not tell Nana", name="Hana P")
    ana = console("Ana")
    page = "/console/delivery/stranger/1"
    assert "Say whose phone this is" in said(ana.get("/console/delivery"))
    assert "Māia" in said(ana.get(f"{page}?room={world['room 7']}"))
    homes = said(ana.get(f"{page}?child={world['Māia']}"))
    assert "Māia with Hana Parata, Nana Rose" in homes and "Māia with Wiremu Parata" in homes
    done = ana.follows(links(ana, "Māia at Hana's", whose=str(world["Hana"])))
    assert "That phone is known now." in said(done) and "came before the phone was known" in said(done)
    here = phone(world)
    assert here.state == State.ACTIVE and here.notice_at is None
    assert rows(world, delivery.c.gate, delivery.c.contact_id) == [("notice", here.id), ("notice", here.id)]
    assert rows(world, message.c.id) == []
    noted = rows(world, audit.c.about, act="said whose a phone is")
    assert noted == [({"heard": 1, "contact": here.id, "person": world["Hana"], "home": world["Māia at Hana's home"]},)]  # fmt: skip


def test_their_other_number_is_left_only_where_the_office_says_so(world: Harakeke, console: Console) -> None:
    lies_in_the_inbox(world, "stranger", "Hana here")
    links(console("Ana"), "Māia at Hana's", whose=str(world["Hana"]), instead="yes")
    assert rows(world, contact_person.c.contact_id, person_id=world["Hana"]) == [(phone(world).id,)]
    told = sorted(rows(world, delivery.c.gate, contact_id=phone(world).id))
    assert told == [("notice",), ("notice",), ("own",)], "and there we write to them from now on"


def test_a_relative_whom_the_school_has_not_known(world: Harakeke, console: Console) -> None:
    lies_in_the_inbox(world, "stranger", "Koro here")
    ana = console("Ana")
    refused = links(ana, "Ioane's", whose="new", name="Koro Sione", relation="grandfather")
    assert refused.status_code == 422 and "Please choose what they see." in said(refused)
    assert 'value="Koro Sione"' in refused.text, "nothing typed is lost"
    assert links(ana, "Ioane's", whose="new", name="Koro Sione", relation="grandfather", sees="stories",
                 language="sm").status_code == 303  # fmt: skip
    made = rows(
        world, membership.c.household_id, membership.c.scope, membership.c.guardian, relation="grandfather"
    )
    assert made == [(world["Ioane's home"], "stories", False)]
    told = sorted(rows(world, delivery.c.gate, contact_id=phone(world).id))
    assert told == [("notice",), ("notice",), ("own",)]


@pytest.mark.parametrize("state", [State.STOPPED, State.WRONG, State.GROUP, State.ACTIVE])
def test_what_a_phone_has_said_itself_weighs_more(world: Harakeke, console: Console, state: State) -> None:
    """Holds `hindrance`: STOP, a wrong number, a group, and somebody who is on their way in with a code."""
    lies_in_the_inbox(world, "stranger", "Hana here")
    here = phone(world).id
    world.act(lambda desk: people.change_contact(desk.db, here, state=state))
    ana = console("Ana")
    assert "Which child" not in said(ana.get("/console/delivery/stranger/1"))
    assert links(ana, "Māia at Hana's", whose=str(world["Hana"])).status_code == 422
    assert phone(world).state == state and rows(world, contact_person.c.id, contact_id=phone(world).id) == []


def test_a_stop_of_that_number_holds_whatever_stands_on_its_row(world: Harakeke, console: Console) -> None:
    """Holds the look at the suppressions in `hindrance`."""
    lies_in_the_inbox(world, "stranger", "Hana here")
    world.act(
        lambda desk: suppressions.stop(desk.db, desk.school.id, world["sms"], STRANGER, "STOP", desk.now)
    )
    assert "nothing goes there until they text START" in said(
        links(console("Ana"), "Māia at Hana's", whose=str(world["Hana"]))
    )


def test_whom_the_school_keeps_out_is_not_let_in_so(world: Harakeke, console: Console) -> None:
    """Holds `_kept_out` and the look at the address: neither as somebody known, nor under another name."""
    lies_in_the_inbox(world, "stranger", "Hana here")
    world.act(lambda desk: restricting.keep_out(desk, world["Ana"], world["Māia"], address=STRANGER))
    ana = console("Ana")
    assert "out of the child’s homes" in said(links(ana, "Māia at Hana's", whose=str(world["Hana"])))
    assert "out of the child’s homes" in said(
        links(ana, "Māia at Hana's", whose="new", name="Aunty", relation="aunt", sees="guardian")
    )
    assert phone(world).state == State.UNVERIFIED


def test_nobody_is_guessed_and_nobody_of_another_home_is_taken(world: Harakeke, console: Console) -> None:
    """Holds the look at the home's own members; and a STOP on another phone is not left behind."""
    lies_in_the_inbox(world, "stranger", "Who is this?")
    ana = console("Ana")
    assert "Please choose whose phone it is." in said(links(ana, "Māia at Hana's"))
    assert "no place in that home" in said(links(ana, "Māia at Hana's", whose=str(world["Wiremu"])))
    assert "STOP on their other phone" in said(
        links(ana, "Māia at Wiremu's", whose=str(world["Wiremu"]), instead="yes")
    )
    assert rows(world, contact_person.c.id, contact_id=phone(world).id) == []


def test_a_chat_of_somebody_who_works_here_is_theirs_to_tie(world: Harakeke) -> None:
    """Holds `_leaves`: another Telegram chat is taken from nobody by a stranger's name."""
    works(world, "Sina", Role.RELIEVER, "room 5")

    def deed(desk: Any) -> Any:
        people.meet(desk.db, desk.school.id, world["telegram"], "telegram", "777", State.UNVERIFIED,
                    "Pacific/Auckland", desk.now)  # fmt: skip
        made = desk.db.scalar(select(contact.c.id).where(contact.c.address == "777"))
        key = inbox.keep(desk.db, desk.school.id, world["telegram"], made, "telegram", "1", {}, desk.now)
        item = inbox.one(desk.db, key or 0)
        return knowing.one_of_home(
            desk, world.person(desk, "Ana"), item, world["Ioane's home"], world["Sina"], instead=True
        )

    assert "They work here" in world.act(deed).why


def test_words_are_placed_by_hand_for_the_school_alone(world: Harakeke, console: Console) -> None:
    """Holds Ears.WRITER and the moment; the teacher's list has them, nobody at home is told, and once is once."""
    lies_in_the_inbox(world, "aside", "Māia has moved bus", contact="Hana's phone")
    heard_at, ana = world.now, console("Ana")
    path = "/console/delivery/heard/1"
    world.now += timedelta(minutes=10)
    assert "Place it, or put it away" in said(ana.get("/console/delivery"))
    page = said(ana.get(path))
    assert "Hana Parata, about Māia (home with Nana Rose)" in page and "Wiremu" not in page
    nothing = ana.sends(f"{path}/place", ana.token())
    assert nothing.status_code == 422 and "Please choose whom it is about" in said(nothing)
    foreign = {**ana.token(), "where": theirs(world, "Māia at Wiremu's")}
    assert ana.sends(f"{path}/place", foreign).status_code == 422, "only homes in which they are"
    where = {**ana.token(), "where": theirs(world, "Māia at Hana's")}
    assert "stand in that thread now" in said(ana.follows(ana.sends(f"{path}/place", where)))
    assert ana.sends(f"{path}/place", where).status_code == 404, "it is done"
    columns = message.c.thread_id, message.c.author_id, message.c.kind, message.c.ears, message.c.said_at, message.c.inbox_id  # fmt: skip
    assert rows(world, *columns) == [(world["Māia at Hana's"], world["Hana"], "note", "writer", heard_at, 1)]
    assert rows(world, delivery.c.id) == []
    assert world.act(lambda desk: inbox.one(desk.db, 1)["state"]) == "done"
    assert "Māia has moved bus" in said(console("Ngaire").get(at(world, "Māia at Hana's")))


def test_words_are_put_away_with_a_note_of_who_did_it(world: Harakeke, console: Console) -> None:
    lies_in_the_inbox(world, "troubled", "??", contact="Hana's phone")
    ana = console("Ana")
    done = ana.fills("/console/delivery/heard/1", "/console/delivery/heard/1/away")
    assert "Put away." in said(ana.follows(done)) and rows(world, message.c.id) == []
    assert rows(world, audit.c.person_id, act="put words away") == [(world["Ana"],)]


def test_what_came_from_a_number_that_is_not_theirs_goes_into_no_thread(world: Harakeke) -> None:
    """Holds the look at State.WRONG in `places`."""
    lies_in_the_inbox(world, "aside", "who is Hana?", contact="Hana's phone")
    world.act(lambda desk: people.change_contact(desk.db, world["Hana's phone"], state=State.WRONG))
    assert world.act(lambda desk: by_hand.places(desk, inbox.one(desk.db, 1))) == []


def test_placing_two_at_once_is_one(world: Harakeke) -> None:
    """Holds the look at the state in by_hand.place: a retry that has handled it meanwhile wins."""
    lies_in_the_inbox(world, "aside", "Māia has moved bus", contact="Hana's phone")

    def deed(desk: Any) -> Any:
        ana = world.person(desk, "Ana")
        return by_hand.place(desk, ana, 1, world["Hana"], world["Māia at Hana's home"])

    assert world.act(deed) is None and world.act(deed).why == "Somebody has done that already."
    assert len(rows(world, message.c.id)) == 1
