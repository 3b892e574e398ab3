"""Answers for later, quotes, and threads that are handed to a colleague."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import insert, select

from bot.acts import answering_later, handing_over, relaying
from bot.acts.desk import Desk
from bot.model.chat import Ears, MessageKind, Wording
from bot.model.people import Role, State
from bot.store import contents, handovers, lanes, messages, people
from bot.store.tables import audit, delivery, message, planned_answer, staffing
from tests.console.browser import Browser, forms, said
from tests.console.seed import Harakeke
from tests.console.staffed import everybody
from tests.console.test_threads import at, readers_of

Console = Callable[..., Browser]


def states(world: Harakeke) -> list[str]:
    query = select(planned_answer.c.state).order_by(planned_answer.c.id)
    return list(world.act(lambda desk: list(desk.db.scalars(query))))


def passes(world: Harakeke, **time: float) -> int:
    world.now += timedelta(**time)
    return int(world.act(answering_later.send_due))


def works(world: Harakeke, who: str, role: Role, room: str) -> None:
    row = {
        "person_id": world[who],
        "room_id": world[room],
        "role": role,
        "since": world.now - timedelta(days=1),
    }
    world.act(lambda desk: desk.db.execute(insert(staffing).values(school_id=desk.school.id, **row)))


def leaves(world: Harakeke, who: str) -> None:
    ended = staffing.update().where(staffing.c.person_id == world[who]).values(until=world.now)
    world.act(lambda desk: desk.db.execute(ended))


def test_a_time_that_was_given_is_not_passed_over(world: Harakeke, console: Console) -> None:
    """Holds Answer.torn: a time was given and "Now" is ticked, so nothing goes before it was asked which is meant; not
    twice, and not of whoever left the time alone."""
    tom, thread = console("Tom"), at(world, "Finn's")

    def went() -> int:
        return len(world.act(lambda desk: messages.in_thread(desk.db, world["Finn's"])))

    first = tom.fills(thread, thread, words_en="Yes, at ten", at="19:45")
    assert (first.status_code, went()) == (422, 0) and "“Now” is still ticked" in said(first)
    kept = forms(first.text)[thread]
    assert (kept["words-en"], kept["at"], kept["when"]) == ("Yes, at ten", "19:45", "now")
    assert tom.sends(thread, kept).status_code == 303 and went() == 1
    assert tom.fills(thread, thread, words_en="And bring a hat").status_code == 303 and went() == 2


def test_who_hears_it_and_who_does_not_stands_before_the_box(world: Harakeke, console: Console) -> None:
    world.says("Hana", "Māia at Hana's", "Tino pai", ears=Ears.HOUSEHOLD, kind=MessageKind.REPLY)
    page = said(console("Ngaire").get(at(world, "Māia at Hana's")))
    told = "Your answer goes to Hana Parata; not to Nana Rose; not to Māia’s other home."
    assert told in page and page.index(told) < page.index("Send the answer")
    assert "no phone that can be reached: said STOP" in said(
        console("Ngaire").get(at(world, "Māia at Wiremu's"))
    )


def test_an_answer_waits_for_its_time_and_goes_once(world: Harakeke, console: Console) -> None:
    """Holds `planned.change(state="gone")`: two ticks that find it say it once."""
    world.says("Dave", "Finn's", "Is there swimming?")
    tom, thread = console("Tom"), at(world, "Finn's")
    page = tom.follows(tom.fills(thread, thread, words_en="Yes, at ten", when="later"))
    assert "Your answer waits for its time." in said(page) and "Goes tomorrow 08:30" in said(page)
    assert readers_of(world) == [] and passes(world, hours=17) == 0, "it is 08:10"
    assert passes(world, minutes=20) == 1 and passes(world, minutes=1) == 0
    assert readers_of(world) == [world["Dave's phone"]] and states(world) == ["gone"]
    page = said(console("Tom").get(thread))
    assert "Yes, at ten" in page and "Goes tomorrow" not in page


def test_it_can_be_changed_and_taken_back_until_it_goes(world: Harakeke, console: Console) -> None:
    world.says("Dave", "Finn's", "Is there swimming?")
    tom, thread = console("Tom"), at(world, "Finn's")
    for words in ("Yes, at ten", "And bring a towel"):
        tom.fills(thread, thread, words_en=words, when="later")
    first, second = world.act(lambda desk: list(desk.db.scalars(select(planned_answer.c.id))))
    tom.sends(f"{thread}/planned/{second}/cancel", tom.token(thread))
    change = f"{thread}/planned/{first}"
    assert forms(tom.get(change).text)[change]["words-en"] == "Yes, at ten"
    assert tom.fills(change, change, words_en=" ").status_code == 422
    assert "Yes, at eleven" in said(
        tom.follows(tom.fills(change, change, words_en="Yes, at eleven", at="09:00"))
    )
    assert passes(world, hours=17, minutes=25) == 0, "it is 08:35, and it was put off until nine"
    assert passes(world, minutes=30) == 1
    assert states(world) == ["gone", "cancelled"]
    tom = console("Tom")  # nobody stays signed in overnight
    assert "Yes, at eleven" in said(tom.get(thread)) and "towel" not in said(tom.get(thread))
    late = tom.sends(f"{thread}/planned/{first}/cancel", tom.token(thread))
    assert "It has gone already." in said(tom.follows(late))


def test_whoever_has_left_the_room_says_nothing_in_it_and_nothing_is_lost(
    world: Harakeke, console: Console
) -> None:
    """Holds the look at what its writer still sees when the time comes."""
    world.says("Dave", "Finn's", "Is there swimming?")
    tom, thread = console("Tom"), at(world, "Finn's")
    tom.fills(thread, thread, words_en="Yes, at ten", when="later")
    leaves(world, "Tom")
    passes(world, hours=18)
    assert readers_of(world) == [] and states(world) == ["stuck"]
    ana = console("Ana")
    assert "An answer that has not gone" in said(ana.get(thread)) and "Yes, at ten" in said(ana.get(thread))
    change = f"{thread}/planned/1"
    today = ana.get("/console/")
    assert "Matua Tom’s answer about Finn, for" in said(today) and f'href="{change}"' in today.text
    assert "answer about Finn" not in said(console("Ngaire").get("/console/"))  # of another room
    ana.fills(change, change, day="2026-11-25", at="11:00")
    then = said(ana.get("/console/"))
    assert "has not gone" not in then and "Ana at the office’s answer about Finn today 11:00" in then
    assert passes(world, hours=3) == 1 and readers_of(world) == [world["Dave's phone"]]


def test_a_time_that_has_passed_is_said_and_nothing_typed_is_lost(world: Harakeke, console: Console) -> None:
    world.says("Dave", "Finn's", "Is there swimming?")
    tom, thread = console("Tom"), at(world, "Finn's")
    answer = tom.fills(thread, thread, words_en="Yes", when="later", day="2026-11-24", at="08:00")
    assert answer.status_code == 422 and "That time has passed." in said(answer)
    assert forms(answer.text)[thread]["words-en"] == "Yes" and states(world) == []


def test_words_for_the_school_alone_are_not_quoted_to_the_home(world: Harakeke, console: Console) -> None:
    """Holds `_to_its_writer`: a quote would show the home what was not for it."""
    private = world.says("Hana", "Māia at Hana's", "Please do not tell Nana")
    ngaire, thread = console("Ngaire"), at(world, "Māia at Hana's")
    page = f"{thread}?quote={private}"
    assert "You quote Hana Parata:" in said(ngaire.get(page))
    fields = forms(ngaire.get(page).text)[thread]
    refused = ngaire.sends(thread, {**fields, "words-en": "I will not", "to": "home"})
    assert refused.status_code == 422 and "It can be quoted to its writer only." in said(refused)
    assert ngaire.sends(thread, {**fields, "words-en": "I will not"}).status_code == 303
    assert readers_of(world) == [world["Hana's phone"]]
    foreign = world.says("Dave", "Finn's", "Kia ora")
    stranger = ngaire.sends(
        thread, {**forms(ngaire.get(page).text)[thread], "words-en": "x", "quote": str(foreign)}
    )
    assert "What you quote is not in this thread any more." in said(stranger)


def test_a_thread_is_handed_to_a_colleague_who_sees_the_child_and_back(
    world: Harakeke, console: Console
) -> None:
    """Holds `colleagues`: the teacher of another room is not offered, nor taken when a form says so."""
    works(world, "Rose", Role.RELIEVER, "room 7")
    ngaire, thread = console("Ngaire"), at(world, "Ioane's")
    page = ngaire.get(thread)
    assert "Nana Rose" in said(page) and "Matua Tom" not in said(page)
    sent = ngaire.fills(thread, f"{thread}/hand-over", to=str(world["Tom"]))
    assert "may not see this child" in said(ngaire.follows(sent))
    done = said(ngaire.follows(ngaire.fills(thread, f"{thread}/hand-over", to=str(world["Ana"]))))
    assert "It waits for Ana at the office, from Whaea Ngaire" in done
    assert "It waits for you: Whaea Ngaire handed it to you" in said(console("Ana").get(thread))
    ngaire.fills(thread, f"{thread}/hand-back")
    assert "It waits for" not in said(ngaire.get(thread))
    acts = world.act(lambda desk: list(desk.db.scalars(select(audit.c.act).order_by(audit.c.id))))
    assert [it for it in acts if it.startswith("handed")] == ["handed a thread over", "handed a thread back"]


def test_nothing_of_another_room_can_be_handed_planned_or_cancelled(
    world: Harakeke, console: Console
) -> None:
    world.says("Dave", "Finn's", "Is there swimming?")
    thread = at(world, "Finn's")
    console("Tom").fills(thread, thread, words_en="Yes", when="later")
    ngaire = console("Ngaire")
    for path in ("hand-over", "hand-back", "planned/1", "planned/1/cancel"):
        assert (
            ngaire.sends(f"{thread}/{path}", {**ngaire.token(), "to": str(world["Ana"])}).status_code == 404
        )
    other = at(world, "Ioane's")
    assert ngaire.get(f"{other}/planned/1").status_code == 404, "it belongs to another thread"
    assert ngaire.follows(ngaire.sends(f"{other}/planned/1/cancel", ngaire.token())).status_code == 200
    assert states(world) == ["waiting"]
    assert (
        world.act(
            lambda desk: desk.db.scalar(select(delivery.c.id).where(delivery.c.message_id.is_not(None)))
        )
        is None
    )
    assert (
        world.act(lambda desk: desk.db.scalar(select(message.c.id).where(message.c.kind == "answer"))) is None
    )


def test_a_form_gone_back_to_and_changed_is_a_new_answer(world: Harakeke, console: Console) -> None:
    """Holds Answer.key: the same form twice is one answer; with other words in it, nothing is lost."""
    there, path = console("Ngaire"), at(world, "Māia at Hana's")
    fields = {**forms(there.get(path).text)[path], "words-en": "Ka pai!"}
    for _click in range(2):
        assert there.sends(path, fields).status_code == 303
    assert there.sends(path, {**fields, "words-en": "Ka pai! See you on Friday."}).status_code == 303
    page = said(there.get(path))
    assert page.count("Ka pai!") == 2 and "See you on Friday." in page


def test_a_team_leaders_answer_goes_at_its_time_too(world: Harakeke, console: Console) -> None:
    """Holds that who may answer now may answer later, by one rule."""
    everybody(world)

    def plan(desk: Desk) -> None:
        words = [Wording("en", "We talk on Monday.")]
        at = desk.now + timedelta(minutes=10)
        answering_later.plan(desk, world.person(desk, "Lena"), world["Māia at Hana's"], words, at)

    world.act(plan)
    world.now += timedelta(minutes=11)
    world.act(answering_later.send_due)
    page = said(console("Ngaire").get(at(world, "Māia at Hana's")))
    assert "We talk on Monday." in page and "colleague" not in page.partition("We talk on Monday.")[0][-200:]


def test_a_colleague_is_told_once_and_not_of_what_was_taken_back(world: Harakeke, console: Console) -> None:
    """Holds the look at who has it, and that handing back takes what waits for the morning with it."""
    everybody(world)
    thread = world["Māia at Hana's"]

    def telegram(desk: Desk) -> None:
        met = people.meet(desk.db, desk.school.id, world["telegram"], "telegram", "7000000055", State.ACTIVE,
                          "Pacific/Auckland", desk.now)  # fmt: skip
        people.change_contact(desk.db, met.id, notice_at=desk.now)
        people.link(desk.db, desk.school.id, met.id, world["Ana"])

    def hand(desk: Desk) -> bool:
        return handing_over.hand_over(desk, world.person(desk, "Ngaire"), thread, world["Ana"])

    def waiting(desk: Desk) -> list[str]:
        return list(desk.db.scalars(select(delivery.c.state).where(delivery.c.person_id == world["Ana"])))

    world.act(telegram)
    assert world.act(hand) and world.act(hand)
    assert world.act(waiting) == ["waiting"]
    assert world.act(lambda desk: handing_over.hand_back(desk, world.person(desk, "Ana"), thread))
    assert world.act(waiting) == ["cancelled"]


def test_new_words_reach_whoever_has_the_thread_in_hand_once(world: Harakeke) -> None:
    """Holds `_has_it_in_hand`: the colleague hears of them too; a teacher of the room not twice (nor would the outbox)."""

    def chat(who: str, address: str) -> None:
        def deed(desk: Desk) -> None:
            met = people.meet(desk.db, desk.school.id, world["telegram"], "telegram", address, State.ACTIVE,
                              "Pacific/Auckland", desk.now)  # fmt: skip
            people.link(desk.db, desk.school.id, met.id, world[who])

        world.act(deed)

    def hears() -> list[int]:
        def deed(desk: Desk) -> list[int]:
            [dave] = lanes.lanes_of(desk.db, world["Dave"], desk.now)
            content = contents.keep(desk.db, desk.school.id, [Wording("en", "Is there swimming?")])
            made = messages.put(desk.db, desk.school.id, thread_id=world["Finn's"], author_id=world["Dave"],
                                content_id=content, kind=MessageKind.NOTE, ears=Ears.WRITER, said_at=desk.now)  # fmt: skip
            relaying.to_school(desk, made or 0, content, dave)
            query = select(delivery.c.person_id).where(
                delivery.c.message_id == made, delivery.c.gate == "staff"
            )
            return sorted(desk.db.scalars(query))

        return list(world.act(deed))

    def handed(to: str) -> None:
        world.act(lambda desk: handing_over.hand_over(desk, world.person(desk, "Tom"), world["Finn's"], world[to]))  # fmt: skip

    chat("Tom", "700")
    chat("Ana", "701")
    assert hears() == [world["Tom"]]
    handed("Ana")
    assert hears() == [world["Tom"], world["Ana"]]
    world.act(
        lambda desk: handovers.begin(
            desk.db, desk.school.id, world["Finn's"], world["Ana"], world["Tom"], desk.now
        )
    )
    assert hears() == [world["Tom"]]
