"""What the office changes of one child's people, each thing written down: a place ended, a word put right."""

from dataclasses import dataclass
from enum import StrEnum

from bot.acts.desk import Desk
from bot.acts.roll.rows import decides
from bot.languages.folding import fold
from bot.model.people import Scope
from bot.store import lanes, many, records, restrictions, tongues
from bot.store.console import children
from bot.store.rows import Row
from bot.store.tables import child, household, membership, person

WHY = {"order": "a court's order", "family": "the family's word", "mistake": "it was a mistake"}
LONGEST = 100
OF_A_PLACE = (
    "person_id", "relation", "guardian", "scope", "subject", "until", "from_roll", "let_in_by",
)  # fmt: skip


@dataclass(frozen=True)
class Amiss:
    """Why it was not done, for the office to read."""

    why: str


class Rights(StrEnum):
    """What a change of somebody did to what they get and decide."""

    SAME = "changed"
    MORE = "decides-now"
    LESS = "decides-no-more"


def end_place(desk: Desk, by_id: int, child_id: int, place_id: int, why: str) -> bool:
    """At once: what waits for them is dropped at its call. False when they had no place any more."""
    place = open_place(desk, child_id, place_id)
    if place is None or why not in WHY:
        return False
    lanes.end_membership(desk.db, place_id, desk.now)
    about = {"child": child_id, "person": place["person_id"], "place": place_id, "why": why}
    records.note(desk.db, desk.school.id, "ended a place", desk.now, person_id=by_id, about=about)
    return True


def rename_child(desk: Desk, by_id: int, child_id: int, name: str) -> Amiss | None:
    if (amiss := unfit(name)) is not None:
        return amiss
    many.change(desk.db, child, [{"id": child_id, "name": name.strip(), "folded": fold(name)}])
    records.note(
        desk.db, desk.school.id, "renamed a child", desk.now, person_id=by_id, about={"child": child_id}
    )
    return None


def change_person(
    desk: Desk, by_id: int, child_id: int, place_id: int, name: str, relation: str
) -> Amiss | Rights:
    """A name, and what they are to this child. Who becomes a guardian by the new word sees everything; who ceases to be
    one, stories. Where the old word and the new one say the same about that, everything stays as it was given: a mother
    who was let in for stories, a grandmother who decides."""
    place = open_place(desk, child_id, place_id)
    if place is None:
        return Amiss("They have no place there any more.")
    for words in (name, relation):
        if (amiss := unfit(words)) is not None:
            return amiss
    guardian, scope = place["guardian"], Scope(place["scope"])
    if decides(relation) and not decides(place["relation"]):
        guardian, scope = True, Scope.EVERYTHING
    elif decides(place["relation"]) and not decides(relation):
        guardian, scope = False, Scope.STORIES if guardian else scope
    many.change(desk.db, person, [{"id": place["person_id"], "name": name.strip(), "folded": fold(name)}])
    changed = {"id": place_id, "relation": relation.strip(), "guardian": guardian, "scope": str(scope)}
    many.change(desk.db, membership, [changed])
    rights = _rights((place["guardian"], place["scope"]), (guardian, str(scope)))
    about = {"child": child_id, "person": place["person_id"], "place": place_id, "rights": str(rights)}
    records.note(desk.db, desk.school.id, "changed a person", desk.now, person_id=by_id, about=about)
    return rights


def _rights(before: tuple[bool, str], after: tuple[bool, str]) -> Rights:
    if before == after:
        return Rights.SAME
    return Rights.MORE if after[0] else Rights.LESS


def change_language(desk: Desk, by_id: int, child_id: int, place_id: int, language: str) -> Amiss | None:
    """What the office knows of it, and no more: a language that they chose themselves stays."""
    place = open_place(desk, child_id, place_id)
    if place is None:
        return Amiss("They have no place there any more.")
    if language not in desk.school.languages:
        return Amiss("Please choose a language.")
    if not tongues.correct_language(desk.db, place["person_id"], language):
        return Amiss("They have chosen their language themselves: only they change it.")
    about = {"child": child_id, "person": place["person_id"], "place": place_id, "language": language}
    records.note(desk.db, desk.school.id, "corrected a language", desk.now, person_id=by_id, about=about)
    return None


def second_home(desk: Desk, by_id: int, child_id: int, place_id: int, label: str) -> Amiss | None:
    """A home of their own for somebody who stood in the same one as others: from now on neither hears the other.

    What was said before stays where it was said.
    """
    place = open_place(desk, child_id, place_id)
    if place is None:
        return Amiss("They have no place there any more.")
    if not free_label(desk, child_id, label):
        return Amiss("Please give the new home a mark of its own, such as a letter.")
    if restrictions.restricted(desk.db, child_id, place["person_id"]):
        return Amiss("The school keeps this person out of the child's homes.")
    made = add_home(desk, child_id, label)
    lanes.end_membership(desk.db, place_id, desk.now)
    kept = {name: place[name] for name in OF_A_PLACE}  # also what it is limited to, and until when
    many.add(desk.db, membership, desk.school.id, [{**kept, "household_id": made, "since": desk.now}])
    about = {"child": child_id, "person": place["person_id"], "home": made}
    records.note(desk.db, desk.school.id, "made a second home", desk.now, person_id=by_id, about=about)
    return None


def add_home(desk: Desk, child_id: int, label: str) -> int:
    """A home that nobody is in yet, with its thread."""
    [made] = many.add(desk.db, household, desk.school.id, [{"child_id": child_id, "label": label.strip()}])
    many.open_threads(desk.db, desk.school.id, [(child_id, made)])
    return made


def free_label(desk: Desk, child_id: int, label: str) -> bool:
    """Whether a home of this child may be marked so; what begins with own: are marks that the roll makes."""
    taken = {fold(home["label"]) for home in children.homes_of(desk.db, child_id)}
    fits = bool(fold(label)) and len(label) <= LONGEST and not label.casefold().startswith("own:")
    return fits and fold(label) not in taken


def open_place(desk: Desk, child_id: int, place_id: int) -> Row | None:
    """One of this child's places that holds today."""
    return next((it for it in children.places_of(desk.db, child_id)
                 if it["id"] == place_id and (it["until"] is None or it["until"] > desk.now)), None)  # fmt: skip


def unfit(words: str) -> Amiss | None:
    if not fold(words):
        return Amiss("Please write a name, and who they are to the child.")
    return Amiss(f"That is longer than {LONGEST} letters.") if len(words) > LONGEST else None
