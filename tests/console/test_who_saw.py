"""Who saw what about a child: every look and every send, in plain words; and a copy for one home that tells of no other."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from bot.acts import answering, prompting
from bot.acts.desk import Desk
from bot.jobs.prompts import fan_out_due
from bot.model.chat import PromptKind, Wording
from bot.model.people import State
from bot.store import engine, people
from bot.store.tables import audit, delivery
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke
from tests.console.staffed import everybody, is_in

Console = Callable[..., Browser]
SECRET = "Koro is in hospital"


def talks(world: Harakeke) -> None:
    """Both homes of Māia have something: words, an answer, and a look at each by the safeguarding lead."""
    everybody(world)
    world.act(lambda desk: people.change_contact(desk.db, world["Wiremu's phone"], state=State.ACTIVE))
    for who, thread in (("Hana", "Māia at Hana's"), ("Wiremu", "Māia at Wiremu's")):
        words = world.says(who, thread, SECRET)

        def answers(desk: Desk, thread: str = thread, words: int = words) -> None:
            said_ = [Wording("en", "Aroha nui")]
            answering.answer(desk, world.person(desk, "Ngaire"), world[thread], said_, answers_id=words)

        world.act(answers)
        world.now += timedelta(minutes=1)


def looks(world: Harakeke, console: Console, who: str, thread: str) -> None:
    assert is_in(console(), who).get(f"/console/threads/{world[thread]}").status_code == 200
    world.now += timedelta(minutes=1)


def at(world: Harakeke) -> str:
    return f"/console/saw/{world['Māia']}"


def paper(there: Browser, world: Harakeke, home: str = "") -> str:
    fields = {**there.token(), "home": str(world[f"{home} home"]) if home else ""}
    answer = there.sends(f"{at(world)}/print", fields)
    assert answer.status_code == 200
    return said(answer)


def test_every_look_and_every_send_is_told_in_plain_words_and_no_words_of_theirs(
    world: Harakeke, console: Console
) -> None:
    talks(world)
    looks(world, console, "Sefo", "Māia at Hana's")
    looks(world, console, "Ngaire", "Māia at Hana's")  # her own room: her work, and no look
    page = said(is_in(console(), "Ana").get(at(world)))
    assert "Sefo read the conversation (home with Hana Parata)" in page
    assert "Hana Parata : an answer from Whaea Ngaire, by SMS:" in page
    assert "Wiremu Parata : an answer from Whaea Ngaire, by SMS:" in page
    assert "Ana at the office looked at this list" in page  # this very look
    assert "Whaea Ngaire read" not in page
    assert page.index("Sefo read") < page.index("an answer from")  # newest first
    assert SECRET not in page and "Aroha nui" not in page


def test_a_copy_for_one_home_tells_nothing_of_the_other(world: Harakeke, console: Console) -> None:
    """Holds `home_id` in looks and sends, and `members` in _seen: a separated home is not even said to be there."""
    talks(world)
    looks(world, console, "Sefo", "Māia at Hana's")
    looks(world, console, "Adi", "Māia at Wiremu's")
    ana = is_in(console(), "Ana")
    mothers, fathers = paper(ana, world, "Māia at Hana's"), paper(ana, world, "Māia at Wiremu's")
    assert "Sefo read the conversation" in mothers and "Hana Parata : an answer" in mothers
    assert not any(word in mothers for word in ("Wiremu", "Adi", "home with", "other", "all homes"))
    assert mothers.count("an answer from") == fathers.count("an answer from") == 1  # not even unnamed
    assert "Adi read the conversation" in fathers and "Wiremu Parata : an answer" in fathers
    assert not any(word in fathers for word in ("Hana", "Rose", "Sefo", "home with", "all homes"))
    whole = paper(ana, world)
    assert "Sefo read" in whole and "Adi read" in whole and "home with Wiremu Parata" in whole


def test_whose_phone_is_shared_with_another_home_is_not_named(world: Harakeke, console: Console) -> None:
    """Holds `members` in _seen: a text on this home's phone that is addressed to somebody of the other one."""
    talks(world)

    def shared(desk: Desk) -> None:
        mine = delivery.c.person_id == world["Hana"]
        desk.db.execute(delivery.update().where(mine).values(person_id=world["Wiremu"]))

    world.act(shared)
    page = paper(is_in(console(), "Ana"), world, "Māia at Hana's")
    assert "a phone of this home : an answer" in page and "Wiremu" not in page


