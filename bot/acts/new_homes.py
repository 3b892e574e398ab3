"""A home that is in no roll yet: somebody quite new, in a home of the child's that is theirs alone."""

from bot.acts import changing_phones
from bot.acts.desk import Desk
from bot.acts.households import Amiss, add_home, free_label, open_place, unfit
from bot.acts.roll.rows import decides
from bot.languages.folding import fold
from bot.model.people import Scope
from bot.store import many, people, records
from bot.store.tables import membership


def new_home(
    desk: Desk, by_id: int, child_id: int, *, label: str, name: str, relation: str, language: str, phone: str
) -> Amiss | None:
    """All of it or nothing. Their phone hears the first notice before anything else; without one, a letter may reach
    them. No other home hears of it, and no later roll ends it. Sent twice, the mark is taken."""
    for words in (name, relation):
        if (amiss := unfit(words)) is not None:
            return amiss
    if not free_label(desk, child_id, label):
        return Amiss("Please give the new home a mark of its own, such as a letter.")
    if language not in desk.school.languages:
        return Amiss("Please choose a language.")
    with desk.db.begin_nested() as step:
        amiss = _make(desk, by_id, child_id, label, name, relation, language, phone)
        if amiss is not None:
            step.rollback()
    return amiss


def _make(desk: Desk, by_id: int, child_id: int, label: str, name: str, relation: str, language: str, phone: str
          ) -> Amiss | None:  # fmt: skip
    db, school, guardian = desk.db, desk.school.id, decides(relation)
    who = people.new_person(db, school, name.strip(), fold(name), language, desk.now)
    home = add_home(desk, child_id, label)
    [place] = many.add(db, membership, school, [{
        "household_id": home, "person_id": who, "relation": relation.strip(), "guardian": guardian,
        "scope": str(Scope.EVERYTHING if guardian else Scope.STORIES), "from_roll": False, "since": desk.now,
    }])  # fmt: skip
    about = {"child": child_id, "person": who, "home": home}
    records.note(db, school, "made a home for somebody new", desk.now, person_id=by_id, about=about)
    if not phone.strip():
        return None
    amiss = changing_phones.change_phone(desk, by_id, child_id, place, phone)
    if amiss is None and open_place(desk, child_id, place) is None:
        return Amiss("The school keeps this number out of the child's homes.")
    return amiss
