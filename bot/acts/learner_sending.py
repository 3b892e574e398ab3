"""A guardian sends what the child said: into the child's thread in that home, as the child's own words."""

from collections.abc import Collection

from bot.acts import writing
from bot.acts.desk import Desk
from bot.acts.placing import Placed
from bot.model.heard import Sight
from bot.model.people import Contact, Member, Person
from bot.store import learners
from bot.store.rows import Row


def send(
    desk: Desk, contact: Contact, here: Collection[Person], guardian: Person, member: Member, turn: Row
) -> None:
    """Said now, and not when the child wrote it: before, it was nobody's at school. It answers no prompt."""
    for it in learners.unsent(desk.db, turn["id"]):
        heard = it["heard"]
        written = writing.Written(
            heard["words"].strip(), guardian.language, tuple(Sight(**one) for one in heard["sights"]), it["id"],
            album=heard["album"], turn=turn["id"],
        )  # fmt: skip
        writing.write(desk, contact, here, guardian, written, Placed((member,)))
