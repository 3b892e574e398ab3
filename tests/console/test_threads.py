"""Reading a conversation and answering it: who hears it, and when, is said beforehand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.model.chat import Ears, MessageKind
from bot.model.heard import Sight
from bot.model.people import State
from bot.store import outbox
from bot.store.tables import contact, delivery, message
from tests.console.browser import Browser, forms, said
from tests.console.seed import Harakeke

Console = Callable[..., Browser]


def at(world: Harakeke, name: str) -> str:
    return f"/console/threads/{world[name]}"


def readers_of(world: Harakeke) -> list[int]:
    """Whose phones the last message is for."""
    query = select(delivery.c.contact_id).where(delivery.c.message_id.is_not(None)).order_by(delivery.c.id)
    return list(world.act(lambda desk: list(desk.db.scalars(query))))


def test_a_conversation_names_everybody_and_every_language(world: Harakeke, console: Console) -> None:
    world.says("Hana", "Māia at Hana's", "Kei te ora ia", language="mi")
    answer = console("Ngaire").get(at(world, "Māia at Hana's"))
    page = said(answer)
    assert "Hana Parata (mother) today 15:10" in page and "for the school only" in page
    assert '<p lang="mi" dir="auto">Kei te ora ia</p>' in answer.text
    assert "Nana Rose grandmother" in page and "Sees stories and activities only" in page
    assert "SMS, first notice not sent yet" in page


def test_private_words_are_answered_to_their_writer_only(world: Harakeke, console: Console) -> None:
    world.says("Hana", "Māia at Hana's", "Please do not tell Nana")
    ngaire, thread = console("Ngaire"), at(world, "Māia at Hana's")
    assert "Hana Parata only" in said(ngaire.get(thread))
    done = ngaire.follows(ngaire.fills(thread, thread, words_en="I will not", words_mi="Kāo"))
    assert "Your answer is on its way." in said(done) and "Kāo" in said(done)
    assert readers_of(world) == [world["Hana's phone"]]
    kept = world.act(
        lambda desk: desk.db.execute(select(message).order_by(message.c.id.desc())).mappings().first()
    )
    assert (kept["kind"], kept["ears"]) == (MessageKind.ANSWER, Ears.WRITER)


def test_an_answer_to_shared_words_goes_to_the_home(world: Harakeke, console: Console) -> None:
    world.says("Rose", "Māia at Hana's", "We sang", kind=MessageKind.SHARE, ears=Ears.HOUSEHOLD)
    ngaire, thread = console("Ngaire"), at(world, "Māia at Hana's")
    page = said(ngaire.get(thread))
    assert (
        "Everybody at this home" in page
        and "Nana Rose: now, by SMS , after the first notice" in page.replace("SMS,", "SMS ,")
    )
    ngaire.fills(thread, thread, words_en="Lovely")
    assert sorted(readers_of(world)) == sorted([world["Hana's phone"], world["Rose's phone"]])


def test_an_answer_at_night_says_that_it_comes_in_the_morning(world: Harakeke, console: Console) -> None:
    world.says("Dave", "Finn's", "Is there swimming?")
    world.now += timedelta(hours=7)
    assert "Dave Miller: tomorrow 08:00, by SMS" in said(console("Tom").get(at(world, "Finn's")))


def test_who_writes_now_is_answered_now_also_at_night(world: Harakeke, console: Console) -> None:
    world.now += timedelta(hours=7)
    world.says("Dave", "Finn's", "Is there swimming?")
    assert "Dave Miller: now, by SMS" in said(console("Tom").get(at(world, "Finn's")))


def test_two_clicks_answer_once(world: Harakeke, console: Console) -> None:
    world.says("Dave", "Finn's", "Is there swimming?")
    tom, thread = console("Tom"), at(world, "Finn's")
    form = {**forms(tom.get(thread).text)[thread], "words-en": "Yes"}
    assert [tom.sends(thread, form).status_code for _click in range(2)] == [303, 303]
    assert len(readers_of(world)) == 1


@pytest.mark.parametrize(
    "later", [{}, {"when": "later", "day": "2026-12-01", "at": "10:00"}], ids=["now", "later"]
)
def test_what_back_brings_into_the_box_again_is_asked_about(
    later: dict[str, str], world: Harakeke, console: Console
) -> None:
    """Holds _just_said: after Back the old words stand in a new form. They go once more for whoever says so, and other
    words, another's, or those of an hour ago are not asked about."""
    world.says("Dave", "Finn's", "Is there swimming?")
    tom, thread = console("Tom"), at(world, "Finn's")

    def sends(words: str, by: Browser = tom, **changes: str) -> int:
        form = forms(by.get(thread).text)[thread]
        return by.sends(thread, {**form, **later, "words-en": words, **changes}).status_code

    assert sends("Yes") == 303
    asked = tom.sends(thread, {**forms(tom.get(thread).text)[thread], **later, "words-en": "Yes"})
    assert asked.status_code == 422 and "nothing has gone a second time" in said(asked)
    assert forms(asked.text)[thread]["words-en"] == "Yes" and 'name="again"' in asked.text
    assert sends("Yes", again="yes") == sends("Yes, at ten") == sends("Yes", console("Ana")) == 303
    world.now += timedelta(minutes=20)
    assert sends("Yes") == 303
    if not later:
        assert len(readers_of(world)) == 5


