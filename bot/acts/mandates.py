"""What a guardian settles about a supporter's place: what they see, until when, and whether private matters too."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.acts import inviting
from bot.acts.desk import Desk
from bot.acts.saying import ask
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.people import Member, Scope
from bot.pace.schedule import DAY, local, occurrence
from bot.store import lanes, mandates, people, records

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


def sees(names: Sequence[str], child: str, scope: Scope, subject: str = "") -> Say:
    """What these people see, in a sentence."""
    members = {"members": {"names": list(names)}, "child": child}
    if scope == Scope.SUBJECT:
        return Say(SEE_SUBJECT, {**members, "subject": {"words": SUBJECTS.get(subject, subject)}})
    return Say(SEE_EVERYTHING if scope == Scope.EVERYTHING else SEE_STORIES, members)


def told(desk: Desk, member: Member) -> list[Say]:
    """One place in words: what its holder sees, who let them in, until when."""
    parts = [sees([member.person.name], member.lane.child.name, member.scope, member.subject)]
    if member.membership_id in mandates.trusted(desk.db, [member.lane.household_id], desk.now):
        parts.append(Say("{also}.", {"also": {"words": PRIVATE_TOO}}))
    if member.let_in_by is not None:
        guardian = people.person_by_id(desk.db, member.let_in_by).name
        parts.append(Say(LET_IN_BY, {"guardian": guardian}))
    return [*parts, *until(desk, member.until)]


def until(desk: Desk, end: datetime | None) -> list[Say]:
    """Its last day, where it has one."""
    return [Say(UNTIL, {"day": {"day": last_day(desk, end).isoformat()}})] if end else []


def last_day(desk: Desk, end: datetime) -> date:
    return local(end - timedelta(minutes=1), desk.school.calendar.zone).date()


def end_of(desk: Desk, day: date) -> datetime:
    """A place until a day holds on that day too."""
    return occurrence(day + DAY, datetime.min.time(), desk.school.calendar.zone)


def places(desk: Desk, guardian_id: int, person_id: int) -> list[Member]:
    """The places of a supporter in this guardian's lanes that the family gave."""
    mine = lanes.lanes_of(desk.db, guardian_id, desk.now)
    return [it for it in inviting.let_in_by(desk, mine) if it.person.id == person_id]


def change_scope(
    desk: Desk, guardian_id: int, person_id: int, scope: Scope, subject: str | None
) -> list[Member]:
    """What they see from now on: it works at once, also for what is on its way."""
    for it in places(desk, guardian_id, person_id):
        lanes.admit(desk.db, desk.school.id, it.lane.household_id, person_id, relation=it.relation, scope=scope,
                    let_in_by=guardian_id, now=desk.now, subject=subject)  # fmt: skip
    return _noted(desk, guardian_id, person_id, "changed what they see", str(scope))


def change_end(desk: Desk, guardian_id: int, person_id: int, day: date | None) -> list[Member]:
    """Until when they are in; None: until somebody changes it."""
    ends = end_of(desk, day) if day else None
    there = places(desk, guardian_id, person_id)
    lanes.change_end(desk.db, [it.membership_id for it in there], ends)
    return _noted(desk, guardian_id, person_id, "changed until when", day.isoformat() if day else "")


def _noted(desk: Desk, guardian_id: int, person_id: int, act: str, what: str) -> list[Member]:
    about = {"person": person_id, "to": what}
    records.note(desk.db, desk.school.id, act, desk.now, person_id=guardian_id, about=about)
    return places(desk, guardian_id, person_id)


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


def is_trusted(desk: Desk, there: Sequence[Member]) -> bool:
    trusted = mandates.trusted(desk.db, [it.lane.household_id for it in there], desk.now)
    return bool(there) and all(it.membership_id in trusted for it in there)


def may_see_private(desk: Desk, guardian_id: int, person_id: int) -> list[Member]:
    """A guardian's yes. It counts once every guardian of the lane has said it."""
    there = places(desk, guardian_id, person_id)
    for it in there:
        mandates.agree(desk.db, desk.school.id, it.membership_id, guardian_id, desk.now)
    return _noted(desk, guardian_id, person_id, "private matters", "yes")


def may_not_see_private(desk: Desk, guardian_id: int, person_id: int) -> list[Member]:
    for it in places(desk, guardian_id, person_id):
        mandates.disagree(desk.db, it.membership_id)
    return _noted(desk, guardian_id, person_id, "private matters", "no")


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
            about={"person": about[0].person.id, "whose": other}, lasts=SOON, person_id=other, reach="words",
            beside=True, lanes=inviting.pairs(about),
        )  # fmt: skip
