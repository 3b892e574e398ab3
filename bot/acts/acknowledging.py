"""The writer is told once: it has reached the teacher, about which child, and who else sees it."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.acts import ears, widening
from bot.acts.desk import Desk
from bot.acts.saying import say
from bot.languages.words import _
from bot.model.chat import MessageKind, Say
from bot.model.people import Contact, Member, Person
from bot.pace import teachers
from bot.pace.schedule import local
from bot.store import lanes, people, records

OPENS = "told when teachers read"


def thank(desk: Desk, contact: Contact, writer: Person, kind: MessageKind, where: Sequence[Member],
          prompt_id: int | None, *, wide: Mapping[int, Sequence[Member]] | None, starts: bool) -> None:  # fmt: skip
    """One acknowledgement a prompt, or a thread and day; one more when who hears it has changed.

    `wide`: the others at home hear it, those whom it really reaches, lane by lane. `starts`: the family began it by
    itself, so that they never will unasked.
    """
    hearers = wide
    if hearers is None:
        hearers = {
            it.lane.household_id: ears.others(desk, it.lane.household_id, contact, kind) for it in where
        }
    tells = {} if wide is not None or starts else ears.telling(hearers)
    opens = _opens(desk, contact)
    parts = [_thanks(desk, kind, where), *_audience(hearers, wide is not None, bool(tells)), *opens]
    key = _key(desk, kind, where, prompt_id, wide is not None, tells)
    made = say(desk, contact, *parts, once=key, person_id=writer.id, tells=tells)
    if made is not None and wide is None:
        widening.offered(desk, contact, hearers)
    if made is not None and opens:
        period = teachers.closed_period(desk.now, desk.school.calendar)
        records.agree(
            desk.db, desk.school.id, OPENS, desk.now, contact_id=contact.id, about={"period": period}
        )


def named_teacher(desk: Desk, child_id: int) -> str:
    """The teacher whom a family writes to: by name, else the school's."""
    rooms = [room.id for room in lanes.rooms_of(desk.db, child_id, desk.now)]
    found = people.staff_of_rooms(desk.db, rooms, desk.now)
    return found[0].name if found else desk.school.name


def _thanks(desk: Desk, kind: MessageKind, where: Sequence[Member]) -> Say:
    filling = {
        "teachers": {"names": _each([named_teacher(desk, it.lane.child.id) for it in where])},
        "children": {"names": _each([it.lane.child.name for it in where])},
    }
    if kind == MessageKind.SHARE:
        # Translators: after a family shared a story, photo or voice note.
        return Say(_("Thank you for sharing this about {children}. {teachers} will see it."), filling)
    # Translators: after a family wrote. {children} is one child's name, or two.
    return Say(_("Thank you. {teachers} has your words about {children}."), filling)


def _audience(hearers: Mapping[int, Sequence[Member]], wide: bool, next_time: bool) -> list[Say]:
    names = {"others": {"names": _each([it.person.name for people_ in hearers.values() for it in people_])}}
    if not names["others"]["names"]:
        return []
    if wide:
        return [Say(_("{others} can see it too."), names)]
    # Translators: ALL is the word to text; use your language's own word from the registry.
    only_school = Say(_("Only the school sees this. Text ALL to show it to {others}."), names)
    if not next_time:
        return [only_school]
    return [only_school, Say(_("Next time they will see your answer, or what you share."))]


def _opens(desk: Desk, contact: Contact) -> list[Say]:
    """When teachers read: in closed hours, once a closed period."""
    calendar = desk.school.calendar
    period = teachers.closed_period(desk.now, calendar)
    told = records.agreed(desk.db, OPENS, contact_id=contact.id)
    if period is None or any(about["period"] == period for about in told):
        return []
    opens = teachers.next_office(desk.now, calendar)
    if opens is None:
        return []
    there = local(opens, calendar.zone)
    filling = {"day": {"day": there.date().isoformat()}, "time": {"time": there.strftime("%H:%M")}}
    # Translators: in the evening, at weekends and in holidays.
    return [Say(_("Teachers read messages from {day}, {time}."), filling)]


def _key(desk: Desk, kind: MessageKind, where: Sequence[Member], prompt_id: int | None, wide: bool,
         tells: Mapping[str, Any]) -> str:  # fmt: skip
    lanes_ = "+".join(str(it.lane.household_id) for it in where)
    period = teachers.closed_period(desk.now, desk.school.calendar)
    day = local(desk.now, desk.school.calendar.zone).date().isoformat()
    about = f"prompt {prompt_id}" if prompt_id is not None else f"{kind} {period or day}"
    told = " ".join(
        f"{lane}:{person}:{of}"
        for lane, people_ in sorted(tells.items())
        for person, of in sorted(people_.items())
    )
    return " ".join(filter(None, [f"thanks {lanes_} {about}", "home" if wide else "", told]))


def _each(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))
