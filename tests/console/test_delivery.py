"""What did not arrive is tried again where that is safe; a number that is somebody else's is left alone."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from bot.acts import answering
from bot.model.chat import Wording
from bot.model.delivery import ASK_THE_FAMILY
from bot.model.people import State
from bot.store import outbox, people, suppressions
from bot.store.tables import attempt, delivery
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke, lies_in_the_inbox, put

Console = Callable[..., Browser]


def answered(world: Harakeke, **values: Any) -> int:
    """An answer to Dave, whose delivery then stands as these values say."""

    def deed(desk: Any) -> int:
        answering.answer(desk, world.person(desk, "Tom"), world["Finn's"], [Wording("en", "At ten")])
        row = desk.db.execute(select(delivery).order_by(delivery.c.id.desc())).mappings().first()
        outbox.change(desk.db, row["id"], **values)
        return int(row["id"])

    return int(world.act(deed))


def state(world: Harakeke, delivery_id: int) -> str:
    return str(world.act(lambda desk: outbox.one(desk.db, delivery_id)["state"]))


def test_what_was_refused_goes_once_more_as_the_same_row(world: Harakeke, console: Console) -> None:
    made = answered(world, state="failed", why="Twilio refused it")
    tom = console("Tom")
    page = said(tom.get("/console/delivery"))
    assert "Dave Miller about Finn" in page and "Twilio refused it." in page and "+642000000042" not in page
    path = f"/console/delivery/{made}/again"
    assert "It goes once more." in said(tom.follows(tom.fills("/console/delivery", path)))
    assert state(world, made) == "waiting"
    assert "it does not go again" in said(tom.follows(tom.sends(path, tom.token()))), "a second click"
    count = world.act(lambda desk: len(list(desk.db.scalars(select(delivery.c.id)))))
    assert count == 1


def test_what_may_have_arrived_is_not_tried_again(world: Harakeke, console: Console) -> None:
    """Holds `_surely_lost`: whether it arrived is known to nobody, or a call of it has no known end."""
    doubtful = answered(world, state="failed", why=ASK_THE_FAMILY)
    called = answered(world, state="failed", why="no answer")
    row = {"contact_id": world["Dave's phone"], "sender_id": world["sms"], "token": "t", "state": "settled",
           "outcome": "absent", "claimed_at": world.now, "settled_at": world.now, "absences": 2}  # fmt: skip
    world.act(lambda desk: put(desk.db, attempt, school_id=desk.school.id, delivery_id=called, **row))
    tom = console("Tom")
    assert "Try again" not in said(tom.get("/console/delivery"))
    for made in (doubtful, called):
        tom.sends(f"/console/delivery/{made}/again", tom.token())
        tom.sends(f"/console/delivery/{made}/elsewhere", tom.token())
        assert state(world, made) == "failed"


def test_the_office_decides_what_nobody_can_tell(world: Harakeke, console: Console) -> None:
    first, second = (answered(world, state="failed", why=ASK_THE_FAMILY, words="At ten") for _one in range(2))
    ana = console("Ana")
    assert "Nobody can tell whether these arrived" in said(ana.get("/console/delivery"))
    ana.fills("/console/delivery", f"/console/delivery/{first}/release")
    ana.fills("/console/delivery", f"/console/delivery/{second}/drop")
    assert (state(world, first), state(world, second)) == ("waiting", "cancelled")
    tom = console("Tom")
    third = answered(world, state="failed", why=ASK_THE_FAMILY)
    assert tom.sends(f"/console/delivery/{third}/release", tom.token()).status_code == 404


def test_a_number_of_somebody_else_is_left_alone(world: Harakeke, console: Console) -> None:
    """Holds bot/acts/mending.py: nothing that waits goes there, and the office sees whose it was."""
    lost, waits = answered(world, state="failed", why="Twilio refused it"), answered(world, state="waiting")
    phone = world["Dave's phone"]
    path = f"/console/delivery/phone/{phone}/not-theirs"
    tom, ana = console("Tom"), console("Ana")
    assert "belongs to someone else" not in said(tom.get("/console/delivery"))
    assert tom.sends(path, tom.token()).status_code == 404
    page = said(ana.follows(ana.fills("/console/delivery", path)))
    assert "Nothing goes to that number any more." in page and "+642000000042 — is not Dave Miller’s" in page
    contact = world.act(lambda desk: people.contact_by_id(desk.db, phone))
    assert (
        contact.state == State.WRONG and state(world, waits) == "cancelled" and state(world, lost) == "failed"
    )
    assert (
        world.act(lambda desk: suppressions.stopped(desk.db, contact.sender_id, contact.address)) is not None
    )


def test_a_stranger_is_read_and_put_away(world: Harakeke, console: Console) -> None:
    lies_in_the_inbox(world, "stranger", "Who is this?", name="Piri")
    ana, tom = console("Ana"), console("Tom")
    assert "Who is this?" in said(ana.get("/console/delivery")) and "Who is this?" not in said(
        tom.get("/console/delivery")
    )
    assert tom.sends("/console/delivery/stranger/1/dismiss", tom.token()).status_code == 404
    ana.fills("/console/delivery", "/console/delivery/stranger/1/dismiss")
    assert "No stranger has written." in said(ana.get("/console/delivery"))
