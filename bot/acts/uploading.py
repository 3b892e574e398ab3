"""A link by which a family on SMS sends a picture: for a day, once, by whoever was given it, as long as they belong.

The code is a row as a digest. To look at the link uses nothing up; a picture that has come whole does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.acts import codes
from bot.acts.desk import Desk
from bot.model.heard import Incoming, Kind, Sight
from bot.model.people import Contact, Person, State
from bot.store import codes as kept_codes
from bot.store import lanes, people, suppressions, uploads
from bot.store.rows import Row

KIND = kept_codes.UPLOAD
LIFE = timedelta(days=1)
LARGEST = 12 * 1024 * 1024  #: bytes: what the camera of a phone makes, where nothing can shrink it

Hear = Callable[[Desk, Incoming], object]  #: takes in one thing heard, as from a carrier


@dataclass(frozen=True)
class Way:
    """A link that works now, for this person on this phone."""

    code_id: int
    contact: Contact
    person: Person


def can(desk: Desk, contact: Contact) -> bool:
    """Whether a link would lead anywhere, and is needed: Telegram has pictures of its own."""
    return contact.channel == "sms" and bool(desk.links.public_url)


def link(desk: Desk, contact: Contact, person: Person) -> str:
    plain = codes.make(desk, KIND, person_id=person.id, about={"contact": contact.id}, life=LIFE)
    return f"{desk.links.public_url}/up/{plain}"


def way(desk: Desk, plain: str) -> Way | None:
    """None for any reason at all: wrong, used, over, a STOP, another's phone by now, no lane left, kept out.

    In a child's turn too, and after it the link works again: what the child says is not with the school yet.
    """
    found = kept_codes.unused(desk.db, desk.school.id, plain, KIND, desk.now)
    if found is None:
        return None
    contact = people.contact_by_id(desk.db, found["about"]["contact"])
    if contact.state != State.ACTIVE or suppressions.stopped(desk.db, contact.sender_id, contact.address):
        return None
    if contact.turn_until is not None and desk.now < contact.turn_until:
        return None
    here = people.on_phone(desk.db, contact.id)
    person = next((it for it in here if it.id == found["person_id"]), None)
    if person is None or not lanes.lanes_of(desk.db, person.id, desk.now):
        return None
    return Way(found["id"], contact, person)


def sent(desk: Desk, plain: str) -> Row | None:
    """The picture that came by this link, for as long as the link would have worked."""
    found = kept_codes.of_kind(desk.db, desk.school.id, plain, KIND, desk.now)
    row = uploads.under(desk.db, found["id"]) if found is not None and found["used_at"] else None
    return row if row is not None and row["done_at"] else None


def begin(desk: Desk, by: Way, mark: str) -> Row:
    """As far as the picture with this mark has come."""
    name = desk.chance(16).hex()
    return uploads.begin(desk.db, desk.school.id, by.code_id, by.contact.id, mark, name, desk.now)


def arrived(desk: Desk, plain: str, mark: str, words: str, picture: Sight, hear: Hear) -> Row | None:
    """The picture is here, whole: the code is used up, and it is heard as if it had come by the carrier.

    All in one transaction: a link is never used up by a picture that is lost. Its row, as it came; None when the link
    is dead by now.
    """
    by = way(desk, plain)
    if by is None or not kept_codes.use(desk.db, desk.school.id, plain, (KIND,), desk.now, by.contact.id):
        return None
    row = begin(desk, by, mark)
    uploads.done(desk.db, row["id"], desk.now)
    # Whom it goes to was said with the link: so it is a share, as after the word itself.
    heard = Incoming(by.contact.channel, f"upload {row['id']}", by.contact.address, Kind(picture.kind),
                     words=words.strip(), sights=(picture,), shared=True)  # fmt: skip
    with people.speaking(
        desk.db, by.contact.id, by.person.id, desk.now
    ):  # the link was theirs, whoever writes else
        hear(desk, heard)
    return row
