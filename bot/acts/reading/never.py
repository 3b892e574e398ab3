"""Which families have never been reached: nobody of theirs has had the first notice, or has written. In words."""

from dataclasses import dataclass

from bot.acts.desk import Desk
from bot.acts.reading.looks import About
from bot.acts.reading.viewer import Viewer
from bot.acts.recipients import WHY
from bot.model.people import Contact, Member, State
from bot.store import lanes, people
from bot.store.console import never as rows
from bot.store.rows import Row

MOST = 12


@dataclass(frozen=True)
class Family:
    child: str
    adults: tuple[str, ...]
    why: str
    abouts: tuple[About, ...]  #: for the note of a look


@dataclass(frozen=True)
class NeverReached:
    families: tuple[Family, ...]
    more: int  #: how many there are beyond these


def never_reached(desk: Desk, who: Viewer) -> NeverReached:
    homes = rows.homes(desk.db, who.sight, MOST)
    alone = rows.children(desk.db, who.sight, MOST)
    inside: dict[int, list[Member]] = {}
    for member in lanes.members(desk.db, [row["id"] for row in homes], desk.now):
        inside.setdefault(member.lane.household_id, []).append(member)
    phones = people.contacts_of(desk.db, {it.person.id for home in inside.values() for it in home})
    told = [_home(row, inside.get(row["id"], []), phones) for row in homes]
    told += [
        Family(row["name"], (), "nobody at home is on the roll", ({"child": row["id"]},)) for row in alone
    ]
    count = sum(it[0]["count"] for it in (homes, alone) if it)
    shown = tuple(told[:MOST])
    return NeverReached(shown, count - len(shown))


def _home(row: Row, home: list[Member], phones: dict[int, list[Contact]]) -> Family:
    theirs = [phone for it in home for phone in phones.get(it.person.id, [])]
    about = {"child": row["child_id"], "home": row["id"]}
    return Family(row["name"], tuple(it.person.name for it in home), _why(theirs), (about,))


def _why(phones: list[Contact]) -> str:
    if not phones:
        return "no phone is known"
    if any(it.state == State.ACTIVE for it in phones):
        return "the first text has not gone yet"
    return WHY[phones[0].state]
