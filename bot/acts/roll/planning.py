"""The dry run: everything an import would do, and everything that keeps it out. Nothing is written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from bot.acts.desk import Desk
from bot.acts.roll.adults import Grownup, grownups
from bot.acts.roll.child_steps import ChildSteps, child_steps
from bot.acts.roll.children import learners
from bot.acts.roll.files import Source, grid_of
from bot.acts.roll.files.grid import Grid
from bot.acts.roll.files.headings import mark
from bot.acts.roll.naming import BadRoll, BadRow, Entry
from bot.acts.roll.new_rooms import NewRoom, new_rooms
from bot.acts.roll.phone_steps import PhoneSteps, SharedPhone, phone_steps
from bot.acts.roll.place_steps import PlaceSteps, place_steps
from bot.acts.roll.reading import read
from bot.acts.roll.rows import NEEDED, OPTIONAL, Row, known_relation, understand
from bot.languages.folding import fold
from bot.languages.registry import language
from bot.store import headings, roll

LINE = re.compile(r"\bline (\d+)\b")


@dataclass(frozen=True)
class Steps:
    """What `apply` writes."""

    children: ChildSteps = field(repr=False)
    adults: tuple[Grownup, ...] = field(repr=False)
    phones: PhoneSteps = field(repr=False)
    places: PlaceSteps = field(repr=False)
    sender_id: int | None


@dataclass(frozen=True)
class Plan:
    """What the file would change. With any bad row, it changes nothing."""

    rows: int
    new: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    same: tuple[Entry, ...]
    ended: tuple[Entry, ...]  #: with end_missing only
    new_rooms: tuple[NewRoom, ...]
    bad: tuple[BadRow, ...]
    warnings: tuple[str, ...]
    own_lanes: tuple[Entry, ...]  #: adults who get a lane of their own, as their household is blank
    shared_phones: tuple[SharedPhone, ...]
    notices: tuple[str, ...]  #: numbers that will get the first notice
    ignored: tuple[str, ...]  #: columns that nobody asked for
    #: Each, and what it was taken for; none where a standard names them.
    headings: tuple[tuple[str, str], ...]
    steps: Steps = field(repr=False)


def plan(
    desk: Desk, source: Source, end_missing: bool = False, chosen: Mapping[str, str] | None = None
) -> Plan:
    """Looks at a roll: a file's bytes, or its text. Raises BadRoll when the file as a whole cannot be understood.

    `chosen`: which of our columns each heading is; else as somebody once said for the same headings.
    """
    known = roll.known(desk.db, desk.school.id, desk.now)
    grid = grid_of(source, known, desk.school.calendar.country, desk.now.date())
    if grid.partial and end_missing:
        raise BadRoll("this file holds only what changed, so who is missing from it cannot be ended")
    bad: set[BadRow] = set()
    warnings: list[str] = []

    def refuse(line: int, column: str, reason: str) -> None:
        sheet, number = grid.places.get(line, (grid.sheet, line))
        bad.add(BadRow(number, column, _placed(reason, grid), sheet))

    if chosen is None:
        chosen = headings.remembered(desk.db, desk.school.id, mark(grid.headings))
    sheet = read(grid, NEEDED, OPTIONAL, refuse, chosen)
    if not (sheet.rows or bad or grid.gone or grid.partial):
        raise BadRoll("there is no row under the headings, so nobody is in it")
    rows = understand(sheet.rows, desk.school.calendar.country, known.own_number, refuse, warnings.append)
    named = learners(rows, known, refuse)
    people = grownups(rows, named, known, refuse)
    children = child_steps(named, known, end_missing, grid.gone)
    phones = phone_steps(people, known, desk.school.calendar.zone)
    places = place_steps(people, named, known, {key for _, key in phones.links}, end_missing, refuse)
    made = new_rooms(children.rooms, named.values(), {key: name for key, (_, name) in known.rooms.items()})
    warnings += [
        *(f'"{it.name}" would be a new room: is {it.like} meant?' for it in made if it.like),
        *_about_words(rows, desk.school.languages),
        *children.warnings,
        *phones.warnings,
        *places.warnings,
    ]
    news = [
        *children.news,
        *((kind, it) for person in people for kind, it in [_news(person, phones, places)]),
    ]
    news += [("ended", it) for it in places.lost]
    return Plan(
        rows=len(sheet.rows),
        new=_of("new", news),
        changed=_of("changed", news),
        same=_of("same", news),
        ended=_of("ended", news) if not bad else (),
        new_rooms=made,
        bad=tuple(sorted(bad)),
        warnings=(*grid.warnings, *(_placed(it, grid) for it in warnings)),
        own_lanes=tuple(
            Entry("adult", row.adult, row.child) for row in rows if row.adult and not row.household
        ),
        shared_phones=tuple(phones.shared),
        notices=tuple(phones.greet),
        ignored=sheet.ignored,
        headings=() if grid.places else tuple(zip(grid.headings, sheet.columns, strict=True)),
        steps=Steps(children, tuple(people), phones, places, known.sender_id),
    )


def mark_of(it: Plan) -> str:
    """A digest of what somebody who looks at this plan is shown: the same mark, the same changes."""
    shown = (
        it.rows,
        it.new,
        it.changed,
        it.same,
        it.ended,
        it.new_rooms,
        it.bad,
        it.own_lanes,
        it.shared_phones,
        it.notices,
    )
    return sha256(repr(shown).encode()).hexdigest()


def _placed(words: str, grid: Grid) -> str:
    """Our words about a line, in words about where that row really stands."""
    if not grid.places:
        return words
    return LINE.sub(lambda found: _place(int(found[1]), grid), words)


def _place(line: int, grid: Grid) -> str:
    sheet, number = grid.places.get(line, ("", line))
    return f"{sheet} line {number}".strip()


def tongue(it: Grownup, phones: PhoneSteps) -> tuple[str, bool]:
    """An adult's language after this import, and whether it is their own choice, which no roll changes."""
    if it.there is not None and it.there.chosen:
        return it.there.language, True
    if it.key in phones.own_choice:
        return phones.own_choice[it.key], True
    return it.language or (it.there.language if it.there is not None else "en"), False


