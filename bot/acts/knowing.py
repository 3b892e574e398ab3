"""A phone that nobody knows turns out to be somebody's: said by the office, in one home, and never guessed.

The first notice goes before anything else. What they wrote as a stranger stays theirs: it waits until somebody at the
school places it (bot.acts.by_hand), and is shown to nobody at home. A STOP, a wrong number and whoever the school keeps
out weigh more than the office's choice.
"""

from bot.acts import changing_phones, greeting, inviting, letting_in
from bot.acts.desk import Desk
from bot.acts.households import Amiss, unfit
from bot.model.delivery import Gate
from bot.model.people import Contact, Person, State
from bot.store import inbox, lanes, outbox, people, records, restrictions, suppressions
from bot.store.rows import Row

UNPLACED = "unplaced"  #: heard from a phone that was nobody's then
_WHY = {
    State.STOPPED: "They have said STOP from this phone: nothing goes there until they text START.",
    State.WRONG: "Its holder has said that they have nothing to do with the school.",
    State.QUARANTINED: "We do not know whether this phone is still theirs: see Delivery.",
    State.GROUP: "This is a group, and not one person’s phone.",
    State.GONE: "This phone cannot be reached any more.",
    State.ACTIVE: "They are on their way in with a code: that comes first.",
}


def hindrance(desk: Desk, item: Row) -> str:
    """Why the phone that this came from cannot become anybody's; "" where it can."""
    contact = people.contact_by_id(desk.db, item["contact_id"])
    if people.on_phone(desk.db, contact.id):
        return "Somebody has this phone already: see People, and Letters."
    if suppressions.stopped(desk.db, contact.sender_id, contact.address) is not None:
        return _WHY[State.STOPPED]
    return _WHY.get(contact.state, "")


def one_of_home(
    desk: Desk, by: Person, item: Row, household_id: int, person_id: int, *, instead: bool = False
) -> Amiss | None:
    """It is this person's phone, who is in that home already. `instead`: their other number or chat is not theirs any
    more."""
    contact = _held(desk, item)
    if why := hindrance(desk, item):
        return Amiss(why)
    home = lanes.members(desk.db, [household_id], desk.now)
    member = next((it for it in home if it.person.id == person_id), None)
    if member is None:
        return Amiss("They have no place in that home any more.")
    children = {it.lane.child.id for it in lanes.lanes_of(desk.db, person_id, desk.now)}
    if any(_kept_out(desk, it, contact, person_id) for it in children):
        return Amiss("The school keeps this person, or this phone, out of the child’s homes.")
    if amiss := _leaves(desk, contact, person_id, instead):
        return amiss
    letting_in.is_theirs(desk, contact, person_id, came=False)
    _greet(desk, contact.id, member.person.language)
    phone = people.reachable(people.contacts_of(desk.db, [person_id])[person_id])
    if phone is not None and phone.id == contact.id:  # else it would not be true
        letting_in.say_you_are_in(desk, contact.id, person_id)
    _known(desk, by, item, person_id, household_id)
    return None


def somebody_new(
    desk: Desk, by: Person, item: Row, household_id: int, name: str, relation: str, choice: str, language: str
) -> Amiss | None:
    """A relative whom the school has not known; `choice` as letting_in.place takes it."""
    contact = _held(desk, item)
    why = hindrance(desk, item) or _fault(desk, name, relation, choice)
    if why:
        return Amiss(why)
    child = lanes.lane(desk.db, household_id).child
    if restrictions.restricted(desk.db, child.id, 0, contact.address):
        return Amiss("The school keeps this phone out of the child’s homes.")
    tongue = language if language in desk.school.languages else contact.language or "en"
    person_id = inviting.newcomer(desk, contact, " ".join(name.split()), tongue)
    people.change_contact(desk.db, contact.id, state=State.ACTIVE, why=None)
    _greet(desk, contact.id, tongue)
    letting_in.place(desk, by.id, household_id, person_id, choice, " ".join(relation.split()))
    _known(desk, by, item, person_id, household_id)
    return None


def _held(desk: Desk, item: Row) -> Contact:
    """The phone, held until the deed is done: whoever writes from it meanwhile takes turns with us."""
    known = people.contact_by_id(desk.db, item["contact_id"])
    return people.contact_at(desk.db, known.sender_id, known.address) or known


def _fault(desk: Desk, name: str, relation: str, choice: str) -> str:
    amiss = unfit(name) or unfit(relation)
    if amiss is not None:
        return amiss.why
    return "" if choice in letting_in.CHOICES else "Please choose what they see."


def _kept_out(desk: Desk, child_id: int, contact: Contact, person_id: int) -> bool:
    return restrictions.restricted(desk.db, child_id, person_id, contact.address)


def _leaves(desk: Desk, contact: Contact, person_id: int, instead: bool) -> Amiss | None:
    """They leave what is theirs no more, by the office's word only. A STOP is not left behind so."""
    others = [it for it in people.contacts_of(desk.db, [person_id]).get(person_id, [])
              if it.channel == contact.channel]  # fmt: skip
    if contact.channel == "telegram":
        if people.roles(desk.db, person_id, desk.now):
            return Amiss("They work here: please give them a link of their own, under People.")
        if others and not instead:
            return Amiss("They have another Telegram chat. If that is not theirs any more, please say so.")
    if instead and any(it.state == State.STOPPED for it in others):
        return Amiss("They have said STOP on their other phone. Please ask them first.")
    if instead and contact.channel == "sms":
        changing_phones.leave_others(desk, person_id, contact.id)
    return None


def _greet(desk: Desk, contact_id: int, language: str) -> None:
    if people.contact_by_id(desk.db, contact_id).notice_at is None and not outbox.waits(
        desk.db, contact_id, Gate.NOTICE
    ):
        outbox.forget_unsent(desk.db, contact_id, Gate.NOTICE)
        greeting.greet(desk, contact_id, language)


def _known(desk: Desk, by: Person, item: Row, person_id: int, household_id: int) -> None:
    """All that came from there as a stranger's is somebody's now, and still in no thread."""
    inbox.known_now(desk.db, item["contact_id"], UNPLACED)
    about = {"heard": item["id"], "contact": item["contact_id"], "person": person_id, "home": household_id}
    child = lanes.lane(desk.db, household_id).child
    records.note(desk.db, desk.school.id, "said whose a phone is", desk.now, person_id=by.id, about=about,
                 child_id=child.id, household_id=household_id)  # fmt: skip
