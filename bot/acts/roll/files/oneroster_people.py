"""OneRoster's users: children and their adults, by the names that they prefer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.acts.roll.files.oneroster_tables import Entry
from bot.acts.roll.phones import NoNumber, number

FAMILY = {"parent": "parent", "guardian": "guardian", "relative": "relative", "contact": "contact"}
#: The standard has no column for a language: exporters put it into one of these.
LANGUAGE = (
    "preferredLanguage",
    "metadata.preferredLanguage",
    "metadata.homeLanguage",
    "metadata.language",
    "language",
)
RELATION = ("metadata.relationship", "metadata.relation", "relationship")
HOUSEHOLD = ("metadata.household", "household")
NAMES = ("preferredGivenName", "preferredFirstName", "metadata.preferredGivenName", "metadata.preferredFirstName",
         "givenName")  # fmt: skip
FAMILY_NAMES = ("preferredFamilyName", "preferredLastName", "metadata.preferredFamilyName", "familyName")


@dataclass(frozen=True)
class User:
    key: str
    line: int
    name: str
    roles: frozenset[str]
    orgs: tuple[str, ...]
    agents: tuple[str, ...]  #: whom their row names: a child's adults, or an adult's children
    relation: str
    language: str
    household: str
    texts: str  #: the number for texts
    calls: str  #: the other number, which may be a landline
    identifier: str  #: the school's own id for them
    here: bool

    @property
    def of_family(self) -> bool:
        return bool(self.roles & FAMILY.keys())


def users(entries: Sequence[Entry], roles: Iterable[Entry], roles_apart: bool) -> dict[str, User]:
    """By sourcedId. In 1.2 the roles stand in a table of their own."""
    given, orgs = defaultdict(set), defaultdict(list)
    for it in roles:
        if it.here:
            given[it["userSourcedId"]].add(it["role"].casefold())
            orgs[it["userSourcedId"]].append(it["orgSourcedId"])
    found = {}
    for it in entries:
        key = it["sourcedId"]
        if not key:
            continue
        own = given.get(key, set()) if roles_apart or key in given else {it["role"].casefold()}
        found[key] = _user(it, frozenset(own), orgs.get(key) or _ids(it["orgSourcedIds"]))
    return found


def mobile(it: User, country: str) -> tuple[str, str]:
    """The number to write to, and what is to be said about it. `phone` may be a landline: then it is left out."""
    if it.texts or not it.calls:
        return it.texts, ""
    told = number(it.calls, country)
    if isinstance(told, NoNumber):
        return "", f"{it.name}'s phone {told.reason}: it is left out, as there is no number for texts"
    return it.calls, ""


def _user(it: Entry, roles: frozenset[str], orgs: Sequence[str]) -> User:
    name = " ".join(part for part in (_first(it, NAMES), _first(it, FAMILY_NAMES)) if part)
    role = next((FAMILY[role] for role in FAMILY if role in roles), "")
    return User(
        key=it["sourcedId"],
        line=it.line,
        name=name,
        roles=roles,
        orgs=tuple(orgs),
        agents=tuple(_ids(it["agentSourcedIds"])),
        relation=_first(it, RELATION) or role or "contact",
        language=_first(it, LANGUAGE),
        household=_first(it, HOUSEHOLD),
        texts=it["sms"],
        calls=it["phone"],
        identifier=it["identifier"],
        here=it.here,  # enabledUser says who may sign in to their system, not who is at the school
    )


def _first(it: Entry, columns: Iterable[str]) -> str:
    return next((it[column] for column in columns if it[column]), "")


def _ids(cell: str) -> list[str]:
    return [it.strip() for it in cell.split(",") if it.strip()]
