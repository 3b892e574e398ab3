"""Another phone for somebody we know: a code goes to it by hand, from the old phone, a guardian or the office.

Whoever brings it has shown that they know one of these. The old phone gets nothing more from then on; nobody else at
home, and no other home, is told. The new one hears who writes before anything else.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.acts import changing_phones, codes, greeting, inviting, letting_in
from bot.acts.desk import Desk
from bot.model.people import Contact, Member, Person, State
from bot.pace.schedule import DAY
from bot.store import codes as kept_codes
from bot.store import lanes, people, records, suppressions
from bot.store.rows import Row

KIND = kept_codes.NEW_PHONE
A_WEEK = timedelta(days=7)  #: so long a code holds that somebody else has to pass on


def give(desk: Desk, person_id: int, *, old_id: int | None = None, by_id: int | None = None,
         guardian: bool = False) -> str:  # fmt: skip
    """A code for this person's new phone, once. `old_id`: the phone that it was asked from, which is the one to leave.

    `by_id`: who vouches for them, a `guardian` or somebody of the office.
    """
    about = {"old": old_id} if old_id is not None else {}
    if guardian and by_id is not None:
        about["guardian"] = by_id
    life = DAY if by_id is None else A_WEEK
    code = codes.make(desk, KIND, person_id=person_id, about=about, life=life)
    records.note(desk.db, desk.school.id, "gave a code for a new phone", desk.now, person_id=by_id or person_id,
                 about={"for": person_id, **about})  # fmt: skip
    return code


def others(desk: Desk, person: Person, members: Sequence[Member]) -> list[Person]:
    """For whom a guardian may say yes: who is nowhere but in the guardian's own lanes, and is no guardian with a phone
    that works. That one has the old phone to ask from; and what is written to them may be for them alone."""
    mine = {it.lane.household_id for it in inviting.guarded(members)}
    found: dict[int, Person] = {}
    for it in lanes.members(desk.db, mine, desk.now):
        if it.person.id != person.id and it.person.id not in found and _may_vouch(desk, it.person.id, mine):
            found[it.person.id] = it.person
    return list(found.values())


def _may_vouch(desk: Desk, person_id: int, mine: set[int]) -> bool:
    theirs = lanes.lanes_of(desk.db, person_id, desk.now)
    if not theirs or any(it.lane.household_id not in mine for it in theirs):
        return False
    if people.roles(desk.db, person_id, desk.now):
        return False
    phones = people.contacts_of(desk.db, [person_id]).get(person_id, [])
    # A phone that said STOP is in its holder's hand all the same: they can ask from it themselves.
    works = any(it.state in (State.ACTIVE, State.STOPPED) for it in phones)
    return not (works and any(it.guardian for it in theirs))


def _still_vouched_for(desk: Desk, code: Row) -> bool:
    """A guardian's yes is worth what it is on the day that the code is brought: they may be kept out by then, or the
    other may have a home of which the guardian knows nothing."""
    guardian_id = code["about"].get("guardian")
    if guardian_id is None:
        return True
    guardian = people.person_by_id(desk.db, guardian_id)
    members = lanes.lanes_of(desk.db, guardian_id, desk.now)
    return any(it.id == code["person_id"] for it in others(desk, guardian, members))


def bring(desk: Desk, contact: Contact, plain: str) -> Person | None:
    """The code is used up, and this phone is theirs. None for any reason at all."""
    found = codes.bring(desk, contact, plain, (KIND,))
    if found is None or not _still_vouched_for(desk, found):
        return None
    person = people.person_by_id(desk.db, found["person_id"])
    emptied = _emptied(desk, contact, person)
    suppressions.lift(
        desk.db, desk.school.id, contact.sender_id, contact.address, "brought their own code", desk.now
    )
    letting_in.is_theirs(desk, people.contact_by_id(desk.db, contact.id), person.id)
    here = people.contact_by_id(desk.db, contact.id)
    left = _left(desk, contact, person.id, found)
    changing_phones.leave(desk, person.id, left, here)
    kept_codes.note_left(desk.db, found, [it.id for it in left], emptied)
    greeting.greet_now(desk, people.contact_by_id(desk.db, contact.id), person.language)
    return person


def may_bring(desk: Desk, contact: Contact, plain: str) -> bool:
    """Not from a phone that the carrier keeps from us since its STOP; not for another than whoever works here."""
    if contact.state == State.GROUP or (contact.state == State.STOPPED and contact.channel == "sms"):
        return False
    return codes.is_a(desk, plain, KIND)


def _emptied(desk: Desk, contact: Contact, person: Person) -> list[int]:
    """A phone that was perhaps nobody's any more is left by those who had it: the code speaks for its bringer alone."""
    if contact.state not in (State.WRONG, State.QUARANTINED, State.GONE):
        return []
    others = [it.id for it in people.on_phone(desk.db, contact.id) if it.id != person.id]
    for other in others:
        changing_phones.leave(desk, other, [contact])
    return others


def _left(desk: Desk, contact: Contact, person_id: int, code: Row) -> list[Contact]:
    """The phone that the code was asked from; else every other number of theirs: which one is lost nobody has said."""
    theirs = [it for it in people.contacts_of(desk.db, [person_id]).get(person_id, []) if it.id != contact.id]
    old = code["about"].get("old")
    return [it for it in theirs if it.id == old or (old is None and it.channel == "sms")]
