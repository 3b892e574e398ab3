"""A child's page for the office: each home apart, who is in it and how they are reached, and what was agreed."""

from dataclasses import dataclass
from datetime import datetime

from bot.acts import acknowledging, ears, elsewhere, in_class, stopping, told_stop, widening
from bot.acts.desk import Desk
from bot.acts.reading.looks import homes_of, note_look
from bot.acts.reading.people import Phone
from bot.acts.reading.shown import CHILD
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import language_name
from bot.model.people import Contact, Scope
from bot.store import people, restrictions
from bot.store.console import children
from bot.store.console import people as listed
from bot.store.rows import Row

#: What was agreed to, or told, by the name under which it is kept.
_WORDS = {
    "notice given": "was given the first notice",
    acknowledging.OPENS: "was told when teachers read",
    ears.TOLD: "was told who hears what they write",
    widening.OFFERED: "was told how to let the others at home hear it",
    stopping.ASKED: "was asked whether they want no more texts",
    "phone is theirs": "said that the phone is still theirs",
    "own way": "said how they want to take part",
    elsewhere.EITHER: "may be written to on either phone",
    in_class.KIND: "answered whether the class may use what they gave",
}
_TOLD_BELOW = (stopping.STOP, stopping.START)  #: each of them is a line among the STOPs, with how it came


@dataclass(frozen=True)
class Place:
    id: int
    person_id: int
    name: str
    relation: str
    guardian: bool
    everything: bool
    language: str
    tag: str
    chosen: bool  #: the language is their own choice
    phones: tuple[Phone, ...]
    heard: datetime | None
    paused_until: datetime | None
    giver: str | None  #: who of the family let them in; None: the roll has them
    giver_id: int | None
    until: datetime | None


@dataclass(frozen=True)
class Home:
    id: int
    label: str
    thread_id: int | None
    here: tuple[Place, ...]
    gone: tuple[Place, ...]


@dataclass(frozen=True)
class Agreed:
    what: str
    who: str
    at: datetime


@dataclass(frozen=True)
class ChildNow:
    id: int
    name: str
    roll_key: str | None
    rooms: tuple[Row, ...]
    homes: tuple[Home, ...]
    agreed: tuple[Agreed, ...]
    kept_out: tuple[Row, ...]
    given: tuple[Place, ...]  #: whom somebody of these homes let in: they may end with who is kept out


def one(desk: Desk, who: Viewer, child_id: int) -> ChildNow | None:
    """None for anybody but the office. The look is written down."""
    row = children.one(desk.db, who.sight, child_id)
    if row is None:
        return None
    note_look(desk, who, CHILD, *homes_of(desk, [child_id]))
    places = children.places_of(desk.db, child_id)
    persons = {it["person_id"]: it["name"] for it in places}
    phones, heard = people.contacts_of(desk.db, list(persons)), listed.last_words(desk.db, persons)
    homes = []
    for home in children.homes_of(desk.db, child_id):
        ours = [_place(it, phones, heard) for it in places if it["household_id"] == home["id"]]
        here = tuple(it for it in ours if it.until is None or it.until > desk.now)
        gone = tuple(it for it in ours if it.until is not None and it.until <= desk.now)
        label = "" if home["label"].startswith("own:") else home["label"]
        homes.append(Home(home["id"], label, home["thread_id"], here, gone))
    kept_out = tuple(restrictions.of_child(desk.db, child_id))
    rooms = tuple(children.rooms_of(desk.db, child_id))
    agreed = _agreed(desk, persons, phones)
    given = tuple(one for home in homes for one in home.here if one.giver_id in persons and not one.guardian)
    return ChildNow(row["id"], row["name"], row["roll_key"], rooms, tuple(homes), agreed, kept_out, given)


def _place(it: Row, phones: dict[int, list[Contact]], heard: dict[int, datetime]) -> Place:
    return Place(
        it["id"],
        it["person_id"],
        it["name"],
        it["relation"],
        bool(it["guardian"]),
        it["scope"] == Scope.EVERYTHING,
        language_name(it["language"]),
        it["language"],
        bool(it["language_chosen"]),
        tuple(
            Phone(one.channel, one.state, one.notice_at is not None)
            for one in phones.get(it["person_id"], [])
        ),
        heard.get(it["person_id"]),
        it["paused_until"],
        it["giver"],
        it["let_in_by"],
        it["until"],
    )


def _agreed(desk: Desk, persons: dict[int, str], phones: dict[int, list[Contact]]) -> tuple[Agreed, ...]:
    owners = {one.id: key for key, theirs in phones.items() for one in theirs}
    found = []
    for row in children.consents_of(desk.db, list(persons)):
        if row["what"] in _TOLD_BELOW:
            continue
        name = persons.get(row["person_id"] or owners.get(row["contact_id"], 0), "a shared phone")
        found.append(Agreed(_WORDS.get(row["what"], row["what"]), name, row["at"]))
    for row in children.stops_of(desk.db, list(persons)):
        said = row["why"] if row["why"] in told_stop.HOW.values() else "said STOP"
        found.append(Agreed(said if row["stopped"] else "came back", persons[row["person_id"]], row["at"]))
    return tuple(sorted(found, key=lambda it: it.at, reverse=True))
