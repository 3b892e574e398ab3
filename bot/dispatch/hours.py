"""When a delivery may go: whose hours it keeps, looked at once more at the moment of its call."""

from dataclasses import replace
from datetime import datetime

from bot.acts.desk import Desk
from bot.acts.timing import due, lately
from bot.model.delivery import Gate
from bot.pace.families import Reach
from bot.store.calling import Facts
from bot.store.digest_hours import HOME
from bot.store.rows import Row


def opens(desk: Desk, row: Row, gate: Gate, facts: Facts) -> datetime | None:
    """When it may go: the same for all of a chunk who keep the same hours, and asked for none of their own."""
    reach, zone = _reach(desk, row, gate), row["zone"]
    # One phone rings for all who have it: what any of them asked for holds, unless it leaves no hour at all.
    own = facts.paced.get(row["contact_id"]) or facts.ways.get(row["person_id"])
    if own is not None and row["id"] in facts.inside and (row["person_id"], HOME) in facts.one_a_day:
        own = replace(own, opens=None, closes=None)  # they have named this hour since; their days hold
    if own is not None and gate == Gate.LANE:
        return due(desk.school, reach, zone, desk.now, own)
    if (reach, zone) not in facts.hours:
        facts.hours[reach, zone] = due(desk.school, reach, zone, desk.now)
    return facts.hours[reach, zone]


def _reach(desk: Desk, row: Row, gate: Gate) -> str:
    """Whose hours it keeps: its own, while they are still meant."""
    reach = str(row["reach"])  # of a safety message too: an hour later it is as true as before
    if gate == Gate.FAREWELL or lately(reach, row["created_at"], desk.now):
        return reach
    return Reach.NOTICE.value if gate == Gate.NOTICE else Reach.WORDS.value
