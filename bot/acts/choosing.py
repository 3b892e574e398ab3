"""A person chooses their language. Their own choice outlives every import of the roll."""

from bot.acts.desk import Desk
from bot.model.people import Contact, Person
from bot.store import people


def language(desk: Desk, contact: Contact, person: Person | None, tag: str) -> bool:
    """Keeps the choice; False when the school has not switched that language on (English is read until then)."""
    if person is None:
        people.change_contact(desk.db, contact.id, language=tag)
    else:
        people.change_person(desk.db, person.id, language=tag, language_chosen=True)
    return tag in desk.school.languages


def spoken(desk: Desk, contact: Contact, person: Person | None) -> str:
    """The language that a phone reads now: what was chosen, where the school has switched it on."""
    wanted = person.language if person else contact.language
    return wanted if wanted in desk.school.languages else "en"
