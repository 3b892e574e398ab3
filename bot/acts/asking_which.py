"""Which child, which home: the question, and how its answer is read."""

from collections.abc import Sequence

from bot.acts.desk import Desk
from bot.languages.folding import fold
from bot.languages.words import _
from bot.model.chat import Option, Question, Say
from bot.model.people import Contact, Member
from bot.store import inbox, questions

KIND = "which child"
ALL = "all"


def waiting(desk: Desk, contact: Contact) -> list[int]:
    """The inbox items that nobody has said yet whom they are about, oldest first; questions that expired count."""
    asked = questions.unanswered(desk.db, contact.id, KIND)
    items = asked.about["items"] if asked else []
    return [it for it in items if inbox.one(desk.db, it)["state"] == "waiting"]


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