def _news(it: Grownup, phones: PhoneSteps, places: PlaceSteps) -> tuple[str, Entry]:
    where = ", ".join(dict.fromkeys(f"{row.child} ({row.room})" for row in it.rows))
    if it.there is None:
        return "new", Entry("adult", it.name, where)
    what = [*phones.said.get(it.key, ()), *places.said.get(it.key, ())]
    what += [f"was written {it.there.name}"] if it.name != it.there.name else []
    reads, _ = tongue(it, phones)
    what += [f"reads {language(reads).own_name}"] if reads != it.there.language else []
    return "changed" if what else "same", Entry("adult", it.name, where, "; ".join(what))


def _about_words(rows: Iterable[Row], switched_on: Iterable[str]) -> list[str]:
    """Said once for each word, however many rows have it."""
    kin: dict[str, Row] = {}
    tongues: dict[str, Row] = {}
    for row in rows:
        if row.adult and not known_relation(row.relation):
            kin.setdefault(fold(row.relation), row)
        if row.language and row.language not in switched_on:
            tongues.setdefault(row.language, row)
    return [
        f'line {row.line}: "{row.relation}" is not a word for a guardian: they would get stories and '
        f'activities only; if they decide about the child, write "guardian"'
        for row in kin.values()
    ] + [
        f"line {row.line}: {language(tag).english_name} is not switched on here: Aho writes in English"
        for tag, row in tongues.items()
    ]


def _of(kind: str, news: Iterable[tuple[str, Entry]]) -> tuple[Entry, ...]:
    return tuple(entry for its, entry in news if its == kind)
