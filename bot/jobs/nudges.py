"""One gentle reminder of a question that nobody at home has answered, three days on. Never a second."""

from bot.acts.desk import Desk
from bot.acts.prompting import REACH
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.delivery import Gate, Turn
from bot.model.people import State
from bot.pace.families import open_now
from bot.pace.nudges import NUDGE_AFTER, NUDGE_LIFE, nudge_at
from bot.store import outbox, people, prompts
from bot.store.outbox import Letter

# Translators: a gentle reminder, once, three days after a teacher's question. Never a reproach.
REMINDER = _("{teacher}, {school}, for {children}: there is still time if you would like to answer. {words}")


def remind(desk: Desk) -> int:
    """Puts the reminders that are due; how many."""
    rows = prompts.to_remind(
        desk.db,
        desk.school.id,
        sent_before=desk.now - NUDGE_AFTER,
        sent_after=desk.now - NUDGE_AFTER - NUDGE_LIFE,
    )
    pairs = prompts.children_of_delivery(desk.db, [row["id"] for row in rows])
    put = 0
    for row in rows:
        contact = people.contact_by_id(desk.db, row["contact_id"])
        person = people.person_by_id(desk.db, row["person_id"])
        at = nudge_at(row["sent_at"], desk.school.calendar, contact.zone)
        paused = person.paused_until is not None and person.paused_until > desk.now
        # Only in open hours: one that waited for the morning could come after the answer.
        if not open_now(desk.now, desk.school.calendar, contact.zone):
            continue
        if at is None or at > desk.now or paused or person.weekly == 0 or contact.state != State.ACTIVE:
            continue
        if not prompts.remember_nudge(desk.db, desk.school.id, row["prompt_id"], row["person_id"], desk.now):
            continue
        author = people.person_by_id(desk.db, row["author_id"]).name if row["author_id"] else desk.school.name
        filling = {"school": desk.school.name, "teacher": author}
        letter = Letter(
            contact, Gate.LANE, Turn.NUDGE, REACH, desk.now,
            [Say(REMINDER, filling)],
            content_id=row["content_id"], person_id=person.id, prompt_id=row["prompt_id"],
            expires_at=desk.now + NUDGE_LIFE, lanes=pairs.get(row["id"], []), once=f"nudge {row['prompt_id']}",
        )  # fmt: skip
        put += outbox.put(desk.db, desk.school.id, letter, desk.now) is not None
    return put
