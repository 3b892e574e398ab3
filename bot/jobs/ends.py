"""Seven days before a supporter's place ends, a guardian is asked whether it shall go on. Once for each end.

Where none of them can be reached that day, whoever can be before the end is asked then.
"""

from bot.acts import inviting
from bot.acts.desk import Desk
from bot.acts.mandates import SOON, last_day
from bot.acts.saying import ask
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.people import Contact, Member
from bot.store import lanes, mandates, people
from bot.store.rows import Row

#: Asked about at one look.
AT_ONCE = 100


def ask_guardians(desk: Desk) -> int:
    """About how many places somebody was asked."""
    rows = mandates.ending(desk.db, desk.school.id, desk.now, desk.now + SOON)
    together: dict[tuple[int, int], list[Member]] = {}
    phones: dict[int, Contact] = {}
    for row in rows:
        if len(together) == AT_ONCE:
            break  # the others at the next look
        home = lanes.members(desk.db, [row["household_id"]], desk.now)
        place = next((it for it in home if it.membership_id == row["id"]), None)
        guardian = _guardian(desk, row, home)
        # Noted only once there is somebody to ask: else nobody would be, and the place would end in silence.
        if place is None or guardian is None:
            continue
        if mandates.asked(desk.db, desk.school.id, row["id"], row["until"], desk.now):
            together.setdefault((guardian[0], row["person_id"]), []).append(place)
            phones[guardian[0]] = guardian[1]
    for (guardian_id, person_id), there in together.items():
        _ask(desk, phones[guardian_id], guardian_id, person_id, there)
    return sum(len(there) for there in together.values())


def _ask(desk: Desk, phone: Contact, guardian_id: int, person_id: int, there: list[Member]) -> None:
    ends = min(it.until for it in there if it.until)
    ask(desk, phone, "family goes on",
        # Translators: a family member's place in a child's thread ends on that day, unless a guardian says yes.
        Say(_("{name} is in the thread about {children} until {day}. Shall it go on?"),
            {"name": there[0].person.name, "day": {"day": last_day(desk, ends).isoformat()}}),
        options=[Option("yes", Say(_("Yes"))), Option("no", Say(_("No")))],
        about={"person": person_id, "whose": guardian_id, "homes": [it.lane.household_id for it in there]},
        lasts=SOON, person_id=guardian_id, reach="words",
        beside=True, lanes=inviting.pairs(there),
    )  # fmt: skip


def _guardian(desk: Desk, row: Row, home: list[Member]) -> tuple[int, Contact] | None:
    """Who let them in, where they still may; else another guardian of that home who can be reached."""
    guardians = [it.person.id for it in home if it.guardian]
    phones = people.contacts_of(desk.db, guardians)
    for it in sorted(guardians, key=lambda it: it != row["let_in_by"]):
        phone = people.reachable(phones.get(it, []))
        if phone is not None:
            return it, phone
    return None
