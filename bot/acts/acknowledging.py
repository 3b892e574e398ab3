"""The writer is told once: it has reached the teacher, about which child, and who else sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.acts import ears, inviting, widening
from bot.acts.desk import Desk
from bot.acts.saying import say
from bot.languages.words import _
from bot.model.chat import MessageKind, Say
from bot.model.people import Contact, Member, Person
from bot.pace import teachers
from bot.pace.schedule import local
from bot.store import records, teaching

OPENS = "told when teachers read"
# Translators: after a family wrote. {children} is one child's name, or two.
HAS_WORDS = _("Thank you. {teachers} has your words about {children}.")


@dataclass(frozen=True)
class Heard:
    """To whom the words went, lane by lane."""

    teachers: Mapping[int, Sequence[Person]]
    others: Mapping[
        int, Sequence[Member]
    ]  #: those whom they really reach; not `wide`: those who would hear them
    wide: bool  #: the others at home hear them too


def thank(desk: Desk, contact: Contact, writer: Person, kind: MessageKind, where: Sequence[Member],
          prompt_id: int | None, heard: Heard, *, starts: bool, turn: int | None = None,
          anew: int | None = None) -> None:  # fmt: skip
    """One acknowledgement a prompt, or a thread and day; one more when who hears it has changed.

    `starts`: the family began it by itself, so that the others at home never hear it unasked. `turn`: it is what a
    child said in that turn, which is said back once a turn. `anew`: whatever was said today, a question has named other
    hearers since.
    """
    tells = {} if heard.wide or starts else ears.telling(heard.others)
    opens = _opens(desk, contact)
    parts = [
        _thanks(desk, kind, where, heard, of_child=turn is not None),
        *_audience(heard.others, heard.wide, bool(tells)),
        *opens,
    ]
    key = " ".join(
        [_key(desk, kind, where, prompt_id, heard.wide, tells)]
        + [f"{word} {it}" for word, it in (("turn", turn), ("after", anew)) if it is not None]
    )
    made = say(desk, contact, *parts, once=key, person_id=writer.id, tells=tells, lanes=inviting.pairs(where))
    if made is not None and not heard.wide:
        widening.offered(desk, contact, heard.others, made)
    if made is not None and opens:
        period = teachers.closed_period(desk.now, desk.school.calendar)
        records.agree(
            desk.db, desk.school.id, OPENS, desk.now, contact_id=contact.id, about={"period": period}
        )


def named_teacher(desk: Desk, child_id: int) -> str:
    """The teacher whom a family writes to: by name, else the school's."""
    _, theirs = teaching.of_child(desk.db, child_id, desk.now)
    return _first_named(desk, theirs)


def _first_named(desk: Desk, teachers: Sequence[Person]) -> str:
    return teachers[0].name if teachers else desk.school.name


def _thanks(desk: Desk, kind: MessageKind, where: Sequence[Member], heard: Heard, *, of_child: bool) -> Say:
    def teacher(of: Member) -> str:
        theirs = heard.teachers.get(of.lane.household_id)
        return named_teacher(desk, of.lane.child.id) if theirs is None else _first_named(desk, theirs)

    filling = {
        "teachers": {"names": _each([teacher(it) for it in where])},
        "children": {"names": _each([it.lane.child.name for it in where])},
    }
    if of_child:
        # Translators: after a parent sent what the child had said on the parent's phone.
        return Say(_("Sent. {teachers} will see that these are {children}'s own words."), filling)
    if kind == MessageKind.SHARE:
        # Translators: after a family shared a story, photo or voice note.
        return Say(_("Thank you for sharing this about {children}. {teachers} will see it."), filling)
    return Say(HAS_WORDS, filling)


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
    if period is None:
        return []
    told = records.agreed(desk.db, OPENS, contact_id=contact.id)
    if any(about["period"] == period for about in told):
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
