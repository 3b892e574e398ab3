"""A child is away from school: taken as a note for the office and the teacher, said back, and mended by one word.

Attendance is for guardians, and for whom all of them let see it. Each home's word is its own: the other one hears
nothing of it, nor that it was said.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

from bot.acts import matters, writing
from bot.acts.desk import Desk
from bot.acts.placing import Placed
from bot.acts.writing import Written
from bot.languages import naming
from bot.languages.folding import fold
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.people import Contact, Member, Person
from bot.pace.days import is_school_day
from bot.pace.schedule import DAY, occurrence
from bot.store import absences, mandates, questions
from bot.store.rows import Row

MATTER = matters.ATTENDANCE
SAID_BACK, SURE = (
    "absence noted",
    "absence sure",
)  #: the questions: is what we noted wrong; is it an absence at all
#: School days. Whoever is away longer has something to talk over: it stays a message.
MOST = 20
SEARCH = 60
#: What follows a name that begins an absence.
IS = ("is", "isnt", "has", "will", "wont", "cant")
# Translators: to a teacher, after a family's own words. {days} is one day, or several.
NOTED = _("Noted as away: {days}.")
# Translators: to a teacher, after a family's own words. {days} is one day, or several.
TAKEN_BACK = _("Not away after all: {days}.")


def may_say(desk: Desk, members: Sequence[Member]) -> set[int]:
    """The homes for which this person may speak of absences, and hear of them."""
    if all(it.guardian for it in members):
        return {it.lane.household_id for it in members}
    trusted = mandates.trusted(desk.db, [it.lane.household_id for it in members], desk.now)
    return {it.lane.household_id for it in members if it.membership_id in trusted}


def named_in(words: str, members: Sequence[Member]) -> tuple[Member, ...]:
    """Those whose child these words name."""
    named = naming.named(words, {it.lane.child.id: it.lane.child.name for it in members})
    sure = named.children if named else frozenset[int]()
    return tuple(it for it in members if it.lane.child.id in sure or _begins_with(words, it.lane.child.name))


def _begins_with(words: str, name: str) -> bool:
    """Of whom it is said that they are sick is no everyday word, whatever the name: "tama is sick today"."""
    said, whole = fold(words), fold(name)
    return any(said.startswith(f"{it} {verb} ") for it in (whole, whole.partition(" ")[0]) for verb in IS)


def are_one(words: str, meant: Sequence[Member]) -> bool:
    """Whether all whom these words name are away: "Ruby and Jack are sick". "Ruby is sick, Jack is coming" names both
    too, and only they know for whom it is an absence."""
    if len({it.lane.child.id for it in meant}) < len(meant):
        return False  # two homes of one child
    said, names = f" {fold(words)} ", [fold(it.lane.child.name).partition(" ")[0] for it in meant]
    together = (f" {' and '.join(two)} " in said for two in permutations(names)) if len(names) == 2 else ()
    return len(meant) == 1 or (len(meant) > 1 and (" both " in said or any(together)))


def school_days(desk: Desk, days: Collection[date], said_on: date) -> tuple[str, ...]:
    """Those on which there is school, as ISO dates; where none was named, the one that is on, or the next."""
    calendar = desk.school.calendar
    if not days:
        over = desk.now >= occurrence(said_on, calendar.office.closes, calendar.zone)
        first = said_on + DAY if over else said_on
        ahead = (first + DAY * n for n in range(SEARCH))
        return tuple(it.isoformat() for it in ahead if is_school_day(it, calendar))[:1]
    found = [it.isoformat() for it in days if is_school_day(it, calendar)]
    return tuple(found) if len(found) <= MOST else ()


def write(desk: Desk, contact: Contact, here: Collection[Person], writer: Person, written: Written,
          members: Sequence[Member], says: Say | None = None) -> list[int]:  # fmt: skip
    """Their words, for the school alone, whatever question stands on their screen. `says`: what the teacher reads
    after them; the writer is told by whoever calls."""
    return writing.write(desk, contact, here, writer, replace(written, matter=MATTER, says=says),
                         Placed(tuple(members)))  # fmt: skip


def note(desk: Desk, person: Person, members: Sequence[Member], days: Sequence[str],
         messages: Mapping[int, int]) -> None:  # fmt: skip
    """`messages`: by home, the words in which they said it."""
    for it in members:
        home = it.lane.household_id
        absences.say(desk.db, desk.school.id, home, days, person.id, messages.get(home), desk.now)


def take_back(desk: Desk, members: Sequence[Member], days: Sequence[str]) -> list[str]:
    """The days that are no absence any more, in these homes."""
    gone = [absences.take_back(desk.db, it.lane.household_id, days, desk.now) for it in members]
    return sorted({day for those in gone for day in those})


def go_along(desk: Desk, said: Row, before: int, to: Member) -> None:
    """Words that are put into another thread say of that child that they are away, and of the other one nothing.

    What was asked about it on their writer's phone is about the wrong child: a "no" to it mends nothing any more.
    """
    days = absences.of_message(desk.db, before, said["id"])
    absences.take_back(desk.db, before, days, desk.now)
    if to.lane.household_id in may_say(desk, [to]):
        absences.say(
            desk.db, desk.school.id, to.lane.household_id, days, said["author_id"], said["id"], desk.now
        )
    if said["contact_id"] is None:
        return
    for kind in (SAID_BACK, SURE):
        for it in questions.unanswered(desk.db, said["contact_id"], kind, said["said_at"] - DAY):
            noted_by_it = (
                kind == SAID_BACK and before in it.about["homes"] and set(days) & set(it.about["days"])
            )
            if noted_by_it or said["id"] in it.about.get("messages", {}).values():
                questions.answered(desk.db, it.id, it.about, desk.now)


def of_days(days: Sequence[str]) -> dict[str, Any]:
    return {"days": {"dates": list(days)}}


def of_children(members: Sequence[Member]) -> dict[str, Any]:
    return {"children": {"names": list(dict.fromkeys(it.lane.child.name for it in members))}}
