"""What cannot wait: a school that closes, a danger on the way home.

It goes at once, at any hour and on any day, past pauses, weekly numbers, refusals and the month's segments. It never
goes past a STOP, a wrong number, a lane, or to a phone that has not been told who writes. So it is for few to send,
it is confirmed twice, and it is written down who sent it, when and why.
"""

from collections.abc import Collection

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.languages.folding import fold
from bot.model.people import Person, Role
from bot.store import audience, outlook, prompts, records, senders

MAY = frozenset({Role.OFFICE, Role.SAFEGUARDING, Role.ADMIN})
SENT = "sent a safety message"
TAKEN_BACK = "took back a safety message"
NOBODY = (
    "It would reach nobody: no carrier is set up for their phones. Please ring the families, and tell whoever looks"
    " after the server."
)


def may(roles: Collection[Role]) -> bool:
    return not MAY.isdisjoint(roles)


def trouble(desk: Desk, roles: Collection[Role], typed: str, why: str) -> str:
    """Why it cannot be confirmed; empty when it can."""
    if not may(roles):
        return "Only the office, the safeguarding lead and the admin may send a safety message."
    if fold(typed) != fold(desk.school.name):
        return f"Please type the school’s name as it stands here: {desk.school.name}."
    if not why.strip():
        return "Please say in a few words why it cannot wait."
    return ""


def reaches_nobody(desk: Desk, prompt_id: int) -> bool:
    """Whether no carrier is set up for any phone that it is for: it would wait, and whoever sent it would not know."""
    shut = senders.without_carrier(desk.db, desk.school.id)
    if not shut:
        return False
    row = prompts.one(desk.db, prompt_id)
    pace = prompting.pace(desk, desk.now, prompting.reach_of(row))
    phones = outlook.counted(desk.db, audience.of_prompt(row, desk.now), pace.week)
    return bool(phones) and {it.channel for it in phones} <= shut


def confirm(
    desk: Desk, by: Person, roles: Collection[Role], prompt_id: int, *, typed: str, why: str
) -> str:  # fmt: skip
    """The second confirmation: it goes out. Why not, else; two clicks send it once, and are written down once."""
    if amiss := trouble(desk, roles, typed, why):
        return amiss
    if reaches_nobody(desk, prompt_id):
        return NOBODY
    if prompting.confirm(desk, prompt_id, sure=True):
        about = {"prompt": prompt_id, "why": why.strip()[:500], "rooms": prompts.rooms(desk.db, prompt_id)}
        records.note(desk.db, desk.school.id, SENT, desk.now, person_id=by.id, about=about)
    return ""


def take_back(desk: Desk, by: Person, prompt_id: int) -> None:
    """For those who may send one; who has read it has read it. It is written down once who did, and when."""
    if prompting.cancel(desk, prompt_id) is not None:
        records.note(
            desk.db, desk.school.id, TAKEN_BACK, desk.now, person_id=by.id, about={"prompt": prompt_id}
        )
