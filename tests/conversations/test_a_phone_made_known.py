"""Somebody writes from a phone that nobody knows, and the office says whose it is."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from bot.acts import by_hand, knowing
from bot.acts.desk import Desk
from bot.store import inbox as kept
from bot.store import lanes
from bot.store.tables import inbox
from tests.conversations.at_school import IN_ENGLISH, asks, named
from tests.conversations.conftest import MERE, NANA, STRANGER
from tests.ground.school import School

WORDS = "This is my new number, please do not tell Hemi"


def item(desk: Desk) -> Any:
    return kept.one(desk.db, int(desk.db.scalar(select(inbox.c.id).where(inbox.c.state == "stranger")) or 0))


def home_of(desk: Desk, name: str) -> int:
    return lanes.lanes_of(desk.db, named(desk, name).id, desk.now)[0].lane.household_id


def test_the_notice_goes_first_then_they_are_in_and_their_words_wait(
    open_school: Callable[..., School],
) -> None:
    """Holds `_greet` before all else, and that nobody at home hears what a stranger wrote."""
    school = open_school(roll_csv=IN_ENGLISH)
    phone, hemi, teacher = school.sms(STRANGER), school.sms("+642000000004").forgets(), school.teacher()
    phone.says(WORDS)
    phone.hears("we do not know yours")
    school.goes_to(hour=21)

    def linked(desk: Desk) -> Any:
        office = named(desk, "Whaea Moana")
        return knowing.one_of_home(
            desk, office, item(desk), home_of(desk, "Mere"), named(desk, "Mere").id, instead=True
        )

    assert school.act(linked) is None
    school.passes(seconds=5)
    phone.hears_nothing()  # it is night
    school.goes_to(days=1, hour=9)
    assert "Tama" not in phone.hears("Kia ora from Harakeke School", "STOP")
    phone.hears("You are in. From now on we write to you here")
    hemi.never_heard("new number")
    teacher.never_heard("new number")
    old = school.sms(MERE).forgets()
    asks(school, "What did you read?")
    phone.hears("What did you read?")
    old.never_heard("What did you read?")

    def placed(desk: Desk) -> Any:
        waits = kept.one(desk.db, int(desk.db.scalar(select(inbox.c.id).where(inbox.c.state == "unplaced")) or 0))  # fmt: skip
        mere = named(desk, "Mere")
        return by_hand.place(desk, named(desk, "Whaea Moana"), waits["id"], mere.id, home_of(desk, "Mere"))

    assert school.act(placed) is None
    school.passes(seconds=5)
    teacher.hears("Mere (mother of Tama", WORDS)
    hemi.never_heard("new number")


def test_a_new_relative_hears_who_writes_before_any_name(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    nana = school.sms(NANA)
    nana.says("Kia ora, Nana here")
    nana.hears("we do not know yours")

    def linked(desk: Desk) -> Any:
        office = named(desk, "Whaea Moana")
        return knowing.somebody_new(
            desk, office, item(desk), home_of(desk, "Mere"), "Nana Aroha", "grandmother", "stories", "en"
        )

    assert school.act(linked) is None
    school.passes(seconds=5)
    assert "Tama" not in nana.hears("Kia ora from Harakeke School", "STOP")
    assert "Tama" in nana.hears("Harakeke School has let you in", "stories and activities")
    nana.says("Tama baked bread with me")
    nana.hears("Thank you")


def test_a_stop_after_the_office_has_spoken_ends_it_all(open_school: Callable[..., School]) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    nana = school.sms(NANA)
    nana.says("Kia ora, Nana here")
    school.goes_to(hour=21)
    school.act(lambda desk: knowing.somebody_new(
        desk, named(desk, "Whaea Moana"), item(desk), home_of(desk, "Mere"), "Nana", "nana", "everything", "en"
    ))  # fmt: skip
    nana.says("STOP")
    nana.forgets()
    school.goes_to(days=1, hour=9)
    nana.hears_nothing()