def test_where_nobody_can_be_reached_no_answer_is_said_to_be_on_its_way(
    world: Harakeke, console: Console
) -> None:
    """Holds both lines of thread.html: before it is written, and after."""
    ngaire, thread = console("Ngaire"), at(world, "Ioane's")
    assert "please ring them" not in said(ngaire.get(thread))
    world.act(lambda desk: desk.db.execute(update(contact).values(state=State.STOPPED)))
    assert "nobody at home can be reached with an answer now: please ring them too." in said(
        ngaire.get(thread)
    )
    done = said(ngaire.follows(ngaire.fills(thread, thread, words_en="Thank you")))
    assert "nobody at home could be reached with it. Please ring them." in done
    assert "on its way" not in done and not readers_of(world)


def test_an_empty_answer_keeps_what_was_typed_elsewhere(world: Harakeke, console: Console) -> None:
    world.says("Hana", "Māia at Hana's", "Kia ora")
    ngaire, thread = console("Ngaire"), at(world, "Māia at Hana's")
    answer = ngaire.fills(thread, thread, to="home", words_en=" ")
    assert answer.status_code == 422 and "Please write something first." in said(answer)
    assert forms(answer.text)[thread]["to"] == "home"


def test_what_the_school_asked_stands_in_the_conversation(world: Harakeke, console: Console) -> None:
    made = world.asks("Tom", "What did you read?", room="room 5")

    def sent(desk: Any) -> None:
        outbox.change(desk.db, outbox.of_prompt(desk.db, made)[0]["id"], state="sent", sent_at=desk.now)

    world.act(sent)
    world.now += timedelta(minutes=5)
    world.says("Dave", "Finn's", "A fish book", kind=MessageKind.REPLY, prompt=made)
    page = said(console("Tom").get(at(world, "Finn's")))
    assert page.index("What did you read?") < page.index("A fish book")


def test_a_voice_note_can_be_played_and_a_lost_one_is_said(world: Harakeke, console: Console) -> None:
    world.says("Sina", "Ioane's", "", kind=MessageKind.SHARE, sights=(Sight("voice", "x", "audio/ogg", 4),))
    assert "A voice note is still on its way." in said(console("Ngaire").get(at(world, "Ioane's")))


def test_threads_that_wait_are_marked_and_the_newest_is_first(world: Harakeke, console: Console) -> None:
    world.says("Sina", "Ioane's", "Talofa")
    world.now += timedelta(minutes=1)
    world.says("Hana", "Māia at Hana's", "Kia ora")
    page = said(console("Ngaire").get("/console/threads"))
    hana, sina, wiremu = (
        page.index(name) for name in ("Māia with Hana", "Ioane with Sina", "Māia with Wiremu")
    )
    assert hana < sina < wiremu and page.count("waits for an answer") == 2
    assert "Nothing has been said yet." in page


def test_what_an_answer_costs_is_seen_before_it_goes(world: Harakeke, console: Console) -> None:
    """Holds answer_count: as it is typed; by the button, which sends nothing; and the language of each hearer."""
    world.says("Hana", "Māia at Hana's", "Kei te ora ia", language="mi")
    ngaire, thread = console("Ngaire"), at(world, "Māia at Hana's")
    opened = ngaire.get(thread)
    assert "Hana Parata: now, by SMS; reads te reo Māori" in said(opened).replace("SMS ;", "SMS;")
    assert f'hx-post="{thread}/count/mi"' in opened.text
    fields = {**forms(opened.text)[thread], "words-en": "Yes.", "words-mi": "Āe rā " * 30}
    assert said(ngaire.sends(f"{thread}/count/en", fields)).startswith("1 SMS segment, $0.11, for each phone")
    assert "4 SMS segments, $0.44, for each phone" in said(ngaire.sends(f"{thread}/count/mi", fields))
    assert ngaire.sends(f"{thread}/count/xx", fields).status_code == 404
    shown = ngaire.sends(thread, {**fields, "do": "count"})
    assert shown.status_code == 200 and "4 SMS segments, $0.44" in said(shown) and not readers_of(world)
    assert forms(shown.text)[thread]["words-en"] == "Yes."
