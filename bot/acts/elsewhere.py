"""Words that a phone cannot get any more go to the other phone of the same person, where they allowed it.

Who asks for Telegram is told, on the phone they ask from, that this phone is written to where the chat cannot be
reached; by opening the link that they got with those words they agree. Nothing else counts as leave: two phones
under one name on the school's roll do not. A STOP on either of them is not evaded.

Whoever leaves a phone for another one, by a code or by the office's word, takes along what waits for them.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.acts import quoting
from bot.acts.desk import Desk
from bot.acts.rendering import says
from bot.acts.timing import due, due_or_ask_again, lately
from bot.model.chat import Ears
from bot.model.delivery import Gate, Turn
from bot.model.people import Contact, State
from bot.pace.families import Reach
from bot.store import (
    gathering,
    lanes,
    many,
    messages,
    outbox,
    people,
    prompts,
    records,
    returning,
    suppressions,
)
from bot.store.outbox import Letter
from bot.store.rows import Row

EITHER = "either phone"  #: the consent: this chat, or the phone that it was asked for from


def allow(desk: Desk, person_id: int, chat: Contact, phone_id: int) -> None:
    records.agree(desk.db, desk.school.id, EITHER, desk.now, contact_id=chat.id, person_id=person_id,
                  about={"phone": phone_id})  # fmt: skip


def take(desk: Desk, rows: Sequence[Row]) -> int:
    """Puts these deliveries once more, for their readers' other phones; how many. A phone that has one gets no second.

    Words between people and prompts only: our own answers belong to the phone that asked. Of a weekly text, each
    of its prompts goes by itself.
    """
    return sum(_put(desk, row) for row in _along(desk, rows))


def part(desk: Desk, pairs: Collection[tuple[int, int]]) -> list[Row]:
    """Ends what waits for people on phones that they leave, and what of it comes along, once for each who leaves.

    `pairs`: contact, person, linked still. What has gone, or is in the air, stays where it is, as does all on a phone
    that said STOP. A text for a whole home on a phone of two of them stays there for who stays.
    """
    along: list[Row] = []
    for phone_id in sorted({it for it, _ in pairs}):
        leave = {person for it, person in pairs if it == phone_id}
        waits = outbox.waiting_for(desk.db, phone_id)
        if not waits or _stopped(desk, people.contact_by_id(desk.db, phone_id)):
            continue
        # One by one: a call that has begun meanwhile ends nothing here, and its words stay where they are.
        for row in waits:
            others = _others_at(desk, row)
            if row["person_id"] not in leave or _left(desk, row, [it for it in others if it not in leave]):
                # Each part of a weekly text by itself: what is in it may be for one of them alone.
                for it in _along(desk, [row]):
                    readers = (it["person_id"], *_others_at(desk, it))
                    along += [{**it, "person_id": one} for one in readers if one in leave]
    return along


def arrive(desk: Desk, along: Sequence[Row]) -> None:
    """What came along goes to the number at which each of its readers is written to now, or, where they have none, to
    their chat; nowhere, where nothing is left to them.
    """
    readers = {row["person_id"] for row in along}
    for reader, phones in people.contacts_of(desk.db, readers).items():
        to = people.reachable([it for it in phones if it.channel == "sms"] or phones)
        if to is not None:
            bring(desk, [row for row in along if row["person_id"] == reader], to)


def bring(desk: Desk, along: Sequence[Row], to: Contact) -> None:
    """A STOP that was said from the phone that they have now holds."""
    if to.state in (State.STOPPED, State.WRONG) or _stopped(desk, to):
        return
    for row in along:
        _to(desk, row, to, due_or_ask_again(desk.school, _reach(desk, row), to.zone, desk.now))


def _left(desk: Desk, row: Row, stay: Sequence[int]) -> bool:
    if stay:
        return returning.hand_over(desk.db, row, stay[0])
    return outbox.cancel_these(desk.db, [row["id"]], many.NOT_THEIRS, desk.now) == 1


def _others_at(desk: Desk, row: Row) -> list[int]:
    """Who has the same phone, and was to read there what is for the whole home; nobody reads their own words."""
    said = messages.one(desk.db, row["message_id"]) if row["message_id"] is not None else None
    if not (_goes_along(row) or gathering.is_digest(row)) or (said and said["ears"] == Ears.WRITER):
        return []
    here = {it.id for it in people.on_phone(desk.db, row["contact_id"])} - {row["person_id"]}
    if not here:
        return []
    homes = {home for _, home in prompts.children_of_delivery(desk.db, [row["id"]]).get(row["id"], [])}
    home = [it.person.id for it in lanes.members(desk.db, homes, desk.now)]
    return [it for it in dict.fromkeys(home) if it in here and not (said and said["author_id"] == it)]


def _stopped(desk: Desk, phone: Contact) -> bool:
    return suppressions.stopped(desk.db, phone.sender_id, phone.address) is not None


def _along(desk: Desk, rows: Sequence[Row]) -> list[Row]:
    inside = gathering.inside(desk.db, [row["id"] for row in rows if gathering.is_digest(row)])
    each = [it for row in rows for it in inside.get(row["id"], [row])]
    return [it for it in each if _goes_along(it)]


def _goes_along(row: Row) -> bool:
    said = row["message_id"] is not None or row["prompt_id"] is not None
    return said and row["gate"] == Gate.LANE and row["turn"] in (Turn.SAFETY, Turn.WORDS, Turn.PROMPT)


def _put(desk: Desk, row: Row) -> bool:
    other = _other(desk, row) if row["person_id"] is not None else None
    at = due(desk.school, _reach(desk, row), other.zone, desk.now) if other is not None else None
    return other is not None and at is not None and _to(desk, row, other, at)


def _to(desk: Desk, row: Row, other: Contact, at: datetime) -> bool:
    homes = prompts.children_of_delivery(desk.db, [row["id"]]).get(row["id"], [])
    letter = Letter(
        other, Gate(row["gate"]), Turn(row["turn"]), _reach(desk, row), at, quoting.bare(says(row["parts"])),
        content_id=row["content_id"], person_id=row["person_id"], message_id=row["message_id"],
        prompt_id=row["prompt_id"], language=row["language"], expires_at=row["expires_at"], tells=row["tells"],
        lanes=homes,
    )  # fmt: skip
    return returning.put(desk.db, desk.school.id, letter, desk.now)


def _reach(desk: Desk, row: Row) -> str:
    """Its new row is young: how long it has been on its way only the old one knows."""
    return str(row["reach"]) if lately(row["reach"], row["created_at"], desk.now) else Reach.WORDS.value


def _other(desk: Desk, row: Row) -> Contact | None:
    """The reader's other phone, when it may be tried: allowed, theirs still, and nobody said STOP on either."""
    if suppressions.stopped(desk.db, row["sender_id"], row["address"]) is not None:
        return None
    pairs = records.agreed_by(desk.db, EITHER, person_id=row["person_id"])
    allowed = {one: other for pair in pairs for one, other in (pair, pair[::-1])}
    theirs = people.contacts_of(desk.db, [row["person_id"]]).get(row["person_id"], [])
    other = next((it for it in theirs if it.id == allowed.get(row["contact_id"])), None)
    if other is None or other.state != State.ACTIVE:
        return None
    return None if _stopped(desk, other) else other
