"""Which of our questions something answers: the one it was said under, and no other."""

from datetime import timedelta

from bot.acts import asking_which, asking_which_line
from bot.acts.desk import Desk
from bot.model.chat import Question
from bot.model.heard import Again, Incoming, Kind, Said
from bot.model.people import Contact, Person
from bot.model.screen import Screen
from bot.store import messages, outbox, questions

A_WHILE = timedelta(days=1)  #: longer than any ear is open


def question(
    desk: Desk, contact: Contact, incoming: Incoming, when: Said, known: Again | None, seen: Screen
) -> Question | None:
    """The question that this answers: under whose button it is, what it quotes, what stood last when it was said."""
    if incoming.kind == Kind.TAP and (incoming.tapped or "").startswith("q"):
        number = (incoming.tapped or "")[1:].partition(".")[0]
        asked = int(number) if number.isdecimal() and len(number) < 16 else None  # more no database can count
    elif incoming.quotes:
        # Whoever quotes something else does not answer our question, whatever number they write.
        quoted = outbox.quoted(desk.db, contact.id, incoming.quotes)
        asked = quoted["question_id"] if quoted else None
    elif known is not None:
        asked = known.under  # what we have asked since then is not what they answered
    else:
        return seen.question
    return questions.by_id(desk.db, asked, contact.id, when.at) if asked is not None else None


def ear(
    seen: Screen, incoming: Incoming, asked: Question | None, known: Again | None, person: Person | None
) -> Question | None:
    """The question of SHARE that is open for this; nobody's words may have come between, unless it is quoted.

    `asked`: the question that this answers.
    """
    if incoming.quotes or known is not None:
        opened = asked if asked and asked.kind == "share" else None
    else:  # a question of ours since then, LANGUAGE say, does not close it
        theirs = [it.question for it in seen.open(["share"]) if person and it.person_id == person.id]
        opened = theirs[0] if theirs else None
    return opened if opened and (incoming.quotes or not seen.overtaken(opened)) else None


def came_late(
    desk: Desk, contact: Contact, person: Person, incoming: Incoming, opened: Question, inbox_id: int
) -> bool:
    """Whether they wrote something after SHARE, before our question stood on the phone.

    It was not shared, as nobody had been named to them, and we said so. What they write after that is no story because
    of an earlier word.
    """
    after = opened.about.get("after")
    if after is None or incoming.quotes:
        return False
    waiting = [
        it.inbox_id for kind in (asking_which.KIND, asking_which_line.KIND)
        for it in asking_which.waiting(desk, contact, person.id, kind)
    ]  # fmt: skip
    said = [it["inbox_id"] or 0 for it in messages.last_from(desk.db, person.id, desk.now - A_WHILE)]
    return any(after < it < inbox_id for it in (*waiting, *said))
