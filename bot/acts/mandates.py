"""What a guardian settles about a supporter's place: what they see, until when, and whether private matters too."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.acts import inviting
from bot.acts.desk import Desk
from bot.acts.saying import ask
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.people import Member, Scope
from bot.pace.schedule import DAY, local, occurrence
from bot.store import lanes, mandates, people, records
from bot.store.restrictions import restricted

SUBJECTS = {"reading": _("reading"), "maths": _("maths")}
SEE_EVERYTHING = _("About {child}: {members} see everything.")
SEE_STORIES = _("{members} see stories and activities.")
# Translators: {subject} is "reading" or "maths".
SEE_SUBJECT = _("{members} see questions and ideas about {subject} only.")
LET_IN_BY = _("Let in by {guardian}.")
UNTIL = _("Until {day}.")
# Translators: what a family member may see besides; by default they may not.
PRIVATE_TOO = _("Also absences, health, behaviour and progress")
SAID_EVERYTHING = _(
    "{guardian} has let you in. You will see everything about {children}. Write back any time."
)
SAID_STORIES = _("{guardian} has let you in. You will see stories and activities about {children}.")
SOON = timedelta(days=7)
MONTH = timedelta(days=30)
SCHOOL = "school"  #: by the roll, and by nobody of the family
#: The homes that a question was about; None: all of that guardian's.
Homes = Collection[int] | None


def sees(names: Sequence[str], child: str, scope: Scope, subject: str = "") -> Say:
    """What these people see, in a sentence."""
    members = {"members": {"names": list(names)}, "child": child}
    if scope == Scope.SUBJECT:
        return Say(SEE_SUBJECT, {**members, "subject": {"words": SUBJECTS.get(subject, subject)}})
    return Say(SEE_EVERYTHING if scope == Scope.EVERYTHING else SEE_STORIES, members)


def told(desk: Desk, members: Sequence[Member]) -> list[Say]:
    """Places in words: what their holders see, who let them in, until when. Those alike are one sentence.

    Of parents whom the roll names nobody needs to hear who let them in.
    """
    trusted = mandates.trusted(desk.db, {it.lane.household_id for it in members}, desk.now)
    alike: dict[tuple[Any, ...], list[Member]] = {}
    for it in members:
        child = it.lane.child.name if it.scope == Scope.EVERYTHING else ""
        also = not it.guardian and it.membership_id in trusted
        mark = it.let_in_by or ("" if it.guardian else SCHOOL)
        alike.setdefault((child, it.scope, it.subject, also, mark, it.until), []).append(it)
    parts = []
    for (_child, scope, subject, also, by, end), these in alike.items():
        names = list(dict.fromkeys(it.person.name for it in these))
        parts.append(sees(names, these[0].lane.child.name, scope, subject))
        if also:
            parts.append(Say("{also}.", {"also": {"words": PRIVATE_TOO}}))
        if by:
            giver = desk.school.name if by == SCHOOL else people.person_by_id(desk.db, by).name
            parts.append(Say(LET_IN_BY, {"guardian": giver}))
        parts += until(desk, end)
    return parts


def home(desk: Desk, household_id: int) -> list[Member]:
    """Everybody who is in this lane today, guardians first."""
    return lanes.members(desk.db, [household_id], desk.now)


def until(desk: Desk, end: datetime | None) -> list[Say]:
    """Its last day, where it has one."""
    return [Say(UNTIL, {"day": {"day": last_day(desk, end).isoformat()}})] if end else []


def last_day(desk: Desk, end: datetime) -> date:
    return local(end - timedelta(minutes=1), desk.school.calendar.zone).date()


def end_of(desk: Desk, day: date) -> datetime:
    """A place until a day holds on that day too."""
    return occurrence(day + DAY, datetime.min.time(), desk.school.calendar.zone)


def places(desk: Desk, guardian_id: int, person_id: int, homes: Homes = None) -> list[Member]:
    """The places of a supporter in this guardian's lanes: in these homes, where they are named."""
    mine = lanes.lanes_of(desk.db, guardian_id, desk.now)
    return [it for it in inviting.supporters(desk, mine)
            if it.person.id == person_id and (homes is None or it.lane.household_id in homes)]  # fmt: skip


def unopened(desk: Desk, guardian_id: int, person_id: int, homes: Collection[int], mark: str) -> list[Member]:
    """What a guardian's yes would have opened where the school keeps that person out: read back to them like any place,
    as nobody is shown that it is none."""
    scope, subject = inviting.scope_of(mark)
    newcomer = people.person_by_id(desk.db, person_id)
    mine = inviting.guarded(lanes.lanes_of(desk.db, guardian_id, desk.now))
    return [
        Member(0, it.lane, newcomer, "whānau", guardian=False, scope=scope, since=desk.now,
               subject=subject or "", let_in_by=guardian_id)
        for it in mine
        if it.lane.household_id in homes and restricted(desk.db, it.lane.child.id, person_id)
    ]  # fmt: skip


def change_scope(
    desk: Desk, guardian_id: int, person_id: int, scope: Scope, subject: str | None, homes: Homes = None
) -> list[Member]:
    """What they see from now on: it works at once, also for what is on its way."""
    for it in places(desk, guardian_id, person_id, homes):
        lanes.admit(desk.db, desk.school.id, it.lane.household_id, person_id, relation=it.relation, scope=scope,
                    let_in_by=guardian_id, now=desk.now, subject=subject)  # fmt: skip
    return _noted(desk, guardian_id, person_id, homes, "changed what they see", str(scope))


