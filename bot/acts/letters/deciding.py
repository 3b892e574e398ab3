"""Whether somebody who came with a letter is let in: a guardian of that home decides, or the office. Once."""

from dataclasses import dataclass
from datetime import timedelta

from bot.acts import inviting, letting_in
from bot.acts.desk import Desk
from bot.acts.letters.arriving import KNOWN, NO, is_new
from bot.acts.letting_in import GUARDIAN
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.people import Member, Person, Scope
from bot.store import lanes, letters, people, records
from bot.store.codes import note_came
from bot.store.rows import Row

#: Where guardians were asked the office waits so long for them.
FAMILY_FIRST = timedelta(days=3)


@dataclass(frozen=True)
class Decided:
    newcomer: Person
    opened: tuple[Member, ...]  #: the lane that they are in now; none: they are not


def by_guardian(desk: Desk, guardian_id: int, arrival_id: int, choice: str) -> Decided | None:
    """None when it is not theirs to say any more, or somebody has decided already."""
    found = letters.arrival_of(desk.db, arrival_id)
    home = [it for it in lanes.members(desk.db, [found["household_id"]], desk.now) if it.guardian]
    mine = next((it for it in home if it.person.id == guardian_id), None)
    if mine is None or (choice == KNOWN and not is_new(desk, found["contact_id"], found["person_id"])):
        return None
    if not _first(desk, found, guardian_id, choice):
        return None
    newcomer = people.person_by_id(desk.db, found["person_id"])
    if choice == NO:
        inviting.tell(desk, newcomer.id, Say(_("Sorry, not this time. Please talk with the family.")))
        return Decided(newcomer, ())
    if choice == KNOWN:
        _is_theirs(desk, found, guardian_id)
        return Decided(newcomer, (mine,))
    scope = Scope(choice)
    lanes.admit(desk.db, desk.school.id, found["household_id"], newcomer.id, relation="whānau", scope=scope,
                let_in_by=guardian_id, now=desk.now)  # fmt: skip
    letting_in.tell_in(desk, newcomer.id, mine.person.name, scope, [mine])
    return Decided(newcomer, (mine,))


def may_office(desk: Desk, found: Row) -> bool:
    """Families decide who belongs: the office only where nobody of theirs could be asked, or none has answered."""
    return found["decided_at"] is None and (not found["asked"] or desk.now >= found["came_at"] + FAMILY_FIRST)


def by_office(desk: Desk, by: int, arrival_id: int, choice: str, whose: int | None = None) -> bool:
    """`choice`: "everything", "stories", "guardian", "no"; or "known", of the person `whose` of that home.

    False when it is not (or no longer) the office's to decide, or the choice is none.
    """
    found = letters.arrival_of(desk.db, arrival_id)
    home = lanes.members(desk.db, [found["household_id"]], desk.now)
    theirs = next((it for it in home if it.person.id == whose), None)
    if choice not in (Scope.EVERYTHING, Scope.STORIES, GUARDIAN, KNOWN, NO) or not may_office(desk, found):
        return False
    if choice == KNOWN and (theirs is None or not is_new(desk, found["contact_id"], found["person_id"])):
        return False
    if not _first(desk, found, by, choice):
        return False
    newcomer = people.person_by_id(desk.db, found["person_id"])
    if choice == KNOWN and theirs is not None:
        _is_theirs(desk, found, theirs.person.id)
    elif choice == NO:
        refusal = _(
            "You are not in a family's thread right now. Please ask the family, or call the school: {office}."
        )
        inviting.tell(desk, newcomer.id, Say(refusal, {"office": desk.school.office_number}))
    else:
        letting_in.place(desk, by, found["household_id"], newcomer.id, choice)
    return True


def _first(desk: Desk, found: Row, by: int, choice: str) -> bool:
    if not letters.decide(desk.db, found["id"], by, choice, desk.now):
        return False
    about = {
        "arrival": found["id"],
        "person": found["person_id"],
        "home": found["household_id"],
        "as": choice,
    }
    records.note(desk.db, desk.school.id, "decided on a letter", desk.now, person_id=by, about=about)
    return True


def _is_theirs(desk: Desk, found: Row, person_id: int) -> None:
    """The phone that came is another one of this person's: the name that it gave us was their own."""
    contact = people.contact_by_id(desk.db, found["contact_id"])
    people.unlink(desk.db, contact.id, found["person_id"])
    note_came(desk.db, found["code_id"], person_id)
    letting_in.is_theirs(desk, contact, person_id, came=False)
    letting_in.say_you_are_in(desk, contact.id, person_id)
