"""OneRoster 1.1 and 1.2, the CSV kind: a zip of tables about one school, bulk or delta, as rows of the roll.

The standard knows who a child's adults are (`agentSourcedIds`) but not who lives with whom: unless the export has a
`metadata.household`, each adult gets a lane of their own, and no home sees another's words.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from bot.acts.roll.files import zipped
from bot.acts.roll.files.grid import Grid, Line
from bot.acts.roll.files.oneroster_people import User, mobile, users
from bot.acts.roll.files.oneroster_tables import Entry, manifest, tables
from bot.acts.roll.naming import BadRoll
from bot.languages.folding import fold
from bot.model.roll import Known

USERS = "users.csv"
TABLES = ("manifest.csv", USERS, "roles.csv", "orgs.csv", "classes.csv", "enrollments.csv")
SEVERAL_EXPORTS = "the zip has more than one {name} in it; bring a zip with one export only"
#: What a Mac puts into a zip beside the files: their shadows, by the same names.
SHADOWS = "__MACOSX"
COLUMNS = ("room", "child", "adult", "relation", "phone", "language", "household", "child_id")
#: Where a child's room cannot be told: the row is refused with these words.
NO_CLASS = "has no class in enrollments.csv; give the child a homeroom class, then export once more"
SEVERAL = "is in {count} classes and no single one of them is a homeroom; make one the child's homeroom class"
NAMESAKE = (
    "{name} is on record in this room with the child_id {other}: write that as the identifier in OneRoster, or "
    "give the child on record this child_id by a spreadsheet first"
)


@dataclass
class _Made:
    lines: list[Line] = field(default_factory=list)
    places: dict[int, tuple[str, int]] = field(default_factory=dict)
    spoilt: dict[tuple[int, int], str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def row(self, about: User, *values: str, why: str = "") -> None:
        """One row, standing where `about` stands in users.csv; `why` its room cannot be told."""
        number = len(self.lines) + 2
        self.lines.append(Line(number, values))
        self.places[number] = (USERS, about.line)
        if why:
            self.spoilt[number, 0] = why


def tables_in(names: Iterable[str]) -> dict[str, str]:
    """The standard's names by the names in the zip, which may be in a folder, and in any capitals: people unpack an
    export and zip it again. Nothing where there is no users.csv. Raises BadRoll where the zip holds several exports."""
    paths = {it: PurePosixPath(it) for it in names if SHADOWS not in PurePosixPath(it).parts}
    folders = {it.parent for it in paths.values() if it.name.casefold() == USERS}
    found = {
        name: it.name.casefold()
        for name, it in paths.items()
        if it.parent in folders and it.name.casefold() in TABLES
    }
    for name in TABLES:
        if list(found.values()).count(name) > 1:
            raise BadRoll(SEVERAL_EXPORTS.format(name=name))
    return found


def grid(content: bytes, named: Mapping[str, str], known: Known, country: str, today: date) -> Grid:
    """`named`: what `tables_in` says of it."""
    files = tables({named[name]: it for name, it in zipped.read(content, named).items()})
    said = manifest(files.get("manifest.csv", ()))
    people = users(files[USERS], files.get("roles.csv", ()), roles_apart=said.version.startswith("1.2"))
    children = [it for it in people.values() if "student" in it.roles]
    if not children and not said.delta:
        raise BadRoll("the OneRoster zip has no students in it: nobody in users.csv has the role student")
    _one_school(children, files.get("orgs.csv", ()))
    records = {it.roll_key: it for it in known.pupils.values() if it.roll_key}
    names = dict(known.rooms.values())
    classes, made = _Classes(files.get("classes.csv", ()), files.get("enrollments.csv", ()), today), _Made()
    kin = _kin(children, people, made)
    for it in (it for it in children if it.here):
        key = it.key if it.key in records or it.identifier not in records else it.identifier
        room, why = classes.room_of(it.key)
        if not room and said.delta and key in records and records[key].rooms:
            room, why = names[next(iter(records[key].rooms))], ""
        if key not in records and (other := _namesake(it, room, known)):
            why = why or NAMESAKE.format(name=it.name, other=other)
        adults = kin.get(it.key, [])
        for adult in adults:
            phone, words = mobile(adult, country)
            if words:
                made.warnings.append(f"{USERS} line {adult.line}: {words}")
            made.row(adult, room, it.name, adult.name, adult.relation, phone, adult.language, adult.household, key,
                     why=why)  # fmt: skip
        if not adults:
            made.row(it, room, it.name, "", "", "", "", "", key, why=why)
    gone = {it.key for it in children if not it.here} | {it.identifier for it in children if not it.here}
    if said.delta:
        made.warnings.append("this zip is a delta: it holds only what changed, and who is not in it stays")
        _gone_adults(people.values(), made)
    return Grid(COLUMNS, tuple(made.lines), "OneRoster", tuple(made.warnings), made.spoilt, made.places,
                frozenset(gone - {""}), partial=said.delta)  # fmt: skip


class _Classes:
    """Which room each child is in: the homeroom, or their only class."""

    def __init__(self, classes: Iterable[Entry], enrolments: Iterable[Entry], today: date) -> None:
        self.titles = {it["sourcedId"]: it["title"] for it in classes if it.here}
        self.homes = {
            it["sourcedId"] for it in classes if it.here and it["classType"].casefold() == "homeroom"
        }
        self.of: dict[str, list[str]] = defaultdict(list)
        for it in enrolments:
            begun = not it["beginDate"] or it["beginDate"][:10] <= today.isoformat()
            over = bool(it["endDate"]) and it["endDate"][:10] <= today.isoformat()
            if it.here and begun and not over and it["role"].casefold() == "student":
                self.of[it["userSourcedId"]].append(it["classSourcedId"])

    def room_of(self, child: str) -> tuple[str, str]:
        """The room's name; or why it cannot be told."""
        classes = [it for it in dict.fromkeys(self.of.get(child, ())) if it in self.titles]
        homes = [it for it in classes if it in self.homes]
        chosen = homes if len(homes) == 1 else classes
        if len(chosen) == 1:
            return self.titles[chosen[0]], ""
        return "", SEVERAL.format(count=len(classes)) if classes else NO_CLASS


