"""Whose ears (DESIGN §6): who else hears what a family member writes.

Answers to a prompt and shares reach the other members of that home, once the writer has been told so. Words
that a family member starts stay between them and the school until they say ALL: "please don't let his father
pick him up" must never be relayed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.acts.desk import Desk
from bot.model.chat import Ears, MessageKind
from bot.model.people import Contact, Member, Person, Scope
from bot.store import lanes, mandates, people, records
from bot.store.records import Agreed

TOLD = "told who hears"


def others(
    desk: Desk, lane_id: int, contact: Contact | None, kind: MessageKind, *, private: bool = False
) -> list[Member]:
    """The members of a lane who would hear this kind of message, except those at the writer's own phone."""
    here = people.on_phone(desk.db, contact.id) if contact else ()
    return others_in(desk, [lane_id], here, kind, private=private)[lane_id]


def others_in(
    desk: Desk,
    lane_ids: Collection[int],
    here: Collection[Person],
    kind: MessageKind,
    *,
    private: bool = False,
    at_home: Collection[Member] | None = None,
) -> dict[int, list[Member]]:
    """As `others`, lane by lane; `here`: everybody at the writer's own phone.

    `private`: of absences, health and the like (see matters) hear guardians, and whom all of them let. `at_home`:
    everybody in these lanes and perhaps in others, where the turn has read who that is.
    """
    found: dict[int, list[Member]] = {it: [] for it in lane_ids}
    mine = {it.id for it in here}
    trusted = mandates.trusted(desk.db, lane_ids, desk.now) if private else set()
    for it in lanes.members(desk.db, lane_ids, desk.now) if at_home is None else at_home:
        if it.lane.household_id not in found or (private and it.membership_id not in trusted):
            continue
        if it.person.id not in mine and hears(it.scope, kind):
            found[it.lane.household_id].append(it)
    return found


def hears(scope: Scope, kind: MessageKind) -> bool:
    """Those let in for stories and activities hear shares, and nothing else."""
    return scope == Scope.EVERYTHING or (scope == Scope.STORIES and kind == MessageKind.SHARE)


def told(desk: Desk, contact: Contact, lane_id: int, hearers: Sequence[Member], kind: MessageKind) -> bool:
    """Whether this phone has been told of every one of these hearers that they hear this kind of message."""
    since = {it.person.id: it.since for it in hearers}
    known = known_of(records.agreed_when(desk.db, TOLD, contact_id=contact.id), lane_id, since)
    return all(it in known and hears(known[it], kind) for it in since)


def known_of(told: Iterable[Agreed], lane_id: int, since: Mapping[int, datetime]) -> dict[int, Scope]:
    """Of which of these people a phone has been told in this lane, and what they hear; from what was recorded, oldest
    first.

    `since`: when each of them is there. Who has left and comes back weeks later hears nothing before the phone is told
    again: nobody there may still be thinking of them.
    """
    known: dict[int, Scope] = {}
    for at, about in told:
        if not about:
            known = {}  # another person has had this phone since (see `forget`)
        theirs = about.get(str(lane_id), {})
        for person, began in since.items():
            of = theirs.get(str(person))
            if of is not None and at >= began and known.get(person) != Scope.EVERYTHING:
                known[person] = Scope(of)
    return known


def telling(
    hearers: Mapping[int, Sequence[Member]], *, of_shares_only: bool = False
) -> dict[str, dict[str, str]]:
    """What a phone will have been told once the text that says so has been sent: lane by lane, who hears what.

    Who is known to hear stories is not known to hear answers: a guardian may open more to them later.
    """
    return {
        str(lane_id): {
            str(it.person.id): str(Scope.STORIES if of_shares_only else it.scope) for it in people_
        }
        for lane_id, people_ in hearers.items()
        if people_
    }  # fmt: skip


def remember_told(desk: Desk, contact_id: int, about: Mapping[str, Any]) -> None:
    records.agree(desk.db, desk.school.id, TOLD, desk.now, contact_id=contact_id, about=about)


def remember_each_told(desk: Desk, told: Collection[tuple[int, Mapping[str, Any]]]) -> None:
    """As remember_told, for the phones of a whole chunk: (contact, about) pairs."""
    records.agree_each(desk.db, desk.school.id, TOLD, desk.now, told)


def forget(desk: Desk, contact_id: int) -> None:
    """Somebody else has this phone now: what was told here was told to another."""
    remember_told(desk, contact_id, {})


def choose(desk: Desk, contact: Contact, lane_id: int, hearers: Sequence[Member], kind: MessageKind, *,
           answers: bool) -> Ears:  # fmt: skip
    """The ears of new words from this phone in this lane, where these others would hear them.

    `answers`: they surely answer a prompt.
    """
    shared = answers or kind == MessageKind.SHARE
    return Ears.HOUSEHOLD if shared and told(desk, contact, lane_id, hearers, kind) else Ears.WRITER
