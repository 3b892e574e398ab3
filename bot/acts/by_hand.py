"""Words that are in no thread are put into one by hand, or put away: by somebody at the school, once.

They stand there as their writer's note to the school, at the moment they were heard. Nobody at home is told of them:
whoever wrote them may have meant them for the school alone.
"""

from bot.acts import relaying
from bot.acts.desk import Desk
from bot.acts.households import Amiss
from bot.acts.knowing import UNPLACED
from bot.model.chat import Ears, MessageKind, Wording
from bot.model.heard import Sight
from bot.model.people import Member, Person, State
from bot.store import contents, inbox, lanes, media, messages, people, records
from bot.store.rows import Row

IN_NO_THREAD = ("troubled", "aside", "waiting", UNPLACED)


def places(desk: Desk, item: Row) -> list[Member]:
    """Where it may go: the homes of whoever has that phone today. None, where its holder says that it is not theirs,
    or has not said yet that it is."""
    if people.state(desk.db, item["contact_id"]) in (State.WRONG, State.QUARANTINED):
        return []
    here = people.on_phone(desk.db, item["contact_id"])
    return [member for person in here for member in lanes.lanes_of(desk.db, person.id, desk.now)]


def place(desk: Desk, by: Person, item_id: int, person_id: int, household_id: int) -> Amiss | None:
    item = _held(desk, item_id)
    if item["state"] not in IN_NO_THREAD:
        return Amiss("Somebody has done that already.")
    asked = person_id, household_id
    where = [it for it in places(desk, item) if (it.person.id, it.lane.household_id) == asked]
    words, sights = str(item["heard"].get("words") or ""), _sights(item)
    if not where:
        return Amiss("Please choose whom it is about, and who wrote it.")
    if not words.strip() and not sights:
        return Amiss("There is nothing in it that could stand in a thread.")
    _write(desk, item, where[0], words, sights)
    _done(desk, by, item, "placed words by hand", "placed by hand", where[0])
    return None


def put_away(desk: Desk, by: Person, item_id: int) -> bool:
    """It has been read, and nothing follows from it. False when somebody has done something with it already."""
    item = _held(desk, item_id)
    if item["state"] not in IN_NO_THREAD:
        return False
    _done(desk, by, item, "put words away", "put away by the office", None)
    return True


def _write(desk: Desk, item: Row, writer: Member, words: str, sights: tuple[Sight, ...]) -> None:
    school = desk.school.id
    said = [Wording(writer.person.language, words)] if words.strip() else []
    content_id = contents.keep(desk.db, school, said)
    media.want(desk.db, school, content_id, item["channel"], sights, desk.now)
    made = messages.put(
        desk.db, school, thread_id=writer.lane.thread_id, author_id=writer.person.id, content_id=content_id,
        kind=MessageKind.NOTE, ears=Ears.WRITER, said_at=item["heard_at"], inbox_id=item["id"],
        contact_id=item["contact_id"],
    )  # fmt: skip
    if made is not None:
        relaying.to_school(desk, made, content_id, writer, sights)


def _held(desk: Desk, item_id: int) -> Row:
    """Its phone is held first: it may be tried again, or answered for, at this moment."""
    item = inbox.one(desk.db, item_id)
    if item["contact_id"] is not None:
        contact = people.contact_by_id(desk.db, item["contact_id"])
        people.contact_at(desk.db, contact.sender_id, contact.address)
    return inbox.one(desk.db, item_id)


def _sights(item: Row) -> tuple[Sight, ...]:
    return tuple(Sight(**it) for it in item["heard"].get("sights") or ())


def _done(desk: Desk, by: Person, item: Row, act: str, why: str, where: Member | None) -> None:
    inbox.change(desk.db, item["id"], state="done", why=why)
    about = {"heard": item["id"]}
    if where is None:
        records.note(desk.db, desk.school.id, act, desk.now, person_id=by.id, about=about)
        return
    child = where.lane.child.id
    about |= {"child": child, "thread": where.lane.thread_id, "writer": where.person.id}
    records.note(desk.db, desk.school.id, act, desk.now, person_id=by.id, about=about,
                 child_id=child, household_id=where.lane.household_id)  # fmt: skip
