"""Which adult each row is about: the same phone and name, or the same name in the same home of one child.

Never by name alone: two women called Mere are two women.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.acts.roll.children import Key, Learner, key_of
from bot.acts.roll.naming import Refuse
from bot.acts.roll.phones import Number
from bot.acts.roll.rows import OWN, Row, home
from bot.languages.folding import fold
from bot.model.roll import Adult, Known, Place

OWN_MARK = "own:"  #: how a lane of one adult's own is labelled; the adult's id follows


@dataclass(frozen=True)
class Grownup:
    """An adult as the file has them; `there` is the same person on record."""

    key: int  #: the line on which the file first names them
    name: str
    language: str | None  #: None: the roll does not say
    phones: Mapping[str, Number]
    rows: tuple[Row, ...]
    there: Adult | None


def home_of(place: Place, adult: Adult) -> tuple[str, ...] | None:
    """The home of a place on record, in the words of a row; none for a guest in somebody's own lane: a row
    with a blank household and her name may mean the other side's nana."""
    if place.label.startswith(OWN_MARK):
        return (*OWN, adult.folded) if place.label == f"{OWN_MARK}{adult.id}" else None
    return home(place.label)


def grownups(
    rows: Sequence[Row], learners: Mapping[Key, Learner], known: Known, refuse: Refuse
) -> list[Grownup]:
    """Every adult of the file that is beyond doubt. Only rows whose child is beyond doubt are read."""
    kin = _Kin()
    records, ended = _records(known)
    seen: dict[int, set[int]] = defaultdict(set)  # line: who on record it may be
    named = [row for row in rows if row.adult and key_of(row) in learners]
    for row in named:
        for sign in _signs(row):
            kin.join(("line", row.line), sign)
        there = learners[key_of(row)].there
        at_home = ("home", there.id, row.home, fold(row.adult)) if there else None
        at_phone = ("phone", row.phone.address, fold(row.adult)) if row.phone else None
        seen[row.line] = records.get(at_phone, set()) | records.get(at_home, set()) or ended.get(
            at_home, set()
        )
        for person in seen[row.line]:
            kin.join(("line", row.line), ("person", person))
    groups: dict[object, list[Row]] = defaultdict(list)
    for row in named:
        groups[kin.head(("line", row.line))].append(row)
    found = (
        _grownup(group, {it for row in group for it in seen[row.line]}, known, refuse)
        for group in groups.values()
    )
    return [it for it in found if it is not None]


def _signs(row: Row) -> list[tuple[object, ...]]:
    name = fold(row.adult)
    signs: list[tuple[object, ...]] = [("home", key_of(row), row.home, name)]
    return [*signs, ("phone", row.phone.address, name)] if row.phone else signs


def _records(known: Known) -> tuple[dict[object, set[int]], dict[object, set[int]]]:
    """People on record by the same signs; and by ended places, which count where nothing else does."""
    found: dict[object, set[int]] = defaultdict(set)
    for phone in known.phones.values():
        for person in phone.people:
            found["phone", phone.address, known.adults[person].folded].add(person)
    ended: dict[object, set[int]] = {}
    for place in known.places:
        adult = known.adults[place.person_id]
        sign = ("home", place.child_id, home_of(place, adult), adult.folded)
        if place.open:
            found[sign].add(adult.id)
        else:
            ended[sign] = {adult.id}  # the last one
    return found, ended


def _grownup(group: Sequence[Row], there: set[int], known: Known, refuse: Refuse) -> Grownup | None:
    first = group[0]
    if len(there) > 1:
        refuse(first.line, "adult", f"two people on record are called {first.adult} here, one by phone and "
               "one by home: leave this row out once with --end-missing, then put it back")  # fmt: skip
        return None
    if (two := _two_with_one_name(group)) is not None:
        refuse(two.line, "household", f"is empty, and {two.adult} has another phone on line {first.line}: "
               "write a household on both rows, one and the same for one person, two for two")  # fmt: skip
        return None
    tongues = {row.language: row for row in reversed(group) if row.language}
    if len(tongues) > 1:
        said, other = sorted(tongues.values(), key=lambda row: row.line)[:2]
        refuse(
            other.line,
            "language",
            f"{other.adult} reads another language on line {said.line}; write the same one",
        )
        return None
    adult = known.adults[there.pop()] if there else None
    spelt = {row.adult for row in group}
    return Grownup(
        key=first.line,
        name=adult.name if adult is not None and adult.name in spelt else first.adult,
        language=next(iter(tongues), None),
        phones={row.phone.address: row.phone for row in group if row.phone},
        rows=tuple(group),
        there=adult,
    )


def _two_with_one_name(group: Sequence[Row]) -> Row | None:
    """Both grandmothers of a child may be "Nana": without a household, two phones are two people or one."""
    phones: dict[Key, str] = {}
    for row in group:
        if (
            not row.household
            and row.phone
            and phones.setdefault(key_of(row), row.phone.address) != row.phone.address
        ):
            return row
    return None


class _Kin:
    """Signs that belong to one person, joined as the rows tell it (a forest of disjoint sets)."""

    def __init__(self) -> None:
        self.above: dict[object, object] = {}

    def head(self, sign: object) -> object:
        path = []
        while (up := self.above.get(sign, sign)) != sign:
            path.append(sign)
            sign = up
        self.above.update(dict.fromkeys(path, sign))
        return sign

    def join(self, one: object, other: object) -> None:
        self.above[self.head(one)] = self.head(other)
