"""A school for which no carrier is set up: no page says that all is well, and nothing urgent is called sent."""

from collections.abc import Callable

from sqlalchemy import delete, func, select

from bot.acts.desk import Desk
from bot.config import Config
from bot.opening import senders_and_links
from bot.store import senders
from bot.store.tables import attempt, consent, contact, contact_person, delivery
from tests.console.browser import Browser, forms, said
from tests.console.seed import Harakeke, put

Console = Callable[..., Browser]
ASK = "/console/ask"
NOTHING = "Nothing can go out by SMS at the moment: no carrier is set up for it"


def works(world: Harakeke, *channels: str) -> None:
    """Somebody begins to send who has carriers for these channels."""
    world.act(lambda desk: senders.say_which_are_shut(desk.db, desk.school.id, channels, desk.now))


def written(world: Harakeke) -> int:
    return int(world.act(lambda desk: desk.db.scalar(select(func.count()).select_from(delivery))))


def preview(there: Browser, world: Harakeke, room: str, kind: str) -> str:
    fields = {"to": f"room {world[room]}", "kind": kind, "words_en": "The river is high"}
    return str(there.follows(there.fills(ASK, ASK, **fields)).url.path)


def test_status_today_and_delivery_say_so_until_one_is_set_up(world: Harakeke, console: Console) -> None:
    """Holds say_which_are_shut and what reads it: these pages would say that all is well."""
    works(world)
    world.asks("Ngaire", "How was the holiday?", room="room 7")
    ana = console("Ana")
    pages = [said(ana.get(f"/console/{it}")) for it in ("status", "", "delivery")]
    assert all(NOTHING in it and "python3 -m bot doctor" in it for it in pages)
    for calm in ("All is well", "All is quiet", "Everything arrived", "It goes as it should"):
        assert not any(calm in it for it in pages), calm
    works(world, "sms", "telegram")
    pages = [said(ana.get(f"/console/{it}")) for it in ("status", "", "delivery")]
    assert not any("Nothing can go out" in it for it in pages) and "All is well" in pages[0]


def test_whoever_sends_says_it_and_doors_alone_do_not(world: Harakeke) -> None:
    """Holds `sends` in bot.opening: doors without workers may lack the carriers that the workers have."""
    for sends, shut in ((False, set()), (True, {"sms", "telegram"})):
        world.act(lambda desk, it=sends: senders_and_links(desk.db, Config(), {}, desk.now, sends=it))
        assert world.act(lambda desk: senders.without_carrier(desk.db, desk.school.id)) == shut


def test_one_process_without_a_key_shuts_nothing_that_another_sends_by(world: Harakeke) -> None:
    """Holds _sent_since: a safety message would be refused, while the other one could send it."""

    def sent(desk: Desk) -> None:
        row = (
            desk.db.execute(select(delivery).where(delivery.c.sender_id == world["sms"]).limit(1))
            .mappings()
            .one()
        )
        put(desk.db, attempt, school_id=row["school_id"], delivery_id=row["id"], contact_id=row["contact_id"],
            sender_id=world["sms"], token="one", state="settled", outcome="sent", claimed_at=desk.now,
            settled_at=desk.now, absences=0)  # fmt: skip

    world.asks("Ngaire", "How was the holiday?", room="room 7")
    world.act(sent)
    works(world)
    assert world.act(lambda desk: senders.without_carrier(desk.db, desk.school.id)) == {"telegram"}


def test_a_halt_of_the_carriers_own_is_not_ended_by_a_start(world: Harakeke, console: Console) -> None:
    """Holds that only our own reason is taken back, and put: an account that is refused is tried, not trusted."""
    world.act(lambda desk: senders.halt(desk.db, world["sms"], "Twilio does not let us in"))
    works(world)
    works(world, "sms", "telegram")
    assert "Twilio does not let us in" in said(console("Ana").get("/console/status"))


def test_a_channel_that_nobody_has_a_phone_on_is_no_trouble(world: Harakeke, console: Console) -> None:
    """A school without SMS is not told each day that it has none; one without anything is told."""
    _nobody_on(world, "telegram")
    works(world, "sms")
    assert "All is quiet" in said(console("Ana").get("/console/status"))
    assert "Nothing can go out" not in said(console("Ana").get("/console/"))
    _nobody_on(world, "sms")
    works(world)
    assert "Nothing can go out yet: no carrier" in said(console("Ana").get("/console/status"))


def test_a_preview_says_so_and_promises_no_hour(world: Harakeke, console: Console) -> None:
    works(world, "telegram")
    ngaire = console("Ngaire")
    page = said(ngaire.get(preview(ngaire, world, "room 7", "question")))
    assert NOTHING in page and "Arrives Not before SMS works again" in page
    assert "2 people get it today 15:10 , on SMS not before it works again" in page
    works(world)
    there = preview(ngaire, world, "room 7", "question")
    page = said(ngaire.get(there))
    assert "It cannot go at the moment." in page and "It goes" not in page and "get it today" not in page
    kept = said(ngaire.follows(ngaire.fills(there, f"{there}/confirm")))
    assert "It is kept, and waits until it can go." in kept and "It goes in two minutes" not in kept


def test_what_goes_by_one_channel_of_two_is_not_said_to_wait(world: Harakeke, console: Console) -> None:
    """Holds Ahead.stuck."""
    works(world, "telegram")
    ngaire = console("Ngaire")
    there = preview(ngaire, world, "room 7", "question")
    kept = said(ngaire.follows(ngaire.fills(there, f"{there}/confirm")))
    assert "waits until it can go" not in kept and NOTHING in kept


def test_a_safety_message_that_reaches_nobody_is_refused(world: Harakeke, console: Console) -> None:
    """Holds Looked.refused, and safety.reaches_nobody behind it, for whoever had the second page open already."""
    ana = console("Ana")
    there = preview(ana, world, "room 7", "safety")
    ana.follows(ana.fills(there, f"{there}/confirm"))
    form = forms(ana.get(f"{there}/sure").text)[f"{there}/sure"]
    works(world)
    page = said(ana.get(there))
    assert "It would reach nobody: no carrier is set up" in page and "Go on to confirm it" not in page
    sent = ana.sends(f"{there}/sure", {**form, "school": "Harakeke School", "why": "Flood"})
    assert sent.status_code == 422 and "It would reach nobody" in said(sent) and written(world) == 0
    works(world, "telegram")
    page = said(ana.get(there))
    assert NOTHING in page and "Go on to confirm it" in page, (
        "those on Telegram get it, and it is said who not"
    )
    ana.sends(f"{there}/sure", {**form, "school": "Harakeke School", "why": "Flood"})
    assert written(world) == 2


def _nobody_on(world: Harakeke, channel: str) -> None:
    def gone(desk: Desk) -> None:
        theirs = select(contact.c.id).where(contact.c.channel == channel)
        for table in (contact_person, consent):
            desk.db.execute(delete(table).where(table.c.contact_id.in_(theirs)))
        desk.db.execute(delete(contact).where(contact.c.channel == channel))

    world.act(gone)
