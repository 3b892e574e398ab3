"""Somebody comes with a letter's code. A guardian of that home is asked; where none can be, the office is."""

from collections.abc import Sequence

from bot.acts import codes, inviting
from bot.acts.desk import Desk
from bot.acts.letters.printing import KIND
from bot.acts.saying import ask
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.people import Contact, Member, Scope
from bot.store import lanes, letters, people
from bot.store.codes import by_id, note_came

ASKS = "letter let in"
KNOWN = "known"  #: the guardian's own other phone
NO = "no"


def is_one(desk: Desk, plain: str) -> bool:
    """Whether this code was made for a letter: used and expired ones too."""
    return codes.is_a(desk, plain, KIND)


def came_with_letter(desk: Desk, code_id: int) -> bool:
    return bool(by_id(desk.db, code_id)["kind"] == KIND)


def at_home(desk: Desk, plain: str, members: Sequence[Member]) -> bool:
    """Whether the speaker is in the letter's home already: there is nothing to ask, and the letter stays good."""
    found = letters.by_plain(desk.db, plain)
    return found is not None and any(it.lane.household_id == found["household_id"] for it in members)


def arrive(desk: Desk, contact: Contact, plain: str) -> int | None:
    """The code's id when it is good: it is used up, and they hear the notice. None for any reason at all."""
    found = codes.bring(desk, contact, plain, (KIND,))
    if found is None:
        return None
    inviting.welcome(desk, contact)
    return int(found["id"])


def knock(desk: Desk, code_id: int, person_id: int) -> None:
    """Asks the home's guardians, each on the phone that they use; nobody reachable: it lies on the office's desk."""
    note_came(desk.db, code_id, person_id)
    found = letters.of_code(desk.db, code_id)
    home = lanes.members(desk.db, [found["household_id"]], desk.now)
    guardians = [it for it in home if it.guardian and it.person.id != person_id]
    phones = people.contacts_of(desk.db, [it.person.id for it in guardians])
    # Never the phone that came: whoever holds it would answer their own question.
    reached = {
        it.person.id: phone
        for it in guardians
        if (phone := people.reachable(phones.get(it.person.id, []))) and phone.id != found["used_by"]
    }
    arrival_id = letters.arrived(
        desk.db, desk.school.id, found["id"], found["used_by"], person_id, list(reached), desk.now
    )
    if arrival_id is None:
        return
    for guardian in guardians:
        if phone := reached.get(guardian.person.id):
            _ask(desk, phone, guardian, arrival_id, person_id, new=is_new(desk, found["used_by"], person_id))


def is_new(desk: Desk, contact_id: int, person_id: int) -> bool:
    """Whether nobody but the newcomer has this phone, and the newcomer has no place yet: only such a phone can turn
    out to be somebody's own."""
    alone = [it.id for it in people.on_phone(desk.db, contact_id)] == [person_id]
    placed = lanes.lanes_of(desk.db, person_id, desk.now) or people.roles(desk.db, person_id, desk.now)
    return alone and not placed


def _ask(desk: Desk, phone: Contact, guardian: Member, arrival_id: int, person_id: int, *, new: bool) -> None:
    options = [
        Option(Scope.EVERYTHING, Say(_("Yes, everything"))),
        Option(Scope.STORIES, Say(_("Yes, stories and activities only"))),
        # Translators: a guardian's answer: the phone that came with the letter is their own.
        *([Option(KNOWN, Say(_("It is my own phone")))] if new else []),
        Option(NO, Say(_("No"))),
    ]
    filling = {"name": people.person_by_id(desk.db, person_id).name}
    ask(desk, phone, ASKS,
        Say(_("Somebody used the code from the school's letter. They say their name is {name}. "
              "May they be in the thread about {children}?"), filling),
        options=options, about={"arrival": arrival_id}, lasts=codes.LIFE, person_id=guardian.person.id,
        reach="words", beside=True, lanes=inviting.pairs([guardian]),
    )  # fmt: skip
