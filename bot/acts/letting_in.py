"""The school's own word that somebody belongs to a home, or that a phone is theirs; told in decent hours."""

from collections.abc import Sequence

from bot.acts import inviting, linking, restricting
from bot.acts.desk import Desk
from bot.acts.saying import say
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.people import Contact, Member, Scope, State
from bot.store import lanes, letters, people, records, suppressions

GUARDIAN = "guardian"
CAREGIVER = "caregiver"
CHOICES = (Scope.EVERYTHING, Scope.STORIES, GUARDIAN)


def place(desk: Desk, by: int, household_id: int, person_id: int, choice: str, relation: str = "") -> None:
    """`choice`: one of CHOICES. Whom the school keeps out is told what everybody is told, and nothing is opened."""
    scope = Scope.STORIES if choice == Scope.STORIES else Scope.EVERYTHING
    if choice == GUARDIAN:
        letters.make_guardian(
            desk.db, desk.school.id, household_id, person_id, relation or CAREGIVER, scope, by, desk.now
        )
    else:
        lanes.admit(desk.db, desk.school.id, household_id, person_id, relation=relation or "whānau", scope=scope,
                    let_in_by=by, now=desk.now)  # fmt: skip
    home = lanes.members(desk.db, [household_id], desk.now)
    tell_in(desk, person_id, desk.school.name, scope, [it for it in home if it.person.id == person_id])


def tell_in(desk: Desk, person_id: int, by: str, scope: Scope, opened: Sequence[Member]) -> None:
    said = {
        Scope.EVERYTHING: _(
            "{guardian} has let you in. You will see everything about {children}. Write back any time."
        ),
        Scope.STORIES: _("{guardian} has let you in. You will see stories and activities about {children}."),
    }[scope]
    inviting.tell(desk, person_id, Say(said, {"guardian": by}), opened=opened)


def is_theirs(desk: Desk, contact: Contact, person_id: int, *, came: bool = True) -> None:
    """This phone is this person's from now on; a STOP that was said from it stays. `came`: they wrote just now, and
    hear the notice at once, whatever the hour."""
    people.link(desk.db, desk.school.id, contact.id, person_id)
    restricting.look_again(desk)
    if contact.channel == "telegram":
        linking.tie(desk, contact, person_id, staff=False, came=came)
    else:
        if suppressions.stopped(desk.db, contact.sender_id, contact.address) is None:
            people.change_contact(desk.db, contact.id, state=State.ACTIVE, why=None)
        about = {"contact": contact.id}
        records.note(desk.db, desk.school.id, "phone tied", desk.now, person_id=person_id, about=about)


def say_you_are_in(desk: Desk, contact_id: int, person_id: int) -> None:
    here = people.contact_by_id(desk.db, contact_id)
    you_are_in = Say(_("You are in. From now on we write to you here."))
    say(desk, here, you_are_in, person_id=person_id, reach="words")
