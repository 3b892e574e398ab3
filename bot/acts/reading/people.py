"""The office's list: who works here, and each room's children with their homes and phones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import language_name
from bot.languages.registry import LANGUAGES
from bot.model.people import Contact, Member, Role, Room, Scope, State
from bot.store import lanes, people, sign_in_names
from bot.store.console import desk as office_desk
from bot.store.console import people as listed


@dataclass(frozen=True)
class Colleague:
    id: int
    name: str
    work: tuple[str, ...]  #: "office", or the name of a room
    telegram: bool
    admin: bool = False  #: only another admin makes a way in for them
    login: str = ""  #: the name that they sign in with, where it is another


@dataclass(frozen=True)
class Phone:
    channel: str
    state: str
    told: bool


@dataclass(frozen=True)
class Relative:
    name: str
    relation: str
    guardian: bool
    everything: bool
    language: str
    phones: tuple[Phone, ...]
    heard: datetime | None
    paused_until: datetime | None


@dataclass(frozen=True)
class Home:
    label: str  #: the office's own mark; families never see it
    thread_id: int
    relatives: tuple[Relative, ...]


@dataclass(frozen=True)
class Pupil:
    id: int
    name: str
    homes: tuple[Home, ...]


@dataclass(frozen=True)
class Tongue:
    tag: str
    own_name: str
    english_name: str
    on: bool
    draft: bool
    translated: int
    left: int  #: sentences left in English on purpose
    total: int


@dataclass(frozen=True)
class Device:
    """A browser in which somebody is signed in."""

    id: int
    opened_at: datetime
    seen_at: datetime
    here: bool


def staff(desk: Desk, who: Viewer) -> list[Colleague]:
    work: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    admins: set[int] = set()
    for row in listed.staff(desk.db, who.sight):
        names[row["id"]] = row["name"]
        work.setdefault(row["id"], []).append(row["room_name"] or row["role"])
        admins |= {row["id"]} if row["role"] == Role.ADMIN else set()
    phones, own = people.contacts_of(desk.db, list(names)), sign_in_names.given(desk.db, list(names))
    return [
        Colleague(
            key, name, tuple(work[key]), has_telegram(phones.get(key, [])), key in admins, own.get(key, "")
        )
        for key, name in names.items()
    ]


def has_telegram(phones: Sequence[Contact]) -> bool:
    return any(it.channel == "telegram" and it.state == State.ACTIVE for it in phones)


def linked(desk: Desk, person_id: int) -> bool:
    return has_telegram(people.contacts_of(desk.db, [person_id]).get(person_id, []))


def room(desk: Desk, who: Viewer, here: Room) -> list[Pupil]:
    """The children of one room, each with their homes."""
    pupils = {row["id"]: row["name"] for row in listed.children(desk.db, who.sight, [here.id])}
    homes = listed.homes(desk.db, who.sight, list(pupils))
    members = lanes.members(desk.db, [row["id"] for row in homes], desk.now)
    persons = {it.person.id for it in members}
    phones, heard = people.contacts_of(desk.db, persons), listed.last_words(desk.db, persons)
    inside: dict[int, list[Member]] = {}
    for it in members:
        inside.setdefault(it.lane.household_id, []).append(it)
    return [
        Pupil(
            key,
            name,
            tuple(
                Home(
                    home["label"],
                    inside[home["id"]][0].lane.thread_id,
                    tuple(_relative(it, phones, heard) for it in inside[home["id"]]),
                )
                for home in homes
                if home["child_id"] == key and home["id"] in inside
            ),
        )
        for key, name in pupils.items()
    ]


def tongues(desk: Desk) -> list[Tongue]:
    """Every language, those that are switched on first."""
    found = []
    for it in LANGUAGES.values():
        state = desk.speech.status(it.tag)
        on = it.tag in desk.school.languages
        found.append(
            Tongue(
                it.tag,
                it.own_name,
                it.english_name,
                on,
                state.draft,
                state.translated,
                state.left_in_english,
                state.total,
            )
        )
    return sorted(found, key=lambda it: (not it.on, it.english_name))


def devices(desk: Desk, who: Viewer, real_now: datetime, here: int) -> list[Device]:
    rows = office_desk.sessions_of(desk.db, who.person.id, real_now)
    return [Device(row["id"], row["opened_at"], row["seen_at"], row["id"] == here) for row in rows]


def _relative(it: Member, phones: dict[int, list[Contact]], heard: dict[int, datetime]) -> Relative:
    return Relative(
        it.person.name,
        it.relation,
        it.guardian,
        it.scope == Scope.EVERYTHING,
        language_name(it.person.language),
        tuple(
            Phone(phone.channel, phone.state, phone.notice_at is not None)
            for phone in phones.get(it.person.id, [])
        ),
        heard.get(it.person.id),
        it.person.paused_until,
    )
