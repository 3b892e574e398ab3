"""Today, in words: what waits, what was shared, what goes next, and who was not reached."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.acts import answering, releasing
from bot.acts.desk import Desk
from bot.acts.reading import beyond, never
from bot.model.chat import Ears, MessageKind, Wording
from bot.model.delivery import ASK_THE_FAMILY
from bot.model.people import State
from bot.store import holds, outbox, people, schools, senders
from bot.store.tables import membership, message
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke, lies_in_the_inbox, put

Console = Callable[..., Browser]


def section(page: str, heading: str, until: str) -> str:
    return page.partition(heading)[2].partition(until)[0]


def test_words_wait_until_they_are_answered(world: Harakeke, console: Console) -> None:
    world.says("Sina", "Ioane's", "E fia le taimi?", language="sm")
    world.now += timedelta(hours=2)
    ngaire = console("Ngaire")
    waits = section(said(ngaire.get("/console/")), "Waiting for an answer", "Shared by families")
    assert "Sina Leota about Ioane" in waits and "for 2 hours" in waits and "E fia le taimi?" in waits
    world.act(
        lambda desk: answering.answer(
            desk, world.person(desk, "Ngaire"), world["Ioane's"], [Wording("en", "At two")]
        )
    )
    assert "Nobody is waiting" in said(ngaire.get("/console/"))


def test_the_office_sees_a_budget_near_its_end(world: Harakeke, console: Console) -> None:
    assert "this month’s" not in said(console("Ana").get("/console/"))
    world.act(
        lambda desk: schools.save(
            desk.db, replace(desk.school, texts=replace(desk.school.texts, monthly_segments=0)), desk.now
        )
    )
    page = said(console("Ana").get("/console/"))
    assert "The school has used 0 of this month’s 0 segments. Questions and reminders by text wait" in page
    assert "this month’s" not in said(console("Ngaire").get("/console/")), "it is the office's to mend"


def test_short_thanks_wait_for_nothing(world: Harakeke, console: Console) -> None:
    made = world.says("Sina", "Ioane's", "faafetai")
    world.act(lambda desk: desk.db.execute(message.update().where(message.c.id == made).values(asides=True)))
    assert "Nobody is waiting" in said(console("Ngaire").get("/console/"))


def test_what_families_share_is_shown(world: Harakeke, console: Console) -> None:
    world.says("Hana", "Māia at Hana's", "We baked bread", kind=MessageKind.SHARE, ears=Ears.HOUSEHOLD)
    assert "We baked bread" in section(
        said(console("Ngaire").get("/console/")), "Shared by families", "Going out next"
    )


def test_the_office_hears_what_families_begin_themselves_today(world: Harakeke, console: Console) -> None:
    world.says("Hana", "Māia at Hana's", "Māia has moved school bus")
    notes = section(
        said(console("Ana").get("/console/")), "The family wrote by themselves", "Who was not reached"
    )
    assert "Hana Parata about Māia" in notes
    assert "school bus" not in notes, "the words are read in the thread, where a look is written down"
    world.now += timedelta(days=1)
    assert "Nothing so far." in said(console("Ana").get("/console/"))


def test_who_was_not_reached_and_why(world: Harakeke, console: Console) -> None:
    prompt = world.asks("Ngaire", "How was the holiday?", room="room 7")

    def undelivered(desk: object) -> None:
        db = desk.db  # type: ignore[attr-defined]
        row = next(it for it in outbox.of_prompt(db, prompt) if it["channel"] == "sms")
        outbox.change(
            db, row["id"], state="sent", carrier_state="undelivered", carrier_error="30003", sent_at=world.now
        )

    world.act(undelivered)
    page = section(said(console("Ngaire").get("/console/")), "Who was not reached", "</main>")
    assert "Hana Parata about Māia SMS · today 15:10 — the phone is off or out of reach" in page
    assert "Wiremu Parata (Māia) — said STOP" in page
    assert "Wiremu" not in said(console("Tom").get("/console/"))


def test_the_offices_desk(world: Harakeke, console: Console) -> None:
    lies_in_the_inbox(world, "stranger", "Who is this? <b>{name}</b> {{7*7}}", name="Piri")
    lies_in_the_inbox(world, "waiting", "He is sick today", contact="Dave's phone")
    world.act(lambda desk: people.change_contact(desk.db, world["Hana's phone"], state=State.WRONG))
    page = said(console("Ana").get("/console/"))
    assert "Piri (+642000000099)" in page and "Who is this? <b>{name}</b> {{7*7}}" in page
    assert "+642000000041 — says that it is not Hana Parata" in page
    assert "He is sick today" in section(page, "which child it is about", "</main>")
    for word in ("Piri", "He is sick today", "+642000000041"):
        assert word not in said(console("Tom").get("/console/"))


def test_words_that_could_not_be_handled_are_shown_to_their_teacher(
    world: Harakeke, console: Console
) -> None:
    lies_in_the_inbox(world, "troubled", "Finn lost his hat", contact="Dave's phone")
    assert "Finn lost his hat" in section(
        said(console("Tom").get("/console/")), "Could not be handled", "Shared"
    )
    assert "Finn lost his hat" in said(console("Ana").get("/console/"))
    assert "Finn lost his hat" not in said(console("Ngaire").get("/console/"))


def test_words_of_a_family_with_children_in_two_rooms_go_to_the_office(
    world: Harakeke, console: Console
) -> None:
    world.act(
        lambda desk: put(
            desk.db,
            membership,
            school_id=desk.school.id,
            household_id=world["Ioane's home"],
            person_id=world["Dave"],
            relation="uncle",
            guardian=False,
            scope="everything",
            from_roll=True,
            since=world.now - timedelta(days=9),
        )
    )
    lies_in_the_inbox(world, "troubled", "about Ioane only", contact="Dave's phone")
    assert "about Ioane only" in said(console("Ana").get("/console/"))
    assert "about Ioane only" not in said(console("Tom").get("/console/"))


def test_a_carrier_that_does_not_let_us_send_is_said_first(world: Harakeke, console: Console) -> None:
    world.act(lambda desk: senders.halt(desk.db, world["sms"], "Twilio does not let us in"))
    assert "Nothing can go out by SMS at the moment: Twilio does not let us in." in said(
        console("Ngaire").get("/console/")
    )


def test_what_is_held_since_a_copy_was_put_back_is_said_first(world: Harakeke, console: Console) -> None:
    since = world.now - timedelta(hours=2)
    world.act(lambda desk: holds.begin(desk.db, since, desk.now))
    page = said(console("Ngaire").get("/console/"))
    assert "An older copy of everything, from today" in page
    assert (
        "Nothing goes out by SMS until we know what was sent after it: Aho has to hear first what came in"
        in page
    )
    world.act(releasing.give_up_asking)
    assert "An older copy" not in said(console("Ngaire").get("/console/"))


def test_what_the_office_has_to_decide_is_on_its_desk(world: Harakeke, console: Console) -> None:
    prompt = world.asks("Ngaire", "How was the holiday?", room="room 7")
    world.act(
        lambda desk: outbox.change(
            desk.db, outbox.of_prompt(desk.db, prompt)[0]["id"], state="failed", why=ASK_THE_FAMILY
        )
    )
    assert "Nobody can tell whether 1 message arrived." in said(console("Ana").get("/console/"))
    assert "Nobody can tell" not in said(console("Ngaire").get("/console/"))


def test_the_page_asks_for_its_own_middle(console: Console) -> None:
    ngaire = console("Ngaire")
    whole, middle = ngaire.get("/console/"), ngaire.get("/console/", **{"HX-Request": "true"})
    assert "<html" in whole.text and "<html" not in middle.text
    assert middle.text.strip() in whole.text


def test_a_channel_that_is_slow_is_said_with_how_much_waits(world: Harakeke, console: Console) -> None:
    world.act(lambda desk: senders.change(
        desk.db, world["sms"], trouble="does not answer", trouble_at=world.now))  # fmt: skip
    page = said(console("Ngaire").get("/console/"))
    assert "SMS has been slow since" in page
    assert "the carrier does not answer. Nothing is lost; 0 messages wait." in page


def test_families_that_were_never_reached_are_named_with_why(world: Harakeke, console: Console) -> None:
    """Holds both questions of bot/store/console/never.py: who was told or wrote is not there, others' rooms are not."""
    assert "Never reached" not in said(console("Ana").get("/console/"))

    def forgotten(desk: Desk) -> None:
        for who in ("Sina", "Dave"):
            people.change_contact(desk.db, world[f"{who}'s phone"], notice_at=None)
        desk.db.execute(
            membership.update().where(membership.c.person_id == world["Wiremu"]).values(until=desk.now)
        )
        desk.db.execute(
            membership.update().where(membership.c.person_id == world["Hana"]).values(until=desk.now)
        )
        desk.db.execute(
            membership.update().where(membership.c.person_id == world["Rose"]).values(until=desk.now)
        )

    world.act(forgotten)
    heading, end = "Never reached so far", "For the office"
    page = section(said(console("Ana").get("/console/")), heading, end)
    assert "Finn with Dave Miller — the first text has not gone yet" in page
    assert "Ioane with Sina Leota" in page and "Māia — nobody at home is on the roll" in page
    assert "Ioane" not in section(said(console("Tom").get("/console/")), heading, "</main>")
    world.says("Dave", "Finn's", "Kia ora")
    assert "Finn with" not in section(said(console("Ana").get("/console/")), heading, end)
    some = never.MOST
    never.MOST = 1
    try:
        assert "and 1 more" in section(said(console("Ana").get("/console/")), heading, end)
    finally:
        never.MOST = some


def test_in_a_large_school_whom_nothing_reaches_is_a_page_of_its_own(
    world: Harakeke, console: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds `many`, on Delivery too: whoever sees the whole of a large school reads Today without a look at each of its phones."""
    monkeypatch.setattr(beyond, "MANY", 2)
    ana = console("Ana")
    page = said(ana.get("/console/"))
    assert "Who cannot be reached now, and who never has been" in page and "Wiremu Parata" not in page
    assert "Wiremu Parata (Māia) — said STOP" in said(ana.get("/console/unreached"))
    delivery = said(ana.get("/console/delivery"))
    assert (
        "Who cannot be reached now" in delivery and "Wiremu" not in delivery and "Everybody" not in delivery
    )
    assert "Wiremu Parata (Māia) — said STOP" in said(console("Ngaire").get("/console/")), "her room is small"
    assert "Wiremu" not in said(console("Tom").get("/console/unreached"))
