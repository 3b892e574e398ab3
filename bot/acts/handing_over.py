"""A thread is handed to a colleague: it waits for them until they hand it back."""

from collections.abc import Sequence

from bot.acts import threads
from bot.acts.desk import Desk
from bot.acts.saying import say
from bot.acts.timing import STAFF
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.delivery import Gate
from bot.model.people import Contact, Person, State
from bot.store import handovers, lanes, people, records
from bot.store.console import staffing

HANDED, BACK = "handed a thread over", "handed a thread back"

# Translators: to a colleague on Telegram. {children} is a child's name.
TO_YOU = _("{teacher} has handed you the thread about {children}. Please answer in the console.")


def colleagues(desk: Desk, child_id: int, but: int) -> Sequence[Person]:
    """Who else may see this child today."""
    return [it for it in staffing.who_see(desk.db, desk.school.id, child_id, desk.now) if it.id != but]


def hand_over(desk: Desk, by: Person, thread_id: int, to_id: int) -> bool:
    """False where that colleague may not see this child today."""
    lane = lanes.lane(desk.db, lanes.household_of_thread(desk.db, thread_id))
    to = next((it for it in colleagues(desk, lane.child.id, by.id) if it.id == to_id), None)
    if to is None or not threads.teaches(desk, people.roles(desk.db, to.id, desk.now), thread_id):
        return False
    handovers.begin(desk.db, desk.school.id, thread_id, by.id, to.id, desk.now)
    records.note(desk.db, desk.school.id, HANDED, desk.now, person_id=by.id,
                 about={"thread": thread_id, "child": lane.child.id, "to": to.id})  # fmt: skip
    chat = _chat(desk, to.id)
    if chat is not None:
        say(desk, chat, Say(TO_YOU, {"teacher": by.name}), gate=Gate.STAFF, person_id=to.id, reach=STAFF,
            lanes=[(lane.child.id, lane.household_id)])  # fmt: skip
    return True


def hand_back(desk: Desk, by: Person, thread_id: int) -> bool:
    """It is the room's again; False when nobody in particular had it."""
    done = handovers.end(desk.db, thread_id, desk.now)
    if done:
        about = {"thread": thread_id}
        records.note(desk.db, desk.school.id, BACK, desk.now, person_id=by.id, about=about)
    return done


def _chat(desk: Desk, person_id: int) -> Contact | None:
    """Telegram only: a child's name goes by SMS to no teacher."""
    theirs = people.contacts_of(desk.db, [person_id]).get(person_id, [])
    return next((it for it in theirs if it.channel == "telegram" and it.state == State.ACTIVE), None)
