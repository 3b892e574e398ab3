"""The writer is told once: it has reached the teacher, about which child, and who else sees it."""

from collections.abc import Mapping, Sequence

from bot.acts import ears
from bot.acts.desk import Desk
from bot.acts.saying import say
from bot.languages.words import _
from bot.model.chat import Ears, MessageKind, Say
from bot.model.people import Contact, Member, Person
from bot.pace import teachers
from bot.pace.schedule import local
from bot.store import lanes, people


def thank(desk: Desk, contact: Contact, writer: Person, kind: MessageKind, where: Sequence[Member],
          prompt_id: int | None, whose: set[Ears]) -> None:  # fmt: skip
    """One acknowledgement a prompt, or a thread and day; in closed hours one a closed period."""
    hearers = {it.lane.household_id: ears.others(desk, it.lane.household_id, contact, kind) for it in where}
    parts = [_thanks(desk, kind, where), *_audience(desk, contact, kind, hearers, prompt_id, whose), *_when(desk)]
    say(desk, contact, *parts, once=_key(desk, kind, where, prompt_id), person_id=writer.id)


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


def _audience(desk: Desk, contact: Contact, kind: MessageKind, hearers: Mapping[int, Sequence[Member]],
              prompt_id: int | None, whose: set[Ears]) -> list[Say]:  # fmt: skip
    names = {"others": {"names": _each([it.person.name for people_ in hearers.values() for it in people_])}}
    if not names["others"]["names"]:
        return []
    if whose == {Ears.HOUSEHOLD}:
        return [Say(_("{others} can see it too."), names)]
    # Translators: ALL is the word to text; use your language's own word from the registry.
    only_school = Say(_("Only the school sees this. Text ALL to show it to {others}."), names)
    if kind == MessageKind.NOTE:
        return [only_school]
    ears.remember_told(desk, contact.id, ears.telling(hearers))
    return [only_school, Say(_("Next time they will see your answer, or what you share."))]


def _when(desk: Desk) -> list[Say]:
    calendar = desk.school.calendar
    if teachers.open_now(desk.now, calendar):
        return []
    opens = teachers.next_office(desk.now, calendar)
    if opens is None:
        return []
    there = local(opens, calendar.zone)
    filling = {"day": {"day": there.date().isoformat()}, "time": {"time": there.strftime("%H:%M")}}
    # Translators: in the evening, at weekends and in holidays.
    return [Say(_("Teachers read messages from {day}, {time}."), filling)]


def _key(desk: Desk, kind: MessageKind, where: Sequence[Member], prompt_id: int | None) -> str:
    lanes_ = "+".join(str(it.lane.household_id) for it in where)
    period = teachers.closed_period(desk.now, desk.school.calendar)
    day = local(desk.now, desk.school.calendar.zone).date().isoformat()
    about = f"prompt {prompt_id}" if prompt_id is not None else f"{kind} {period or day}"
    return f"thanks {lanes_} {about}"


def _each(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(names))
