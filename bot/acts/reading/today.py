"""The first page: what waits, what was shared, what goes out next, and what did not arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from bot.acts import budgets, releasing
from bot.acts.budgets import Budget
from bot.acts.desk import Desk
from bot.acts.reading import asked, in_hand, series, shown, voices
from bot.acts.reading.absences import Absences, absent
from bot.acts.reading.asked import Asked
from bot.acts.reading.beyond import Beyond, beyond, many
from bot.acts.reading.given import Given, given
from bot.acts.reading.in_hand import Ahead, stuck
from bot.acts.reading.journeys import Journey, journeys
from bot.acts.reading.letters import Newcomer, at_the_door
from bot.acts.reading.lines import Line, lines
from bot.acts.reading.looks import Looks, about
from bot.acts.reading.urgent import Urgent, urgent_now
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import Content, contents_of
from bot.acts.releasing import Held
from bot.model.chat import MessageKind
from bot.pace.schedule import local, occurrence
from bot.store import senders
from bot.store.console import desk as office_desk
from bot.store.console import people, prompts, threads
from bot.store.rows import Row

LATELY = timedelta(days=14)


@dataclass(frozen=True)
class Said:
    """Something a family said. `content` is empty where the viewer has to open the thread to read it."""

    thread_id: int
    child: str
    rooms: tuple[str, ...]
    writer: str
    since: datetime
    content: Content | None


@dataclass(frozen=True)
class Kept:
    """Words that are in no thread: from a stranger, or nobody could handle them."""

    words: str
    kind: str
    who: str  #: a name, or the number or chat that it came from
    at: datetime
    state: str


@dataclass(frozen=True)
class Slow:
    """A channel on which one text at a time tries whether the carrier is there again."""

    channel: str
    why: str
    since: datetime
    waiting: int


@dataclass(frozen=True)
class Today:
    urgent: tuple[Urgent, ...]  #: before all else: for the office, and whoever leads safeguarding
    away: Absences
    waits: tuple[Said, ...]
    shared: tuple[Said, ...]
    notes: tuple[Said, ...]  #: what families began themselves today: for the office
    next: tuple[Asked, ...]
    series: tuple[series.Next, ...]  #: what goes next of series: it becomes a prompt when its time comes
    answers: tuple[Ahead, ...]  #: those that wait for their time
    lately: tuple[Asked, ...]
    lost: tuple[Journey, ...]
    beyond: (
        Beyond | None
    )  #: None where there are too many to be looked at here: they have a page of their own
    strangers: tuple[Kept, ...]
    wrong: tuple[tuple[str, str], ...]  #: number or chat, whose it was thought to be
    not_handled: tuple[Kept, ...]
    in_doubt: tuple[Kept, ...]  #: waiting to hear which child they are about
    halted: tuple[tuple[str, str], ...]  #: channel, why
    held: tuple[Held, ...]
    slow: tuple[Slow, ...]
    stopped: tuple[Asked, ...]  #: prompts that stopped by themselves, and wait for a word
    left: tuple[Asked, ...]  #: prompts that did not go, their writer not working there any more
    stuck: tuple[Ahead, ...]  #: answers that could not go at their time
    undecided: int  #: texts of which nobody can tell whether they have arrived: for the office
    budgets: tuple[Budget, ...]  #: those near their end: for the office
    given: Given  #: from home to class and back
    handed: tuple[Line, ...]  #: threads that colleagues have handed to the viewer
    newcomers: tuple[Newcomer, ...]  #: who came with a letter and waits for the office's word
    looks: Looks  #: what of it is about families of rooms, for the note of a look


def today(desk: Desk, who: Viewer) -> Today:
    sight, since = who.sight, desk.now - LATELY
    waits = threads.waiting(desk.db, sight)
    newest = threads.latest(desk.db, [row["id"] for row in waits])
    shared = threads.of_kind(desk.db, sight, MessageKind.SHARE, since, limit=12)
    notes = threads.of_kind(desk.db, sight, MessageKind.NOTE, _midnight(desk)) if who.office else []
    held = contents_of(desk, [row["content_id"] for row in (*newest.values(), *shared, *notes)])
    rooms = threads.rooms_of(desk.db, {row["child_id"] for row in (*waits, *shared, *notes)}, desk.now)
    coming = [*prompts.scheduled(desk.db, sight), *prompts.on_their_way(desk.db, sight, since)]
    went, stopped, left = (
        prompts.lately(desk.db, sight, since),
        prompts.stopped(desk.db, sight),
        prompts.left(desk.db, sight),
    )
    told = {it.id: it for it in asked.listed(desk, who, [*coming, *went, *stopped, *left])}
    urgent, away = urgent_now(desk, who), absent(desk, who)
    lost, wrong = prompts.not_arrived(desk.db, sight, since), people.wrong_numbers(desk.db, sight)
    beyond_ = None if many(desk, who) else beyond(desk, who)
    heard = office_desk.not_handled(desk.db, sight, ("troubled", "aside"))
    in_doubt = office_desk.not_handled(desk.db, sight, ("waiting",)) if who.office else []
    return Today(
        urgent=urgent,
        away=away,
        waits=tuple(
            _said(newest[row["id"]], row["waits_since"], rooms, held, who)
            for row in waits
            if row["id"] in newest
        ),
        shared=tuple(_said(row, row["said_at"], rooms, held, who) for row in shared),
        notes=tuple(_said(row, row["said_at"], rooms, held, who) for row in notes),
        next=tuple(told[row["id"]] for row in coming),
        series=series.coming(desk, who),
        answers=in_hand.coming(desk, who),
        lately=tuple(told[row["id"]] for row in went),
        lost=tuple(journeys(lost)),
        beyond=beyond_,
        strangers=tuple(
            kept(row, row["called_itself"] or "") for row in office_desk.strangers(desk.db, sight)
        ),
        wrong=wrong_numbers(wrong),
        not_handled=_kept(heard),
        in_doubt=_kept(in_doubt),
        halted=tuple(senders.halted(desk.db, desk.school.id)),
        held=releasing.held(desk),
        slow=tuple(Slow(*it) for it in senders.troubled(desk.db, desk.school.id, desk.now)),
        stopped=tuple(told[row["id"]] for row in stopped),
        left=tuple(told[row["id"]] for row in left),
        stuck=stuck(desk, who),
        undecided=releasing.undecided(desk) if who.office else 0,
        budgets=_near_their_end(desk) if who.office else (),
        given=given(desk, who),
        handed=lines(desk, who, which="handed").lines,
        newcomers=tuple(it for it in at_the_door(desk, who) if it.may_decide) if who.office else (),
        looks={
            shown.URGENT: shown.of_each(urgent),
            shown.AWAY: shown.of_each((*away.today, *away.later)),
            shown.IN_NO_THREAD: shown.of_heard(desk, (*heard, *in_doubt)),
            shown.REACHED: (
                *about(lost),
                *shown.of_phones(desk, {it["id"] for it in wrong}),
                *(beyond_.looks[shown.REACHED] if beyond_ else ()),
            ),
        }
        if sight.beyond
        else {},
    )


def _near_their_end(desk: Desk) -> tuple[Budget, ...]:
    every = (budgets.of_school(desk), *budgets.of_rooms(desk))
    return tuple(it for it in every if it.near())


def _said(
    row: Row, since: datetime, rooms: dict[int, list[str]], held: dict[int, Content], who: Viewer
) -> Said:
    """The office reads words of other people's rooms in their thread, where its look is written down."""
    theirs = rooms.get(row["child_id"], [])
    own = {room.name for room in who.rooms} & set(theirs)
    return Said(
        row["thread_id"],
        row["child_name"],
        tuple(theirs),
        voices.writer(row),
        since,
        held[row["content_id"]] if own else None,
    )


def _kept(rows: Sequence[Row]) -> tuple[Kept, ...]:
    return tuple(kept(row, row["writer_name"] or "") for row in rows)


def kept(row: Row, name: str) -> Kept:
    heard: dict[str, Any] = row["heard"]
    at = str(row["address"] or heard.get("address") or "")
    who = f"{name} ({at})" if name and row["channel"] == "sms" else name or voices.phone(row["channel"], at)
    words = voices.OF_A_CHILD if row.get("in_a_turn") else str(heard.get("words") or "")
    return Kept(words, str(heard.get("kind") or ""), who, row["heard_at"], row["state"])


def wrong_numbers(rows: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    """Each phone, and whose it was thought to be."""
    phones = {row["id"]: voices.phone(row["channel"], row["address"]) for row in rows}
    gathered: dict[int, list[str]] = {it: [] for it in phones}
    for row in rows:
        gathered[row["id"]].append(row["name"] or "nobody we know")
    return tuple((phone, ", ".join(gathered[it])) for it, phone in phones.items())


def _midnight(desk: Desk) -> datetime:
    zone = desk.school.calendar.zone
    return occurrence(local(desk.now, zone).date(), time(), zone)
