"""The office is told once a month that a budget of SMS segments comes near its end, and once that it is used up."""

from bot.acts import budgets, saying
from bot.acts.budgets import Budget
from bot.acts.desk import Desk
from bot.acts.timing import STAFF
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.people import Contact, State
from bot.pace.schedule import local
from bot.store import people

# Translators: to the school's office. {whose} is the school, or one of its rooms.
NEAR = _("{whose}: {used} of this month's {budget} SMS segments are used. When the last one is, questions and "
         "reminders by text wait for one text a week. Telegram costs nothing.")  # fmt: skip
# Translators: to the school's office. {whose} is the school, or one of its rooms.
SPENT = _("{whose}: this month's {budget} SMS segments are used up. Questions and reminders by text now wait for one "
          "text a week. Words between people go as always.")  # fmt: skip


def warn(desk: Desk) -> int:
    """Says what has not been said this month; to how many phones. Only to Telegram: telling costs nothing there."""
    told = 0
    for it in (budgets.of_school(desk), *budgets.of_rooms(desk)):
        if it.near() and it.segments:
            told += sum(_tell(desk, chat, person_id, it) for person_id, chat in _office(desk))
    return told


def _tell(desk: Desk, chat: Contact, person_id: int, it: Budget) -> bool:
    words, step = (SPENT, "spent") if it.spent else (NEAR, "near")
    month = local(desk.now, desk.school.calendar.zone).strftime("%Y-%m")
    once = f"budget {month} {it.room_id or 'school'} {step}"
    said = Say(words, {"whose": it.room or desk.school.name, "used": it.used, "budget": it.segments})
    return saying.say(desk, chat, said, once=once, person_id=person_id, reach=STAFF) is not None


def _office(desk: Desk) -> list[tuple[int, Contact]]:
    staff = [it.id for it in people.office(desk.db, desk.school.id, desk.now)]
    phones = people.contacts_of(desk.db, staff)
    return [
        (id_, chat) for id_ in staff for chat in phones.get(id_, [])
        if chat.channel == "telegram" and chat.state == State.ACTIVE
    ]  # fmt: skip
