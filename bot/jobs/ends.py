"""Seven days before a supporter's place ends, a guardian is asked whether it shall go on. Once for each end.

Where none of them can be reached that day, whoever can be before the end is asked then: all that end within the seven
days are gone through once an hour, and of those that nobody was asked about nothing is noted.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from bot.acts import inviting
from bot.acts.desk import AtDesk, Desk
from bot.acts.mandates import SOON, last_day
from bot.acts.saying import ask
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.people import Contact, Member
from bot.store import lanes, mandates, people
from bot.store.rows import Row

PAGE = 100  #: places in one transaction


async def ask_all(act: AtDesk) -> None:
    """Everybody who is to be asked, a page a transaction: whoever else writes comes in between."""
    last = await act(ask_guardians)
    while last:
        last = await act(partial(ask_guardians, after=last))


def ask_guardians(desk: Desk, after: tuple[datetime, int] | None = None) -> tuple[datetime, int] | None:
    """About a page of places, those that end soonest; `after`: behind that one, by its end and its id.

    The last that it looked at, or None where there are no more.

    To find out whom to ask takes three statements, however many places there are on the page.
    """
    rows = mandates.ending(desk.db, desk.school.id, after or (desk.now, 0), desk.now + SOON, PAGE)
    if not rows:
        return None
    homes: dict[int, list[Member]] = {}
    for it in lanes.members(desk.db, {row["household_id"] for row in rows}, desk.now):
        homes.setdefault(it.lane.household_id, []).append(it)
    phones = people.contacts_of(
        desk.db, {it.person.id for home in homes.values() for it in home if it.guardian}
    )
    together: dict[tuple[int, int], list[Member]] = {}
    asked: dict[int, Contact] = {}
    for row in rows:
        home = homes.get(row["household_id"], [])
        place = next((it for it in home if it.membership_id == row["id"]), None)
        guardian = _guardian(row, home, phones)
        # Noted only once there is somebody to ask: else nobody would be, and the place would end in silence.
        if place is None or guardian is None:
            continue
        if mandates.asked(desk.db, desk.school.id, row["id"], row["until"], desk.now):
            together.setdefault((guardian[0], row["person_id"]), []).append(place)
            asked[guardian[0]] = guardian[1]
    for (guardian_id, person_id), there in together.items():
        _ask(desk, asked[guardian_id], guardian_id, person_id, there)
    return rows[-1]["until"], rows[-1]["id"]


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


def _guardian(
    row: Row, home: Sequence[Member], phones: Mapping[int, list[Contact]]
) -> tuple[int, Contact] | None:
    """Who let them in, where they still may; else another guardian of that home who can be reached."""
    guardians = [it.person.id for it in home if it.guardian]
    for it in sorted(guardians, key=lambda it: it != row["let_in_by"]):
        phone = people.reachable(phones.get(it, []))
        if phone is not None:
            return it, phone
    return None