def test_printing_is_written_down_and_told(world: Harakeke, console: Console) -> None:
    talks(world)
    ana = is_in(console(), "Ana")
    paper(ana, world, "Māia at Hana's")
    query = select(audit.c.person_id, audit.c.child_id, audit.c.household_id).where(
        audit.c.act == "printed who saw what"
    )
    rows = engine.look(world.engine, lambda db: [tuple(it) for it in db.execute(query)])
    assert rows == [(world["Ana"], world["Māia"], world["Māia at Hana's home"])]
    assert "Ana at the office printed this list" in said(ana.get(at(world)))


def test_a_home_of_another_child_is_not_there(world: Harakeke, console: Console) -> None:
    talks(world)
    ana = is_in(console(), "Ana")
    for home in (world["Finn's home"], 987654, "1 or 1=1"):
        answer = ana.sends(f"{at(world)}/print", {**ana.token(), "home": str(home)})
        assert answer.status_code == 404


def test_long_lists_come_in_pages_that_miss_nothing_and_repeat_nothing(
    world: Harakeke, console: Console
) -> None:
    """Holds `older`: both kinds are followed by their own ids, from page to page."""
    everybody(world)
    for number in range(130):

        def once(desk: Desk, number: int = number) -> None:
            words = [Wording("en", f"Number {number}")]
            answering.answer(desk, world.person(desk, "Ngaire"), world["Māia at Hana's"], words)

        world.act(once)
        if number % 10 == 0:
            world.now += timedelta(minutes=16)
            looks(world, console, "Sefo", "Māia at Hana's")
    ana, path, texts, seen = is_in(console(), "Ana"), at(world), 0, 0
    sent = engine.look(world.engine, lambda db: len(db.execute(select(delivery.c.id)).all()))
    for _page in range(5):
        page = ana.get(path).text
        texts, seen = texts + page.count("an answer from"), seen + page.count("read the conversation")
        if "Show older" not in page:
            break
        path = page.split("Show older")[0].rpartition('href="')[2].rpartition('"')[0].replace("&amp;", "&")
    assert (texts, seen) == (sent, 13)
    assert sent >= 130


def test_answers_that_were_read_or_taken_away_are_told_to_each_child_and_home(
    world: Harakeke, console: Console
) -> None:
    """Holds the child and thread in replies' note_looks, and TAKEN in take_away and in saw.looks."""
    everybody(world)
    made = world.asks("Ngaire", "What did you cook?", room="room 7")
    for who, thread in (("Hana", "Māia at Hana's"), ("Wiremu", "Māia at Wiremu's"), ("Sina", "Ioane's")):
        world.says(who, thread, SECRET, prompt=made)
    sefo = is_in(console(), "Sefo")
    assert sefo.get(f"/console/ask/{made}/replies").status_code == 200
    assert is_in(console(), "Ngaire").get(f"/console/ask/{made}/replies.csv").status_code == 200
    ana = is_in(console(), "Ana")
    page = said(ana.get(at(world)))
    for home in ("Hana Parata", "Wiremu Parata"):
        assert f"Sefo read answers to a question (home with {home})" in page
        assert f"Whaea Ngaire took answers to a question away, as a table (home with {home})" in page
    copy = paper(ana, world, "Māia at Hana's")
    assert copy.count("Sefo read answers to a question") == 1
    assert copy.count("took answers to a question away") == 1 and SECRET not in copy


def test_each_kind_of_message_is_called_by_its_name(world: Harakeke, console: Console) -> None:
    """Holds _KINDS in bot/acts/reading/saw.py, for every kind there is: a safety message is no question."""
    everybody(world)

    def sends(desk: Desk) -> None:
        for kind in PromptKind:
            made = prompting.draft(desk, world.person(desk, "Ngaire"), [Wording("en", f"A {kind}")],
                                   kind=kind, room_ids=[world["room 7"]])  # fmt: skip
            assert made is not None and prompting.confirm(desk, made, sure=True)

    world.act(sends)
    world.now += timedelta(minutes=5)
    world.act(fan_out_due)
    page = paper(is_in(console(), "Ana"), world, "Māia at Hana's")
    for words in ("a question", "an idea for home", "news", "good news", "a safety message"):
        assert page.count(f"Hana Parata : {words} from Whaea Ngaire") == 1, words
