"""URGENT: to the office, and to whoever leads safeguarding. Never into a teacher's evening, and into no thread.

Nobody is asked first which child it is about, or who has the phone. It stands first on the office's Today at once; the
office's phones get it in their hours, or at any hour where the school has said so. The family hears honestly who reads
it when, and once that somebody has taken it up.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.acts import saying, translating
from bot.acts.desk import Desk
from bot.acts.timing import SAFETY, STAFF, due_or_ask_again
from bot.languages.words import _
from bot.model.chat import Option, Say, Wording
from bot.model.delivery import Gate, Turn
from bot.model.heard import Incoming, Said
from bot.model.people import OF_THE_SCHOOL, Contact, Person, Role, State
from bot.model.school import RING
from bot.pace import teachers
from bot.pace.schedule import local
from bot.store import contents, lanes, media, outbox, people, questions, records
from bot.store import urgent as urgents
from bot.store.outbox import Letter

SEEN = "urgent seen"
FORTNIGHT = timedelta(days=14)


def tell(desk: Desk, contact: Contact, here: Sequence[Person], writer: Person | None, incoming: Incoming, said: Said,
         words: str) -> None:  # fmt: skip
    """`here`: everybody on the phone; `writer`: whoever of them wrote it, where that is known."""
    language = (writer or here[0]).language
    content_id = contents.keep(desk.db, desk.school.id, [Wording(language, words)])
    media.want(desk.db, desk.school.id, content_id, contact.channel, incoming.sights, desk.now)
    made = urgents.put(
        desk.db, desk.school.id, contact_id=contact.id, person_id=writer.id if writer else None,
        inbox_id=said.inbox_id, content_id=content_id, said_at=said.at,
    )  # fmt: skip
    if made is None:
        return
    staff = readers(desk)
    chats = _chats(desk, staff)
    translating.want(desk, content_id, {"en", *(it.language for it, _chat in chats)}, family=False)
    writers = [writer] if writer else list(here)
    children = [it.lane.child.name for one in writers for it in lanes.lanes_of(desk.db, one.id, desk.now)]
    filling = {
        "writer": {"names": [it.name for it in writers]},
        # A grandmother whose place has ended may know of a child all the same: of whom, nobody can tell.
        "children": {"names": list(dict.fromkeys(children)) or ["?"]},
    }
    for person, chat in chats:
        _to_office(desk, made, content_id, person, chat, filling)
    saying.say(desk, contact, *_honestly(desk, bool(chats)), person_id=writer.id if writer else None)


def readers(desk: Desk) -> list[Person]:
    """The office and whoever leads safeguarding; where a school has no office, its admins."""
    office = people.office(desk.db, desk.school.id, desk.now) or people.office(
        desk.db, desk.school.id, desk.now, Role.ADMIN
    )
    lead = people.office(desk.db, desk.school.id, desk.now, Role.SAFEGUARDING)
    return list({it.id: it for it in (*office, *lead)}.values())


def take_up(desk: Desk, by: Person, urgent_id: int) -> bool:
    """Somebody has read it and acts on it: the family is told so, once. False: a colleague has it already.

    LookupError where there is no such thing at this school.
    """
    row = urgents.one(desk.db, desk.school.id, urgent_id)
    if row is None:
        raise LookupError("nothing urgent by that number")
    if not urgents.seen(desk.db, urgent_id, by.id, desk.now):
        return False
    records.note(
        desk.db,
        desk.school.id,
        "took up urgent words",
        desk.now,
        person_id=by.id,
        about={"urgent": urgent_id},
    )
    contact = people.contact_by_id(desk.db, row["contact_id"])
    # Translators: to a family, after somebody at the school's office has read what they had called urgent.
    told = Say(_("{name} at the school has read your urgent words and is acting on them."), {"name": by.name})
    saying.say(desk, contact, told, once=f"urgent seen {urgent_id}", person_id=row["person_id"])
    return True


def may_take_up(roles: Sequence[Role]) -> bool:
    return bool(OF_THE_SCHOOL & set(roles))


def danger(desk: Desk) -> Say:
    return Say(_("If someone is in danger, call {number}."), {"number": desk.school.emergency_line})


def by_phone(desk: Desk) -> list[Say]:
    """Where no phone of the office rings for it: whom to call."""
    filling = {"office": desk.school.office_number}
    return [
        Say(_("No phone rings at the office for this. To be sure, call {office}."), filling),
        danger(desk),
    ]


def _chats(desk: Desk, staff: Sequence[Person]) -> list[tuple[Person, Contact]]:
    phones = people.contacts_of(desk.db, [it.id for it in staff])
    return [
        (it, chat) for it in staff for chat in phones.get(it.id, [])
        if chat.channel == "telegram" and chat.state == State.ACTIVE
    ]  # fmt: skip


def _to_office(desk: Desk, urgent_id: int, content_id: int, person: Person, chat: Contact,
               filling: Mapping[str, object]) -> None:  # fmt: skip
    reach = SAFETY if desk.school.urgent_at_night == RING else STAFF
    at = due_or_ask_again(desk.school, reach, chat.zone, desk.now)
    asked = questions.ask(
        desk.db, desk.school.id, chat.id, SEEN, {"urgent": urgent_id}, [Option("seen", Say(_("I have it")))],
        desk.now, max(at, desk.now) + FORTNIGHT, beside=True,
    )  # fmt: skip
    letter = Letter(
        chat, Gate.OFFICE, Turn.ANSWER, reach, at, [Say(TO_OFFICE, filling)], content_id=content_id,
        person_id=person.id, question_id=asked, once=f"urgent {urgent_id}",
    )  # fmt: skip
    outbox.put(desk.db, desk.school.id, letter, desk.now)


def _honestly(desk: Desk, rings: bool) -> list[Say]:
    """Who reads it and when, as it is; and what to do in an emergency."""
    calendar = desk.school.calendar
    opens = teachers.next_office(desk.now, calendar)
    there = local(opens, calendar.zone) if opens else None
    parts: list[Say] = []
    if rings and (desk.school.urgent_at_night == RING or opens == desk.now):
        parts.append(Say(_("The school office has this on a phone now.")))
    elif there is not None:
        filling = {"day": {"day": there.date().isoformat()}, "time": {"time": there.strftime("%H:%M")}}
        parts.append(Say(_("The office reads this from {day}, {time}."), filling))
    return [*parts, danger(desk)] if rings else [*parts, *by_phone(desk)]


#: Translators: to the school's office, from a family. {children} are the writer's children at the school.
TO_OFFICE = _("Urgent, from {writer} ({children}): {words}")
