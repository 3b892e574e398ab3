"""Somebody at the door says who they are: the way in goes to that person's own Telegram, and nowhere else."""

from bot.acts import codes
from bot.acts.desk import Desk
from bot.acts.linking import SIGN_IN
from bot.acts.saying import say
from bot.languages.folding import fold
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.people import Contact, State
from bot.store import people

#: The words of /console (handlers/teacher/console.py), so that translators have them once.
LINK = "This link opens the console once, within half an hour: {link}"


def send(desk: Desk, name: str) -> bool:
    """A link and a code that open the console once; whether there is anybody to send them to. Never by SMS."""
    person = people.staff_named(desk.db, desk.school.id, fold(name), desk.now)
    chat = own_chat(desk, person.id) if person else None
    if person is None or chat is None:
        return False
    code = codes.make(desk, "sign-in", person_id=person.id, life=SIGN_IN)
    parts = [
        Say(_("Your code for the console is {code}. It works once, within half an hour."), {"code": code})
    ]
    if desk.links.public_url:
        link = f"{desk.links.public_url}/console/enter/{code}"
        parts.append(Say(LINK, {"link": link}))
    say(desk, chat, *parts, person_id=person.id)
    return True


def own_chat(desk: Desk, person_id: int) -> Contact | None:
    """The Telegram chat that is this person's alone."""
    for it in people.contacts_of(desk.db, [person_id]).get(person_id, []):
        alone = [who.id for who in people.on_phone(desk.db, it.id)] == [person_id]
        if it.channel == "telegram" and it.state == State.ACTIVE and alone:
            return it
    return None