def _kin(children: Sequence[User], people: dict[str, User], made: _Made) -> dict[str, list[User]]:
    """A child's adults: as the child's row names them, or as theirs name the child."""
    found: dict[str, dict[str, User]] = defaultdict(dict)
    pupils = {it.key for it in children}
    for it in children:
        for key in it.agents:
            adult = people.get(key)
            if adult is not None and adult.key not in pupils:
                found[it.key][key] = adult
            elif it.here and adult is None:
                made.warnings.append(f"{USERS} line {it.line}: one of {it.name}'s adults is not in the zip")
    for adult in people.values():
        for key in adult.agents if adult.of_family else ():
            if key in pupils:
                found[key][adult.key] = adult
    return {child: [it for it in adults.values() if it.here and it.name] for child, adults in found.items()}


def _namesake(it: User, room: str, known: Known) -> str:
    """The child_id of a child of this name in this room: an earlier roll's, most likely, by the school's own ids."""
    here = known.rooms.get(fold(room))
    alike = (pupil for pupil in known.pupils.values() if here is not None and here[0] in pupil.rooms)
    return next((pupil.roll_key for pupil in alike if pupil.roll_key and pupil.folded == fold(it.name)), "")


def _one_school(children: Sequence[User], orgs: Sequence[Entry]) -> None:
    schools = {it["sourcedId"] for it in orgs if it.here and it["type"].casefold() == "school"}
    theirs = {org for it in children if it.here for org in it.orgs if org in schools}
    if len(theirs) > 1:
        raise BadRoll(f"the zip has children of {len(theirs)} schools; export this school alone")


def _gone_adults(people: Iterable[User], made: _Made) -> None:
    for it in people:
        if not it.here and it.of_family:
            made.warnings.append(
                f"{USERS} line {it.line}: {it.name} is deleted there; end their place on the child's page"
            )
