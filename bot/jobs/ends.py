"""Seven days before a supporter's place ends, a guardian is asked whether it shall go on. Once for each end."""

from bot.acts import inviting
from bot.acts.desk import Desk
from bot.acts.mandates import SOON, last_day
from bot.acts.saying import ask
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.people import Contact, Member
from bot.store import lanes, mandates, people
from bot.store.rows import Row


def ask_guardians(desk: Desk) -> int:
    """How many places it looked at; 0: nothing ends soon."""
    rows = mandates.ending(desk.db, desk.school.id, desk.now, desk.now + SOON)
    together: dict[tuple[int, int], list[Member]] = {}
    phones: dict[int, Contact] = {}
    for row in rows:
        if not mandates.asked(desk.db, desk.school.id, row["id"], row["until"], desk.now):
            continue
        home = lanes.members(desk.db, [row["household_id"]], desk.now)
        place = next((it for it in home if it.membership_id == row["id"]), None)
        guardian = _guardian(desk, row, home)
        if place is not None and guardian is not None:
            together.setdefault((guardian[0], row["person_id"]), []).append(place)
            phones[guardian[0]] = guardian[1]
    for (guardian_id, person_id), there in together.items():
        _ask(desk, phones[guardian_id], guardian_id, person_id, there)
    return len(rows)


def _ask(desk: Desk, phone: Contact, guardian_id: int, person_id: int, there: list[Member]) -> None:
    ends = min(it.until for it in there if it.until)
    ask(desk, phone, "family goes on",
        # Translators: a family member's place in a child's thread ends on that day, unless a guardian says yes.
        Say(_("{name} is in the thread about {children} until {day}. Shall it go on?"),
            {"name": there[0].person.name, "day": {"day": last_day(desk, ends).isoformat()}}),
        options=[Option("yes", Say(_("Yes"))), Option("no", Say(_("No")))],
        about={"person": person_id, "whose": guardian_id}, lasts=SOON, person_id=guardian_id, reach="words",
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