def change_end(
    desk: Desk, guardian_id: int, person_id: int, day: date | None, homes: Homes = None
) -> list[Member]:
    """Until when they are in; None: until somebody changes it."""
    ends = end_of(desk, day) if day else None
    there = places(desk, guardian_id, person_id, homes)
    ids = [it.membership_id for it in there]
    lanes.end_besides(desk.db, ids, [it.lane.household_id for it in there], person_id, desk.now)
    lanes.change_end(desk.db, ids, ends)
    if ends and ends <= desk.now + SOON:  # who has just chosen so near an end is not asked about it
        for it in ids:
            mandates.asked(desk.db, desk.school.id, it, ends, desk.now)
    return _noted(desk, guardian_id, person_id, homes, "changed until when", day.isoformat() if day else "")


def go_on(desk: Desk, guardian_id: int, person_id: int, homes: Homes = None) -> list[Member]:
    """A guardian's yes to "shall it go on": for a month, until they say more. What lasts longer already, or has no
    end, stays."""
    day = local(desk.now, desk.school.calendar.zone).date() + MONTH
    end = end_of(desk, day)
    there = places(desk, guardian_id, person_id, homes)
    ending = {it.lane.household_id for it in there if it.until is not None and it.until < end}
    if ending:
        change_end(desk, guardian_id, person_id, day, ending)
    return places(desk, guardian_id, person_id, homes)


def _noted(desk: Desk, guardian_id: int, person_id: int, homes: Homes, act: str, what: str) -> list[Member]:
    there = places(desk, guardian_id, person_id, homes)
    about = {"person": person_id, "to": what, "places": [it.membership_id for it in there]}
    records.note(desk.db, desk.school.id, act, desk.now, person_id=guardian_id, about=about)
    return there


def tell_opened(desk: Desk, guardian: str, opened: Sequence[Member]) -> None:
    """The newcomer hears who let them in, what they will see, and until when."""
    for scope in dict.fromkeys(it.scope for it in opened):
        about = [it for it in opened if it.scope == scope]
        first = about[0]
        said = {
            Scope.EVERYTHING: Say(SAID_EVERYTHING, {"guardian": guardian}),
            Scope.STORIES: Say(SAID_STORIES, {"guardian": guardian}),
            Scope.SUBJECT: sees([first.person.name], first.lane.child.name, scope, first.subject),
        }[scope]
        inviting.tell(desk, first.person.id, said, *until(desk, first.until), opened=about)


def tell_end(desk: Desk, opened: Sequence[Member]) -> None:
    """The newcomer hears until when they will see it."""
    for it in opened:
        seen = sees([it.person.name], it.lane.child.name, it.scope, it.subject)
        inviting.tell(desk, it.person.id, seen, *until(desk, it.until), opened=[it])


def is_trusted(desk: Desk, there: Sequence[Member]) -> bool:
    trusted = mandates.trusted(desk.db, [it.lane.household_id for it in there], desk.now)
    return bool(there) and all(it.membership_id in trusted for it in there)


def may_see_private(desk: Desk, guardian_id: int, person_id: int, homes: Homes = None) -> list[Member]:
    """A guardian's yes. It counts once every guardian of the lane has said it."""
    for it in places(desk, guardian_id, person_id, homes):
        mandates.agree(desk.db, desk.school.id, it.membership_id, guardian_id, desk.now)
    return _noted(desk, guardian_id, person_id, homes, "private matters", "yes")


def may_not_see_private(desk: Desk, guardian_id: int, person_id: int, homes: Homes = None) -> list[Member]:
    for it in places(desk, guardian_id, person_id, homes):
        mandates.disagree(desk.db, it.membership_id)
    return _noted(desk, guardian_id, person_id, homes, "private matters", "no")


def silent_guardians(desk: Desk, there: Sequence[Member]) -> dict[int, list[Member]]:
    """Who has not said yes yet, of the guardians of these places' lanes: and of which of them."""
    found: dict[int, list[Member]] = {}
    for place in there:
        said = mandates.agreed(desk.db, place.membership_id)
        for it in lanes.members(desk.db, [place.lane.household_id], desk.now):
            if it.guardian and it.person.id not in said:
                found.setdefault(it.person.id, []).append(place)
    return found


def ask_others(desk: Desk, guardian: str, there: Sequence[Member]) -> None:
    """Each guardian who has not spoken is asked, on their own phone, in decent hours."""
    for other, about in silent_guardians(desk, there).items():
        phone = people.reachable(people.contacts_of(desk.db, [other]).get(other, []))
        if phone is None:
            continue
        ask(desk, phone, "family private",
            Say(_("{guardian} asks: may {name} also see absences, health, behaviour and progress of {children}?"),
                {"guardian": guardian, "name": about[0].person.name}),
            options=[Option("yes", Say(_("Yes"))), Option("no", Say(_("No")))],
            about={"person": about[0].person.id, "whose": other, "homes": [it.lane.household_id for it in about]},
            lasts=SOON, person_id=other, reach="words", beside=True, lanes=inviting.pairs(about),
        )  # fmt: skip
