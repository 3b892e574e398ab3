"""What a family knows goes to class, and back home: marked, asked about, allowed, used, and told.

Nobody at home hears more for it: its ears stay what they were. No answer is a no.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.acts import answering, quoting, relaying
from bot.acts.desk import Desk
from bot.acts.quoting import Quote
from bot.acts.saying import ask
from bot.languages.words import _
from bot.model.chat import MessageKind, Option, Question, Say, Wording
from bot.model.people import Contact, Member, Person, State
from bot.store import contents, lanes, messages, offerings, people, records
from bot.store.rows import Row

KIND = "class use"
LASTS = timedelta(days=21)
OWED_AFTER = timedelta(days=14)  #: used for longer without a line home: Today says that it is owed
NAMED, UNNAMED, NO = "named", "unnamed", "no"

# Translators: a teacher asks a family about something that they shared; {quote} is how it begins.
MAY_WE = _('{teacher}, {school}: thank you for "{quote}". May I use it in class?')
# Translators: as before, where it was a photo or a voice note.
MAY_WE_SHOW = _("{teacher}, {school}: thank you for what you sent us. May I use it in class?")
# Translators: a teacher tells a family what the class did with what they shared. {words} are the teacher's own.
WENT_TO_CLASS = _("{teacher}, {school}, about {child}: it went to class. {words} Anything to correct or add?")


def mark(desk: Desk, by: Person, said: Row) -> bool:
    """Something for class, also when it came as a note. False for the school's own words and short thanks."""
    if said["kind"] == MessageKind.ANSWER or said["asides"]:
        return False
    if offerings.mark(desk.db, desk.school.id, said["id"], by.id, desk.now):
        about = {"message": said["id"]}
        records.note(desk.db, desk.school.id, "marked for class", desk.now, person_id=by.id, about=about)
    return True


def ask_family(desk: Desk, by: Person, said: Row) -> bool:
    """Asks whoever gave it, once; False where they cannot be asked."""
    if not mark(desk, by, said):
        return False
    it, giver = offerings.of_message(desk.db, said["id"]), _giver(desk, said)
    if it is None or giver is None:
        return False
    if it["asked_at"] is not None:
        return True
    phone, same = _phone(desk, said, giver)
    if phone is None:
        return False
    lane = giver.lane
    asked = ask(
        desk, phone, KIND, _question(desk, by, said, same), lasts=LASTS, person_id=giver.person.id,
        reach=relaying.WORDS, beside=True, lanes=[(lane.child.id, lane.household_id)],
        about={"message": said["id"], "whose": giver.person.id, "teacher": by.name},
        options=[Option(NAMED, Say(_("Yes, name us"))), Option(UNNAMED, Say(_("Yes, no name"))),
                 Option(NO, Say(_("Just for you")))],
    )  # fmt: skip
    offerings.asked(desk.db, it["id"], by.id, asked, desk.now)
    return True


def answered(desk: Desk, person: Person, question: Question, chosen: str) -> bool:
    """Keeps the answer of whoever gave it, with its moment. False when it is not theirs to give, or came before."""
    it = offerings.of_message(desk.db, question.about["message"])
    if it is None or question.about["whose"] != person.id or chosen not in (NAMED, UNNAMED, NO):
        return False
    if not offerings.answered(desk.db, desk.school.id, it, chosen, person.id, desk.now):
        return False
    records.agree(desk.db, desk.school.id, KIND, desk.now, person_id=person.id,
                  about={"message": it["message_id"], "said": chosen})  # fmt: skip
    return True


def use(desk: Desk, by: Person, said: Row, wordings: Sequence[Wording]) -> str:
    """The class has used it. With `wordings` the family is told what the class did.

    "no": there is no yes · "used": a line is owed · "returned": it is on its way, or was before.
    """
    it = offerings.of_message(desk.db, said["id"])
    if it is None or it["permission_id"] is None:
        return "no"
    if it["use_id"] is None:
        offerings.use(desk.db, desk.school.id, it["permission_id"], by.id, None, desk.now)
        records.note(desk.db, desk.school.id, "used in class", desk.now, person_id=by.id,
                     about={"message": said["id"]})  # fmt: skip
        it = offerings.of_message(desk.db, said["id"]) or it
    if it["returned_at"] is not None:
        return "returned"
    return "returned" if wordings and _told(desk, by, said, it, wordings) else "used"


def _told(desk: Desk, by: Person, said: Row, it: Row, wordings: Sequence[Wording]) -> bool:
    """The line stands in the thread; it counts as told only where it can reach somebody."""
    content_id = contents.keep(desk.db, desk.school.id, wordings)
    sent = answering.send(desk, by, said["thread_id"], content_id, answers_id=said["id"],
                          quote=Quote(said["id"]), frame=WENT_TO_CLASS)  # fmt: skip
    if sent is None or not sent[1]:
        return False
    offerings.returned(desk.db, it["use_id"], content_id, sent[0], desk.now)
    return True


def _giver(desk: Desk, said: Row) -> Member | None:
    """Whoever wrote it, if they are still of that home."""
    lane_id = lanes.household_of_thread(desk.db, said["thread_id"])
    home = lanes.members(desk.db, [lane_id], desk.now)
    return next((it for it in home if it.person.id == said["author_id"]), None)


def _phone(desk: Desk, said: Row, giver: Member) -> tuple[Contact | None, bool]:
    """The phone that it came from, where it still is theirs; else the one that their messages go to."""
    phones = people.contacts_of(desk.db, [giver.person.id]).get(giver.person.id, [])
    first = next((it for it in phones if it.id == said["contact_id"] and it.state == State.ACTIVE), None)
    return (first, True) if first else (people.reachable(phones), False)


def _question(desk: Desk, by: Person, said: Row, same: bool) -> Say:
    """Their words are quoted on the phone that they came from only."""
    filling = {"teacher": by.name, "school": desk.school.name}
    wordings = contents.wordings(desk.db, [said["content_id"]])[said["content_id"]]
    if not wordings or not same:
        return Say(MAY_WE_SHOW, filling)
    return Say(MAY_WE, {**filling, "quote": quoting.short(wordings[0].words)})


def one(desk: Desk, thread_id: int, message_id: int) -> Row | None:
    """A family's message of this thread."""
    found = messages.in_this(desk.db, thread_id, message_id)
    return found if found is not None and found["kind"] != MessageKind.ANSWER else None
