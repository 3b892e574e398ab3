"""The little school with something on every page: questions, answers, a share, a poll, a roll to mend, words that went astray."""

from datetime import time, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.acts import answering_later, handing_over, in_class, prompting, restricting
from bot.acts.desk import Desk
from bot.acts.letters import printing
from bot.acts.roll import lying
from bot.acts.series import keeping, running
from bot.library.shelf import on_shelf
from bot.model.chat import Ears, MessageKind, PromptKind, Wording
from bot.model.people import State
from bot.model.series import Rhythm
from bot.pace.schedule import local
from bot.store import absences, contents, groups, messages, people, urgent
from bot.store.tables import inbox, membership, wording
from tests.console.seed import Harakeke, lies_in_the_inbox, put
from tests.console.staffed import everybody
from tests.console.test_in_class import says_yes
from tests.console.test_letters import comes
from tests.console.test_replies import answers, asked

ROLL = """room,child,adult,relation,phone,language,household
Room 7,Lagi,Sefina,mother,021 000 0301,sm,A
Room 7,Māia,Hana Parata,mother,+642000000041,mi,A
Room 5,Tui,Aroha,mother,02l 000 0302,mi,A
Room 5,Tui,Pita,father,09 555 0100,en,B
"""
UNKNOWN = "class room,pupil called,who,tel\nRoom 7,Lagi,Sefina,021 000 0301\n"


def filled(world: Harakeke, _media: Path) -> None:
    everybody(world)
    _said(world)
    _asked(world)
    world.act(_turned_by_a_machine)
    for deed in (_a_series, _a_draft_that_cannot_wait, _in_hand, _on_paper, _kept_out, _rolls):
        world.act(lambda desk, deed=deed: deed(desk, world))  # type: ignore[misc]
    comes(world, "Ioane")
    lies_in_the_inbox(world, "troubled", "???", contact="Sina's phone")
    lies_in_the_inbox(world, "new", "Kia ora, this is Koro", address="+642000000098", name="Koro")
    lies_in_the_inbox(world, "stranger", "Who is this?")
    world.act(lambda desk: _at_the_office(desk, world))


def _said(world: Harakeke) -> None:
    """A thread in two languages, something for class that the family has allowed, and words from right to left."""
    question = world.asks(
        "Ngaire", "What did you cook at home this week?", room="room 7", mi="He aha tō kai?"
    )
    hangi = world.says(
        "Hana", "Māia at Hana's", "He hāngī mā mātou", kind=MessageKind.REPLY, language="mi", prompt=question,
        ears=Ears.HOUSEHOLD,
    )  # fmt: skip
    world.says("Sina", "Ioane's", "Na matou faia le panikeke", kind=MessageKind.SHARE, language="sm",
               ears=Ears.HOUSEHOLD)  # fmt: skip
    world.says("Dave", "Finn's", "He is a bit tired today")
    world.says("Dave", "Finn's", "خبزنا الخبز معًا اليوم", kind=MessageKind.SHARE, language="ar",
               ears=Ears.HOUSEHOLD)  # fmt: skip

    def offered(desk: Desk) -> None:
        assert in_class.ask_family(desk, world.person(desk, "Ngaire"), messages.one(desk.db, hangi))

    world.act(offered)
    says_yes(world, "Hana", hangi)


def _asked(world: Harakeke) -> None:
    """A question for tomorrow, and a poll that some have answered."""
    world.asks("Ngaire", "What gets measured at your place?", room="room 7", at=world.now + timedelta(days=1))
    poll = asked(world, "room 7", "room 5")
    answers(world, "Hana", "Māia at Hana's", "Rāmere", poll, 2, "mi")
    answers(world, "Dave", "Finn's", "Monday", poll, 1)
    answers(world, "Sina", "Ioane's", "E leai", poll, None, "sm")


def _a_series(desk: Desk, world: Harakeke) -> None:
    """Ngaire's own copy of one of the library's, on its way in her room."""
    it = on_shelf("talking-and-belonging")
    assert it is not None
    made = keeping.copy(desk, world.person(desk, "Ngaire"), it)
    running.begin(desk, None, made, [world["room 7"]], Rhythm(time(15, 30), (0, 2, 4)), place=4)


def _a_draft_that_cannot_wait(desk: Desk, world: Harakeke) -> None:
    world.ids["safety"] = prompting.draft(
        desk, world.person(desk, "Adi"), [Wording("en", "School is closed: the river is high.")],
        room_ids=[world["room 7"]], kind=PromptKind.SAFETY,
    ) or 0  # fmt: skip


def _in_hand(desk: Desk, world: Harakeke) -> None:
    """An answer for tomorrow morning; a thread that a colleague has; a group to write to."""
    ngaire, thread = world.person(desk, "Ngaire"), world["Māia at Hana's"]
    answering_later.plan(
        desk, ngaire, thread, [Wording("en", "Bring the recipe!")], desk.now + timedelta(hours=18)
    )
    assert handing_over.hand_over(desk, ngaire, thread, world["Rua"])
    for who in ("Ngaire", "Ana", "Adi"):
        groups.keep(
            desk.db, desk.school.id, world[who], "Kapa haka", "kapa haka", [world["Māia"], world["Ioane"]]
        )


def _on_paper(desk: Desk, world: Harakeke) -> None:
    printing.write(desk, printing.homes(desk, [world["Māia"], world["Finn"]]), by=world["Ngaire"])


def _kept_out(desk: Desk, world: Harakeke) -> None:
    restricting.keep_out(desk, world["Ana"], world["Finn"], address="+642000000077", note="court order 12")


def _rolls(desk: Desk, world: Harakeke) -> None:
    """One looked at, with rows to mend; one whose columns nobody knows; one that is no table."""
    for name, text in (("no-table.xlsx", "PK\x03\x04"), ("old.csv", UNKNOWN), ("roll.csv", ROLL)):
        sheet = lying.bring(desk, name, text.encode(), world["Ana"], False)
        assert lying.begin(desk, sheet, ("new",), "looking")
        lying.keep(desk, sheet, lying.look(desk, sheet))


def _turned_by_a_machine(desk: Desk) -> None:
    """One of the things that families wrote, in English too."""
    said = desk.db.scalar(select(wording.c.content_id).where(wording.c.words.startswith("He hāngī")))
    put(desk.db, wording, school_id=desk.school.id, content_id=said, language="en",
        words="We made a hāngī", made_by="machine", engine="a made-up one")  # fmt: skip


def _at_the_office(desk: Desk, world: Harakeke) -> None:
    """A child who is away, words that cannot wait, a phone that may be somebody else's by now, and somebody whose words may be about another child."""
    today = f"{local(desk.now, desk.school.calendar.zone):%Y-%m-%d}"
    absences.say(
        desk.db, desk.school.id, world["Māia at Hana's home"], [today], world["Hana"], None, desk.now
    )
    heard = int(desk.db.scalar(select(func.max(inbox.c.id))) or 0)
    content_id = contents.keep(desk.db, desk.school.id, [Wording("sm", "Ua gau le faʻamalama i le potu 7")])
    urgent.put(
        desk.db, desk.school.id, contact_id=world["Sina's phone"], person_id=world["Sina"], inbox_id=heard,
        content_id=content_id, said_at=desk.now,
    )  # fmt: skip
    put(
        desk.db, membership, school_id=desk.school.id, household_id=world["Ioane's home"], person_id=world["Dave"],
        relation="uncle", guardian=False, scope="stories", from_roll=False, since=desk.now,
    )  # fmt: skip
    people.change_contact(desk.db, world["Rose's phone"], state=State.QUARANTINED, why="silent for a year")
