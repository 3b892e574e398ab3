"""One more adult in a home that is there, as the roll would bring them.

An adult is known by phone and name, or by name within one home: the mother of two children stays one person. Who left a
home or was taken out of it is not brought back by the office, and whom the school keeps out is not brought in.
"""

from bot.acts import changing_phones, households
from bot.acts.desk import Desk
from bot.acts.households import Amiss
from bot.acts.roll.phones import Number, number
from bot.acts.roll.rows import decides
from bot.languages.folding import fold
from bot.model.people import Person, Scope
from bot.store import many, people, records, restrictions, roll, schools
from bot.store.console import children
from bot.store.tables import membership


def new_adult(desk: Desk, by_id: int, child_id: int, home_id: int, *, name: str, relation: str, language: str,
              phone: str) -> Amiss | None:  # fmt: skip
    """All of it or nothing. Their phone hears the first notice before anything else. No later roll ends it. Sent
    twice, they are there already."""
    for words in (name, relation):
        if (amiss := households.unfit(words)) is not None:
            return amiss
    if language not in desk.school.languages:
        return Amiss("Please choose a language.")
    roll.hold(desk.db, desk.school.id)  # one at a time, beside an import too
    amiss = _amiss_by_name(desk, child_id, home_id, fold(name))
    if amiss is not None:
        return amiss
    with desk.db.begin_nested() as step:
        amiss = _bring(desk, by_id, child_id, home_id, name.strip(), relation.strip(), language, phone)
        if amiss is not None:
            step.rollback()
    return amiss


def _amiss_by_name(desk: Desk, child_id: int, home_id: int, folded: str) -> Amiss | None:
    if home_id not in {it["id"] for it in children.homes_of(desk.db, child_id)}:
        return Amiss("That home is not there any more.")
    here = [it for it in children.places_of(desk.db, child_id)
            if it["household_id"] == home_id and fold(it["name"]) == folded]  # fmt: skip
    if any(it["until"] is None or it["until"] > desk.now for it in here):
        return Amiss("Somebody of that name is in this home already.")
    if here:
        return Amiss("Somebody of that name left this home, or was taken out: that stays so. A guardian there can "
                     "let them in again. For somebody else, please write more of the name.")  # fmt: skip
    if any(fold(it["name"]) == folded for it in restrictions.of_child(desk.db, child_id) if it["name"]):
        return Amiss("The school keeps somebody of that name out of this child’s homes. For somebody else, please "
                     "write more of the name.")  # fmt: skip
    return None


def _bring(desk: Desk, by_id: int, child_id: int, home_id: int, name: str, relation: str, language: str, phone: str
           ) -> Amiss | None:  # fmt: skip
    db, school, guardian = desk.db, desk.school.id, decides(relation)
    known = _known_by_phone(desk, phone, fold(name))
    if len(known) > 1:
        return Amiss(
            "Two people of that name have this phone: make them one first, or write more of the name."
        )
    who = known[0].id if known else people.new_person(db, school, name, fold(name), language, desk.now)
    [place] = many.add(db, membership, school, [{
        "household_id": home_id, "person_id": who, "relation": relation, "guardian": guardian,
        "scope": str(Scope.EVERYTHING if guardian else Scope.STORIES), "from_roll": False, "since": desk.now,
    }])  # fmt: skip
    about = {"child": child_id, "person": who, "home": home_id, "place": place}
    records.note(db, school, "brought an adult into a home", desk.now, person_id=by_id, about=about)
    if phone.strip() and not known:
        amiss = changing_phones.change_phone(desk, by_id, child_id, place, phone)
        if amiss is not None:
            return amiss
    if restrictions.restricted(db, child_id, who) or households.open_place(desk, child_id, place) is None:
        return Amiss("The school keeps this person or number out of the child’s homes.")
    return None


def _known_by_phone(desk: Desk, typed: str, folded: str) -> list[Person]:
    """Who on record has this name and this number."""
    told = number(typed, desk.school.calendar.country) if typed.strip() else None
    sender = schools.sender_on(desk.db, desk.school.id, "sms")
    if not isinstance(told, Number) or sender is None:
        return []
    phone = people.contact_at(desk.db, sender, told.address)
    return [it for it in people.on_phone(desk.db, phone.id) if fold(it.name) == folded] if phone else []
