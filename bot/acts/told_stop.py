"""STOP that somebody told the school instead of texting it: it weighs the same, and holds at once.

They know already that it was heard, so not even a goodbye goes out. A START that they had texted before is older, and
undoes nothing.
"""

from bot.acts import stopping
from bot.acts.desk import Desk
from bot.acts.households import Amiss, open_place
from bot.model.heard import Said
from bot.store import people, records, suppressions

HOW = {
    "call": "said STOP to the school on the phone",
    "desk": "said STOP to the school in person",
    "paper": "said STOP to the school in writing",
}


def stop(desk: Desk, by_id: int, child_id: int, place_id: int, how: str) -> Amiss | None:
    """On every phone of theirs: a STOP belongs to the phone, so whoever shares one hears nothing there either."""
    place = open_place(desk, child_id, place_id)
    if place is None:
        return Amiss("They have no place there any more.")
    if how not in HOW:
        return Amiss("Please say how they told you.")
    theirs = people.contacts_of(desk.db, [place["person_id"]]).get(place["person_id"], [])
    if not theirs:
        return Amiss("No phone of theirs is known, so nothing reaches them.")
    still = [it for it in theirs if suppressions.stopped(desk.db, it.sender_id, it.address) is None]
    if not still:
        return Amiss("Nothing goes to any phone of theirs already.")
    for it in sorted(still, key=lambda phone: phone.id):
        held = people.contact_at(desk.db, it.sender_id, it.address)  # not while its own words are being heard
        if held is not None:
            stopping.stop(desk, held, HOW[how], farewell=False, said=Said(desk.now, 0))
    about = {"child": child_id, "person": place["person_id"], "contacts": [it.id for it in still], "how": how}
    records.note(desk.db, desk.school.id, "wrote down a stop", desk.now, person_id=by_id, about=about)
    return None
