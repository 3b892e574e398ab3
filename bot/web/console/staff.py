"""Staff: who has which role, from when until when. For the admin; where a school has none, for the office."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from starlette.responses import Response

from bot.acts import staffing
from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer, rooms_seen
from bot.acts.roll.staff_rows import day
from bot.languages.folding import fold
from bot.model.people import OF_THE_SCHOOL, Role, Room
from bot.pace.schedule import local
from bot.store import sign_in_names
from bot.store import staffing as rows
from bot.web.console import paper
from bot.web.console.door import NotThere, Page, Visit
from bot.web.console.form import Form, number
from bot.web.console.moments import day as day_in_words
from bot.web.console.wording import key, once, once_only, sent_before

A_MOMENT = timedelta(seconds=1)  #: a last day's end is the next day's beginning
LONGEST_NAME = 100
NAMESAKE = (
    "A colleague of this name works here already. Choose them in the list; or tick that it is somebody else."
)


@dataclass(frozen=True)
class Work:
    id: int
    role: str
    room: str
    since: str  #: empty: it has begun
    until: str  #: the last day; empty: for good


@dataclass(frozen=True)
class Colleague:
    id: int
    name: str
    work: tuple[Work, ...]
    login: str  #: the name that they sign in with, where it is another


@dataclass(frozen=True)
class Staff:
    colleagues: tuple[Colleague, ...]
    rooms: Sequence[Room]


@dataclass(frozen=True)
class Asked:
    """The form as it came: nothing typed is lost."""

    who: str = ""
    name: str = ""
    role: str = ""
    rooms: frozenset[int] = frozenset()
    first: str = ""
    last: str = ""
    another: bool = False  #: somebody else of the same name
    once: str = ""

    @property
    def key(self) -> str:
        """Sent twice, it names one person."""
        return key(self.once, self.name, self.role, sorted(self.rooms), self.another)

    @classmethod
    def of(cls, form: Form) -> "Asked":
        rooms = frozenset(form.numbers("room-"))
        name = " ".join(form.text("name").split())
        another = form.text("another") == "yes"
        return cls(form.text("who"), name, form.text("role"), rooms, form.text("first"), form.text("last"), another,
                   form.text("once")[:80])  # fmt: skip


async def show(visit: Visit) -> Response:
    return await _page(visit, Asked(), "")


async def give(visit: Visit) -> Response:
    asked = Asked.of(visit.form)
    done = await visit.act(lambda desk, who: _give(desk, who, asked))
    return await _page(visit, asked, done.it, 422) if done.it else paper.go("/staff?done=given")


async def end(visit: Visit) -> Response:
    work_id = visit.id()
    done = await visit.act(lambda desk, who: _end(desk, who, work_id))
    return await _page(visit, Asked(), done.it, 422) if done.it else paper.go("/staff?done=ended")


def staff(desk: Desk, who: Viewer) -> Staff:
    if not who.gives_roles:
        raise NotThere
    found: dict[int, tuple[str, list[Work]]] = {}
    for row in rows.standing(desk.db, desk.school.id, desk.now):
        begins = _day(desk, row["since"]) if row["since"] > desk.now else ""
        ends = _day(desk, row["until"] - A_MOMENT) if row["until"] else ""
        work = Work(row["id"], row["role"], row["room_name"] or "", begins, ends)
        found.setdefault(row["person_id"], (row["person_name"], []))[1].append(work)
    own = sign_in_names.given(desk.db, list(found))
    colleagues = (Colleague(key, name, tuple(work), own.get(key, "")) for key, (name, work) in found.items())
    return Staff(tuple(colleagues), rooms_seen(desk, who))


def _give(desk: Desk, who: Viewer, asked: Asked) -> str:
    """Empty when it is done; else what is amiss."""
    known = staff(desk, who)
    chosen = number(asked.who)
    if chosen is not None and chosen not in {it.id for it in known.colleagues}:
        raise NotThere
    if not asked.rooms <= {it.id for it in known.rooms}:
        raise NotThere
    if why := _amiss(asked, chosen):
        return why
    try:
        first, last = day(asked.first), day(asked.last)
    except ValueError:
        return "Please write days as 2026-11-30 or 30/11/2026."
    if why := _days_amiss(asked.role, first, last, local(desk.now, desk.school.calendar.zone).date()):
        return why
    if chosen is None and sent_before(desk, who.person, asked.key):
        return ""
    if chosen is None and not asked.another and staffing.namesake(desk, asked.name):
        return NAMESAKE
    if chosen is None and not once_only(desk, who.person, asked.key):
        return ""
    person_id = chosen if chosen is not None else staffing.colleague(desk, asked.name)
    staffing.give(desk, who.person.id, person_id, Role(asked.role), sorted(asked.rooms), first, last)
    return ""


def _amiss(asked: Asked, chosen: int | None) -> str:
    if asked.role not in set(Role):
        return "Please choose a role."
    if chosen is None and (not fold(asked.name) or len(asked.name) > LONGEST_NAME):
        return "Please choose a colleague, or write the name of a new one."
    if asked.role in OF_THE_SCHOOL and asked.rooms:
        return "This role is for the whole school: please leave the rooms empty."
    if asked.role not in OF_THE_SCHOOL and not asked.rooms:
        return "Please choose at least one room."
    return ""


def _days_amiss(role: str, first: date | None, last: date | None, today: date) -> str:
    if role == Role.RELIEVER and last is None:
        return "Please write the reliever’s last day: the access ends by itself when it is over."
    if last is not None and last < max(first or today, today):
        return "The last day must not lie before the first one, nor before today."
    return ""


def _end(desk: Desk, who: Viewer, work_id: int) -> str:
    if not who.gives_roles:
        raise NotThere
    why = staffing.end(desk, who.person.id, work_id)
    if why is None:
        raise NotThere
    return why


def _day(desk: Desk, moment: datetime) -> str:
    zone = desk.school.calendar.zone
    return day_in_words(local(moment, zone).date(), local(desk.now, zone).date())


async def _page(visit: Visit, asked: Asked, trouble: str, status: int = 200) -> Response:
    found = await visit.look(lambda desk, who: (staff(desk, who), asked.once or once(desk)))
    known, fresh = found.it
    asked = replace(asked, once=fresh)
    return visit.show(
        "staff.html", found, status, staff=known, asked=asked, trouble=trouble, here="staff",
        roles=[str(it) for it in Role], alike=asked.another or trouble == NAMESAKE,
    )  # fmt: skip


PAGES = (
    Page("/staff", get=show, post=give),
    Page("/staff/{id}/end", post=end),
)
