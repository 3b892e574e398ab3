"""Which child, which home: the question, and how its answer is read."""

from collections.abc import Sequence
from datetime import timedelta

from bot.acts.desk import Desk
from bot.languages.folding import fold
from bot.languages.words import _
from bot.model.chat import Option, Question, Say
from bot.model.heard import Again, again_of
from bot.model.people import Contact, Member
from bot.store import inbox, questions

KIND = "which child"
ALL = "all"
#: Longer ago, nobody remembers what was meant by "it is about Ruby": the office has those words.
CARRIED = timedelta(days=1)


def asked_of(question: Question | None, person_id: int | None, kind: str = KIND) -> bool:
    """Whether it is this person who was asked: on a shared phone nobody answers for another's words."""
    return question is not None and question.kind == kind and question.about["whose"] == person_id


def unanswered(desk: Desk, contact: Contact, kind: str) -> list[Question]:
    """What was asked here within a day and nobody answered, open or expired, whatever was asked since; newest first."""
    return questions.unanswered(desk.db, contact.id, kind, desk.now - CARRIED)


def waiting(desk: Desk, contact: Contact, person_id: int, kind: str = KIND) -> list[Again]:
    """What this person has not said yet whom it is about, oldest first.

    What an expired question waited for counts, for a day.
    """
    asked = unanswered(desk, contact, kind)
    return still_waiting(desk, next((it for it in asked if asked_of(it, person_id, kind)), None))


def still_asks(desk: Desk, contact: Contact, person_id: int) -> bool:
    """Whether this person has been asked and may still answer, also where that question has not reached them yet."""
    return any(asked_of(it, person_id) and it.expires_at > desk.now for it in unanswered(desk, contact, KIND))


def still_waiting(desk: Desk, asked: Question | None) -> list[Again]:
    """What a question waits for, oldest first; what came more than a day ago is the office's."""
    items = [again_of(it) for it in (asked.about["items"] if asked else [])]
    kept = [(it, inbox.one(desk.db, it.inbox_id)) for it in items]
    return [it for it, row in kept if row["state"] == "waiting" and row["heard_at"] > desk.now - CARRIED]


def forget(desk: Desk, contact: Contact, person_id: int, kind: str = KIND) -> None:
    """Closes what this person was asked before: a newer question takes its place. Another's stays open."""
    for it in unanswered(desk, contact, kind):
        if asked_of(it, person_id, kind):
            questions.answered(desk.db, it.id, it.about, desk.now)


def options(members: Sequence[Member], guardians: dict[int, str]) -> list[Option]:
    """One answer a lane, by the child's name; two homes of one child are told apart by who lives there."""
    names = [it.lane.child.name for it in members]
    listed = [
        Option(
            str(it.lane.household_id),
            it.lane.child.name
            if names.count(it.lane.child.name) == 1
            else Say(_("{child} with {guardian}"), {
                "child": it.lane.child.name, "guardian": guardians.get(it.lane.household_id, "?"),
            }),
        )
        for it in members
    ]  # fmt: skip
    if len({it.lane.child.id for it in members}) == len(members):
        listed.append(Option(ALL, Say(_("Both")) if len(members) == 2 else Say(_("All of them"))))
    return listed


def chosen_lanes(asked: Question, mark: str | None, words: str) -> list[int] | None:
    """The lanes that an answer means: a number, a button, or a child's name and nothing else."""
    if mark is None:
        said = fold(words)
        named = [it.mark for it in asked.options if isinstance(it.label, str) and fold(it.label) == said]
        mark = named[0] if len(named) == 1 else None
    if mark is None:
        return None
    return [int(it.mark) for it in asked.options if it.mark != ALL] if mark == ALL else [int(mark)]
