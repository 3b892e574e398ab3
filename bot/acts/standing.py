"""Who planned a message is asked again when its time comes: does it still go to rooms and children of theirs?

Weeks may lie between. A teacher who has left a room does not speak in it, and the words are not lost: it is a draft
again, of which its moment tells that it was to go, and a colleague decides.
"""

from collections.abc import Mapping
from typing import Any

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.acts.prompting import NOTHING, Turned
from bot.model.people import OF_A_ROOM, OF_THE_SCHOOL, Person, Role
from bot.store import lanes, people, prompts
from bot.store.rows import Row


def let_go(desk: Desk, prompt_id: int) -> Turned:
    """As prompting.let_go, where its writer still may."""
    row = prompts.one(desk.db, prompt_id)
    if may_ask(desk, row):
        return prompting.let_go(desk, prompt_id)
    prompts.move(desk.db, prompt_id, only_from=("scheduled",), state="draft")
    return NOTHING


def may_ask(desk: Desk, row: Row | Mapping[str, Any]) -> bool:
    """Whether its writer works today with everybody whom it is for; the library and whole-school roles do."""
    if row["author_id"] is None:
        return True
    roles = people.roles(desk.db, row["author_id"], desk.now)
    if any(role in OF_THE_SCHOOL for role, _room in roles):
        return True
    theirs = {room.id for role, room in roles if room and role in OF_A_ROOM | {Role.LEADER}}
    if not set(prompts.rooms(desk.db, row["id"])) <= theirs:
        return False
    one = [row["child_id"]] if row["child_id"] is not None else prompts.picked(desk.db, row["id"])
    places = [{room.id for room in lanes.rooms_of(desk.db, it, desk.now)} for it in one]
    return bool(theirs) and all(rooms & theirs for rooms in places if rooms)


def take_over(desk: Desk, prompt_id: int, by: Person) -> None:
    """A colleague confirms what was left: it goes in their name."""
    prompts.take_over(desk.db, prompt_id, by.id)
