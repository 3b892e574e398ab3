"""Another mobile number for somebody, as the office says it: the same rules as when the roll brings one.

The number goes to nobody before its notice; a STOP that was said from it stays; one whose holder said WRONG is given
to nobody again; a phone that they brought by a code themselves stays theirs; Telegram is not touched.
"""

from collections.abc import Collection

from bot.acts import elsewhere, greeting, restricting
from bot.acts.desk import Desk
from bot.acts.households import Amiss, open_place
from bot.acts.roll.phones import NoNumber, number
from bot.model.people import Contact, State
from bot.store import codes, many, people, records, schools, suppressions


def change_phone(desk: Desk, by_id: int, child_id: int, place_id: int, typed: str) -> Amiss | None:
    place = open_place(desk, child_id, place_id)
    if place is None:
        return Amiss("They have no place there any more.")
    told = number(typed, desk.school.calendar.country) if typed.strip() else NoNumber("is empty")
    sender = schools.sender_on(desk.db, desk.school.id, "sms")
    if isinstance(told, NoNumber):
        return Amiss(f"The number {told.reason}.")
    if sender is None:
        return Amiss("The school has no SMS number yet.")
    if told.address == schools.address(desk.db, sender):
        return Amiss("That is the school's own number.")
    zone = told.zone or desk.school.calendar.zone
    stopped = suppressions.stopped(desk.db, sender, told.address) is not None
    state = State.STOPPED if stopped else State.ACTIVE
    phone = people.meet(desk.db, desk.school.id, sender, "sms", told.address, state, zone, desk.now)
    if phone.state == State.WRONG:
        return Amiss("Its holder has said that it is not theirs: ask for another number.")
    if phone.state == State.QUARANTINED:
        return Amiss(
            "That phone may be somebody else’s by now. Give them a code to text from it, or ask it again: Delivery."
        )
    leave_others(desk, place["person_id"], phone.id)
    if phone.state == State.UNVERIFIED:
        people.change_contact(desk.db, phone.id, state=state)
    people.link(desk.db, desk.school.id, phone.id, place["person_id"])
    restricting.look_again(desk)
    if people.contact_by_id(desk.db, phone.id).notice_at is None and not stopped:
        greeting.greet(desk, phone.id, place["language"])
    about = {"child": child_id, "person": place["person_id"], "contact": phone.id}
    records.note(desk.db, desk.school.id, "changed a phone", desk.now, person_id=by_id, about=about)
    return None


def leave_others(desk: Desk, person_id: int, but_id: int) -> None:
    """They leave their other SMS phones, but for those that they brought by a code."""
    theirs = people.contacts_of(desk.db, [person_id]).get(person_id, [])
    brought = codes.brought_by(desk.db, person_id, [it.id for it in theirs])
    leave(
        desk,
        person_id,
        [it for it in theirs if it.channel == "sms" and it.id != but_id and it.id not in brought],
        people.contact_by_id(desk.db, but_id),
    )


def leave(desk: Desk, person_id: int, left: Collection[Contact], to: Contact | None = None) -> None:
    """Nothing for this person goes to these phones any more; one that its last person leaves is a stranger's again.

    `to`: the phone that they have now. What waits for them goes there; else to what other phone is left to them.
    """
    pairs = [(it.id, person_id) for it in left]
    along = elsewhere.part(desk, pairs)
    restricting.stay_out(desk, pairs)
    many.drop_waiting(desk.db, pairs)
    many.unlink(desk.db, pairs)
    if to is None:
        elsewhere.arrive(desk, along)
    else:
        elsewhere.bring(desk, along, to)
    for it in left:
        if not people.on_phone(desk.db, it.id):
            greeting.forget(desk, it.id)
            if it.state in (State.ACTIVE, State.QUARANTINED):
                people.change_contact(desk.db, it.id, state=State.UNVERIFIED)
