"""Tying a Telegram chat to a person we know already, and opening the console's door once."""

from datetime import timedelta

from bot.acts import codes, elsewhere, greeting
from bot.acts.desk import Desk
from bot.model.people import Contact, State
from bot.store import people, records, suppressions
from bot.store.codes import STAFF, TELEGRAM

A_DAY = timedelta(days=1)
SIGN_IN = timedelta(minutes=30)


def telegram_link(desk: Desk, person_id: int, else_phone: int | None = None) -> str | None:
    """A link that ties the chat that opens it to this person, once; None where the school has no bot.

    `else_phone`: the phone that is told, together with the link, that it is written to where the chat cannot be.
    """
    if not desk.links.bot_name:
        return None
    about = {"else": else_phone} if else_phone is not None else {}
    code = codes.make(desk, TELEGRAM, person_id=person_id, about=about, life=A_DAY)
    return f"https://t.me/{desk.links.bot_name}?start={code}"


def staff_link(desk: Desk, person_id: int) -> tuple[str, str | None]:
    """A code, and the link that carries it, with which a teacher's Telegram becomes the teacher's."""
    code = codes.make(desk, STAFF, person_id=person_id, life=A_DAY)
    name = desk.links.bot_name
    return code, f"https://t.me/{name}?start={code}" if name else None


def tie(desk: Desk, contact: Contact, person_id: int, *, staff: bool, else_phone: int | None = None,
        came: bool = True) -> None:  # fmt: skip
    """This chat is this person's from now on; a family's chat hears first who writes and why.

    `came`: they opened it just now; otherwise it is the office's word or a guardian's: the chat hears it in decent
    hours, and a STOP that was said in it stays.
    `else_phone`: which of their phones they agreed to be written to where this chat cannot be reached.
    """
    for other in people.on_phone(desk.db, contact.id):
        if other.id != person_id:
            _leave(desk, contact.id, other.id)
    for other_chat in people.contacts_of(desk.db, [person_id]).get(person_id, []):
        if other_chat.channel == contact.channel and other_chat.id != contact.id:
            _leave(desk, other_chat.id, person_id)  # a lost phone must not go on reading
    contact = people.contact_by_id(desk.db, contact.id)
    people.link(desk.db, desk.school.id, contact.id, person_id)
    if came and contact.state in (State.STOPPED, State.WRONG, State.GONE):
        # Their own link, and Start pressed: that is a START.
        suppressions.lift(
            desk.db, desk.school.id, contact.sender_id, contact.address, "opened their own link", desk.now
        )
    person = people.person_by_id(desk.db, person_id)
    notice = {"notice_at": contact.notice_at or desk.now} if staff else {}
    shut = suppressions.stopped(desk.db, contact.sender_id, contact.address) is not None
    people.change_contact(
        desk.db, contact.id, **({} if shut else {"state": State.ACTIVE, "why": None}), **notice
    )
    records.note(
        desk.db, desk.school.id, "chat tied", desk.now, person_id=person_id, about={"contact": contact.id}
    )
    if else_phone is not None:
        elsewhere.allow(desk, person_id, contact, else_phone)
    if not staff and came:
        greeting.greet_now(desk, contact, person.language)
    elif not staff and contact.notice_at is None:
        greeting.greet(desk, contact.id, person.language)


def _leave(desk: Desk, contact_id: int, person_id: int) -> None:
    people.unlink(desk.db, contact_id, person_id)
    if not people.on_phone(desk.db, contact_id):
        greeting.forget(desk, contact_id)
        if (
            people.contact_by_id(desk.db, contact_id).state == State.ACTIVE
        ):  # who writes from there is a stranger
            people.change_contact(desk.db, contact_id, state=State.UNVERIFIED)


def sign_in_path(desk: Desk, person_id: int) -> str:
    """The path of a link that opens the console once, within half an hour."""
    return f"/console/enter/{codes.make(desk, 'sign-in', person_id=person_id, life=SIGN_IN)}"
