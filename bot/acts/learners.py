"""The learner's own turn on a guardian's phone: ten minutes in which what it says is the child's own words.

They are the family's: nobody at the school can see them, and nothing of them leaves the inbox, until the guardian who
began the turn has been read them and says "send". Dropped, or left unanswered for a day, they are deleted for good.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.acts import saying
from bot.acts.asking_which import asked_of
from bot.acts.desk import Desk
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.people import Contact, Lane, Member, Person, State
from bot.pace.schedule import DAY
from bot.store import lanes, learners, people, questions
from bot.store.rows import Row

TEN_MINUTES = timedelta(minutes=10)
LOOK_AGAIN = timedelta(minutes=1)
#: Longer than that it is read back in parts, all of it: nobody sends what they were not read.
READ_BACK = 900
SENDS = learners.READ


def begin(desk: Desk, contact: Contact, guardian: Person, member: Member, said_at: datetime) -> int:
    """From PASS on, not from when we heard it: what the child wrote since then is the child's."""
    return learners.begin(
        desk.db, desk.school.id, contact.id, guardian.id, member.lane.household_id, said_at,
        desk.now + TEN_MINUTES,
    )  # fmt: skip


def turn_at(desk: Desk, contact: Contact, said_at: datetime) -> Row | None:
    """The child's turn in which this was said, if it was."""
    if contact.turn_until is None or said_at >= contact.turn_until:
        return None
    return learners.at(desk.db, contact.id, said_at)


def keep(desk: Desk, contact: Contact, turn: Row, inbox_id: int) -> None:
    """Kept for the guardian, and for nobody else. What comes late is read to them with the rest."""
    learners.keep(desk.db, desk.school.id, turn["id"], inbox_id)
    if turn["state"] != "open":
        _read_back(desk, contact, turn)


def hand_back(desk: Desk, contact: Contact, turn: Row, at: datetime) -> bool:
    """The phone is the guardian's again, who is read what the child said; False when that was nothing."""
    learners.end(desk.db, turn, at)
    return _read_back(desk, contact, turn)


def end_due(desk: Desk) -> int:
    """The ten minutes are over, or a day without an answer is, or a copy of what was read can be deleted by now."""
    rows = learners.due(desk.db, desk.school.id, desk.now)
    for turn in rows:
        contact = people.contact_by_id(desk.db, turn["contact_id"])
        if turn["state"] == "open" and contact.state == State.ACTIVE and _guards(desk, turn):
            if not _read_back(desk, contact, turn):
                saying.say(desk, contact, Say(NOTHING), person_id=turn["person_id"])
        else:
            over(desk, turn)
    return len(rows)


def over(desk: Desk, turn: Row) -> int:
    """What has not been sent is gone for good, here and in what the guardian was read; how many things that was."""
    dropped = learners.drop(desk.db, turn["id"], desk.now)
    gone = learners.forget_read(desk.db, turn)
    learners.change(desk.db, turn["id"], state="over", due_at=None if gone else desk.now + LOOK_AGAIN)
    return dropped


def guarded(turn: Row, members: Sequence[Member]) -> Member | None:
    """The place of the guardian who began it, if it is theirs still."""
    return next((it for it in members if it.guardian and it.lane.household_id == turn["household_id"]), None)


def _guards(desk: Desk, turn: Row) -> bool:
    return guarded(turn, lanes.lanes_of(desk.db, turn["person_id"], desk.now)) is not None


def _read_back(desk: Desk, contact: Contact, turn: Row) -> bool:
    heard = learners.unsent(desk.db, turn["id"])
    if not heard:
        over(desk, turn)
        return False
    for asked in questions.unanswered(desk.db, contact.id, SENDS, desk.now - DAY):
        if asked_of(asked, turn["person_id"], SENDS) and asked.about["turn"] == turn["id"]:
            questions.answered(desk.db, asked.id, asked.about, desk.now)
    lane = lanes.lane(desk.db, turn["household_id"])
    about, about_whom = {"turn": turn["id"], "whose": turn["person_id"]}, [(lane.child.id, lane.household_id)]
    *earlier, last = _pieces(heard)
    for words in earlier:
        # As a question that has its answer: so `forget_read` finds the copy, and nobody can say "send" yet.
        part = saying.ask(
            desk, contact, SENDS, _wrote(lane, words), about=about, person_id=turn["person_id"], beside=True,
            lanes=about_whom,
        )  # fmt: skip
        questions.answered(desk.db, part, about, desk.now)
    saying.ask(
        desk, contact, SENDS, *_said(lane, last, heard), Say(_("After a day without an answer it is deleted.")),
        options=[Option("send", Say(_("Send it to school"))), Option("drop", Say(_("Delete it")))],
        about=about, lasts=DAY, person_id=turn["person_id"], beside=True, lanes=about_whom,
    )  # fmt: skip
    learners.change(desk.db, turn["id"], state="asked", due_at=desk.now + DAY)
    return True


def _pieces(heard: Sequence[Row]) -> list[str]:
    """All that the child wrote, each piece short enough for one text; cut between two words where it can be."""
    rest = "\n".join(it["heard"]["words"].strip() for it in heard if it["heard"]["words"].strip())
    found = []
    while len(rest) > READ_BACK:
        at = max(rest.rfind(" ", 0, READ_BACK), rest.rfind("\n", 0, READ_BACK))
        at = at if at > 0 else READ_BACK
        found.append(rest[:at])
        rest = rest[at:].strip()
    return [*found, rest]


def _said(lane: Lane, words: str, heard: Sequence[Row]) -> list[Say]:
    said = [_wrote(lane, words)] if words else []
    if any(it["heard"]["sights"] for it in heard):
        said.append(
            Say(
                _("{child} sent a photo or a voice note. Nobody at school has seen it."),
                {"child": lane.child.name},
            )
        )
    return said


def _wrote(lane: Lane, words: str) -> Say:
    return Say(
        _("{child} wrote this. Nobody at school has seen it: {words}"),
        {"child": lane.child.name, "words": words},
    )


NOTHING = _("The phone is yours again. Nothing was written, and nothing goes to school.")
