"""ALL: a family member shows what they just wrote to the rest of their home, to those whom we named when we offered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.acts import asking_which, ears, matters, relaying
from bot.acts.desk import Desk
from bot.model.chat import Ears, MessageKind
from bot.model.heard import Sight
from bot.model.people import Contact, Member, Person, State
from bot.model.screen import Screen
from bot.store import albums, lanes, learners, media, messages, outbox, records
from bot.store import screen as screens
from bot.store.rows import Row

RECENT = timedelta(hours=12)
OFFERED = "offered ALL"


@dataclass(frozen=True)
class Shown:
    """What became of ALL."""

    reached: tuple[Member, ...] = ()  #: who sees it now
    asked_first: tuple[
        Member, ...
    ] = ()  #: who has come in since we offered it: nobody sees it before a second ALL
    others: bool = False  #: there is somebody else in the thread
    hearers: Mapping[int, Sequence[Member]] = field(
        default_factory=dict
    )  #: … by home, where they are asked first


def offered(desk: Desk, contact: Contact, hearers: Mapping[int, Sequence[Member]], by: int | None) -> None:
    """Remembers whom ALL would show it to, when that was said, and in which text of ours (`by`: a delivery)."""
    lanes_ = {
        str(lane_id): [it.person.id for it in people_] for lane_id, people_ in hearers.items() if people_
    }
    if lanes_:
        about = {"at": desk.now.isoformat(), "lanes": lanes_, "by": by}
        records.agree(desk.db, desk.school.id, OFFERED, desk.now, contact_id=contact.id, about=about)


def can_widen(desk: Desk, contact: Contact, writer_id: int, screen: Screen, quotes: str | None) -> bool:
    """Whether the writer's last words were for the school only, not long ago, and nothing has come in between.

    After a prompt, a teacher's words or a question with numbers, or where it quotes them, "all" may be the answer to
    those. A phone that has said STOP gets none of our texts: whom ALL would show it to has never stood there.
    """
    if contact.state != State.ACTIVE:
        return False
    # What they said last may wait for its child: what they said before it is not meant.
    if asking_which.still_asks(desk, contact, writer_id):
        return False
    quoted = outbox.quoted(desk.db, contact.id, quotes) if quotes else None
    if quoted and (quoted["prompt_id"] or quoted["message_id"]):
        return False
    # What they told us as an absence is shown to nobody at one person's word.
    private = [
        it
        for it in _last(desk, writer_id)
        if it["ears"] == Ears.WRITER and it["matter"] != matters.ATTENDANCE
    ]
    if not private:
        return False
    offers = (datetime.fromisoformat(it["at"]) for it in _offers(desk, contact))
    since = max([private[0]["said_at"], *offers])
    return not screen.anything_from_people_since(since) and not screen.anything_to_choose_since(since)


def show_all(desk: Desk, contact: Contact, writer: Person) -> Shown:
    """Sends the writer's last words to everybody in their lane, if all of them were named when ALL was offered."""
    mine = {it.lane.thread_id: it for it in lanes.lanes_of(desk.db, writer.id, desk.now)}
    rows = [(mine[it["thread_id"]], it) for it in _last(desk, writer.id) if it["thread_id"] in mine]
    rows = [(member, it) for member, it in rows if it["ears"] != Ears.HOUSEHOLD]
    # Of health and the like hears nobody whom the guardians have not all let: nor of the pictures around it.
    delicate = any(it["matter"] is not None for _member, it in rows)
    hearers: dict[int, list[Member]] = {}
    for member, row in rows:
        lane_id, kind = member.lane.household_id, MessageKind(row["kind"])
        hearers[lane_id] = ears.others(desk, lane_id, contact, kind, private=delicate)
    everybody = tuple(it for people_ in hearers.values() for it in people_)
    if not all(_was_named(desk, contact, it) for it in everybody):
        return Shown(asked_first=everybody, others=True, hearers=hearers)
    reached = [it for member, row in rows for it in _show(desk, contact, member, row, delicate)]
    return Shown(tuple(reached), others=bool(everybody))


def _show(desk: Desk, contact: Contact, member: Member, row: Row, delicate: bool) -> list[Member]:
    messages.widen(desk.db, row["id"])
    held = media.of_contents(desk.db, [row["content_id"]]).get(row["content_id"], [])
    sights = [Sight(it["kind"], it["reference"]) for it in held]
    hearers = ears.others(desk, member.lane.household_id, contact, MessageKind(row["kind"]), private=delicate)
    child = row["id"] in learners.by_child(desk.db, [row["id"]])
    return relaying.to_home(
        desk, row["id"], row["content_id"], member, contact, hearers, sights, by_child=child
    )


def _last(desk: Desk, writer_id: int) -> list[Row]:
    """The writer's last words, in each thread that they went into; all the pictures, where they came as an album."""
    rows = [
        it
        for it in messages.last_from(desk.db, writer_id, desk.now - RECENT)
        if it["kind"] != MessageKind.ANSWER
    ]
    together = albums.messages_of(desk.db, rows[0]["id"], desk.now) if rows else set()
    return [*(messages.one(desk.db, it) for it in sorted(together - {row["id"] for row in rows})), *rows]


def _offers(desk: Desk, contact: Contact) -> list[Mapping[str, Any]]:
    return records.agreed(desk.db, OFFERED, contact_id=contact.id)


def _was_named(desk: Desk, contact: Contact, hearer: Member) -> bool:
    """Whether they have stood on this phone since they came, or came back: an offer that is still on its way has been
    read by nobody."""
    lane_id = str(hearer.lane.household_id)
    naming = [
        it for it in _offers(desk, contact)
        if hearer.person.id in it["lanes"].get(lane_id, ()) and datetime.fromisoformat(it["at"]) >= hearer.since
    ]  # fmt: skip
    came = screens.came(desk.db, [it["by"] for it in naming if it.get("by") is not None])
    return any(it.get("by") is None or it["by"] in came for it in naming)
