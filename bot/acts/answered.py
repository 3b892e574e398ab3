"""Which of our questions something answers: the one it was said under, and no other."""

from bot.acts.desk import Desk
from bot.model.chat import Question
from bot.model.heard import Again, Incoming, Kind, Said
from bot.model.people import Contact, Person
from bot.model.screen import Screen
from bot.store import outbox, questions


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
