"""Whom a prompt reaches today, phone by phone, and whom it does not reach, with the reason."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.acts import ears
from bot.acts.desk import Desk
from bot.model.chat import MessageKind, PromptKind
from bot.model.people import Contact, Member, Person, Scope, State
from bot.store import lanes, people

WHY = {
    State.STOPPED: "said STOP",
    State.GONE: "the phone cannot be reached",
    State.WRONG: "says this is the wrong number",
    State.UNVERIFIED: "not yet known to the school",
    State.GROUP: "a group chat",
}


@dataclass(frozen=True)
class Recipient:
    """One phone: once, even with two children in the room."""

    contact: Contact
    person: Person  #: whose language it reads
    members: tuple[Member, ...]
    others: Mapping[int, tuple[Member, ...]] = field(
        default_factory=dict
    )  #: who would hear an answer, by lane


@dataclass(frozen=True)
class Missed:
    person: Person
    child: str
    why: str


def of(desk: Desk, child_ids: Collection[int], kind: PromptKind) -> tuple[list[Recipient], list[Missed]]:
    """Every member of these children's lanes whose scope covers it, each on one phone."""
    everyone = lanes.members(desk.db, lanes.households_of(desk.db, child_ids), desk.now)
    wanted = [it for it in everyone if kind == PromptKind.ACTIVITY or it.scope == Scope.EVERYTHING]
    phones = people.contacts_of(desk.db, {it.person.id for it in wanted})
    by_phone: dict[int, list[Member]] = {}
    contacts: dict[int, Contact] = {}
    missed: list[Missed] = []
    for member in wanted:
        theirs = phones.get(member.person.id, [])
        contact = people.reachable(theirs)
        why = _why_not(desk.now, member.person, theirs, contact)
        if contact is None or why:
            missed.append(Missed(member.person, member.lane.child.name, why or "no phone"))
        else:
            contacts[contact.id] = contact
            by_phone.setdefault(contact.id, []).append(member)
    return [
        Recipient(contacts[it], members[0].person, tuple(members), _others(everyone, members))
        for it, members in by_phone.items()
    ], missed


def _why_not(now: datetime, person: Person, theirs: Sequence[Contact], contact: Contact | None) -> str:
    if not theirs:
        return "no phone"
    if contact is None:
        return WHY.get(theirs[0].state, "the phone cannot be reached")
    if person.paused_until and person.paused_until > now:
        return "asked for a pause"
    return ""


def _others(everyone: Sequence[Member], here: Sequence[Member]) -> dict[int, tuple[Member, ...]]:
    own = {it.person.id for it in here}
    return {
        mine.lane.household_id: tuple(
            it
            for it in everyone
            if it.lane.household_id == mine.lane.household_id
            and it.person.id not in own
            and ears.hears(it.scope, MessageKind.REPLY)
        )
        for mine in here
    }
