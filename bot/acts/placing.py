"""Which child, and which home, somebody's words are about. Where two could be meant: ask, never guess."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.acts.desk import Desk
from bot.model.people import Contact, Member
from bot.store import messages, outbox, prompts, questions
from bot.store.lanes import household_of_thread

REMEMBERED = timedelta(hours=1)
ANSWERING = timedelta(days=6)  #: three days to answer, and three more after the reminder
FRESH = timedelta(days=1)  #: later first words may be about anything: they are not passed on unasked


@dataclass(frozen=True)
class Placed:
    """Where the words go. `prompt_id`: they are this person's answer to it."""

    members: tuple[Member, ...]
    prompt_id: int | None = None
    fresh: bool = False  #: said while the prompt was surely still in mind


@dataclass(frozen=True)
class Doubt:
    """More than one child, or more than one home, could be meant."""

    members: tuple[Member, ...]
    prompt_id: int | None = None
    fresh: bool = False


def place(
    desk: Desk, contact: Contact, person_id: int, members: Sequence[Member], quotes: str | None
) -> Placed | Doubt:
    """Reads, in this order: what they quote; their only lane; what they just told us; the prompt they answer."""
    quoted = outbox.quoted(desk.db, contact.id, quotes) if quotes else None
    prompt_id, fresh = None, False
    near: Sequence[Member] = members
    if quoted is not None:
        near = _of_delivery(desk, quoted["id"], quoted["message_id"], members) or members
        # Quoting a thank-you or a teacher's private answer is no answer to a prompt: those words stay private.
        prompt_id, fresh = quoted["prompt_id"], quoted["prompt_id"] is not None
    else:
        waiting = prompts.last_to(desk.db, contact.id, desk.now - ANSWERING)
        if waiting is not None:
            meant = _of_delivery(desk, waiting["delivery_id"], None, members)
            threads = [it.lane.thread_id for it in meant]
            if meant and not messages.has_answered(desk.db, waiting["id"], person_id, threads):
                near, prompt_id = meant, waiting["id"]
                fresh = waiting["reached_at"] > desk.now - FRESH
    if len(near) > 1 and (chosen := _remembered(desk, contact, person_id, near)):
        return Placed(tuple(chosen), prompt_id, fresh)
    return Placed(tuple(near), prompt_id, fresh) if len(near) == 1 else Doubt(tuple(near), prompt_id, fresh)


def _of_delivery(
    desk: Desk, delivery_id: int, message_id: int | None, members: Sequence[Member]
) -> list[Member]:
    homes = {home for _, home in prompts.children_of_delivery(desk.db, [delivery_id]).get(delivery_id, [])}
    if not homes and message_id is not None:
        homes = {household_of_thread(desk.db, messages.one(desk.db, message_id)["thread_id"])}
    return [it for it in members if it.lane.household_id in homes]


def _remembered(desk: Desk, contact: Contact, person_id: int, members: Sequence[Member]) -> list[Member]:
    about = questions.last_answered(desk.db, contact.id, "which child", person_id, desk.now - REMEMBERED)
    chosen = set(about["chosen"]) if about else set()
    return [it for it in members if it.lane.household_id in chosen]
