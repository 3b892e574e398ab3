"""A teacher asks: drafted, looked at, confirmed, and fanned out to each family when its time has come."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from bot.acts import ears, recipients
from bot.acts.desk import Desk
from bot.acts.recipients import Recipient
from bot.acts.timing import due
from bot.languages.words import _
from bot.model.chat import MessageKind, PromptKind, Say, Wording
from bot.model.delivery import Gate, Turn
from bot.model.people import Person
from bot.pace.families import Reach
from bot.pace.weeks import held_by_cap, week_of
from bot.store import contents, outbox, people, prompts
from bot.store.outbox import Letter
from bot.store.rows import Row

REACH = Reach.PROMPTS.value

# Translators: around a teacher's question. {words} is what the teacher wrote; {children} one name, or two.
QUESTION = _("{teacher}, {school}, for {children}: {words}")
# Translators: around an idea for home from the school. {words} is the idea.
IDEA = _("An idea from {school} for {children}: {words}")
# Translators: a button under a question or an idea on Telegram.
SHARE_BUTTON = _("Share a story or photo")
# Translators: once, when the reader's answer would also reach others at home.
TOLD = _("If you answer, {others} will see it too.")


def draft(desk: Desk, author: Person | None, wordings: Sequence[Wording], *, room_ids: Sequence[int] = (),
          child_id: int | None = None, kind: PromptKind = PromptKind.PROMPT, once: str | None = None,
          series: str | None = None, number: str | None = None) -> int | None:  # fmt: skip
    """Keeps a prompt that nobody has confirmed; None when this very one was kept before."""
    if once and (there := prompts.by_once(desk.db, desk.school.id, once)):
        return there
    content_id = contents.keep(desk.db, desk.school.id, wordings)
    return prompts.draft(
        desk.db, desk.school.id, content_id=content_id, kind=kind, author_id=author.id if author else None,
        room_ids=room_ids, child_id=child_id, now=desk.now, once=once, series=series, number=number,
    )  # fmt: skip


def confirm(desk: Desk, prompt_id: int, at: datetime | None = None) -> bool:
    """Now, or at a later moment; False when it is no draft any more (two clicks send it once)."""
    when = max(at or desk.now, desk.now)
    if not prompts.move(desk.db, prompt_id, only_from=("draft",), state="scheduled", due_at=when):
        return False
    if when <= desk.now:
        fan_out(desk, prompt_id)
    return True


def asks_only(desk: Desk, prompt_id: int, room_ids: Collection[int]) -> bool:
    """Whether a prompt goes to none but these rooms: between the look and the sending a room may have been left."""
    return set(prompts.rooms(desk.db, prompt_id)) <= set(room_ids)


def cancel(desk: Desk, prompt_id: int) -> int | None:
    """Takes a prompt back: how many phones it will not reach any more; None when it was cancelled before."""
    if not prompts.move(desk.db, prompt_id, only_from=("draft", "scheduled", "sent"), state="cancelled"):
        return None
    return outbox.cancel_prompt(desk.db, prompt_id, "taken back by the school", desk.now)


def change(desk: Desk, prompt_id: int, wordings: Sequence[Wording], at: datetime | None = None) -> bool:
    """New words or another time for what has reached nobody yet; False when somebody may have read it."""
    row = prompts.one(desk.db, prompt_id)
    gone = [it for it in outbox.of_prompt(desk.db, prompt_id) if it["state"] in ("calling", "unsure", "sent")]
    if gone or row["state"] not in ("draft", "scheduled", "sent"):
        return False
    contents.replace(desk.db, desk.school.id, row["content_id"], wordings)
    if at is not None and row["state"] == "scheduled":
        prompts.move(desk.db, prompt_id, only_from=("scheduled",), state="scheduled", due_at=at)
    return True


def fan_out(desk: Desk, prompt_id: int) -> int:
    """Writes one delivery a phone, with today's members; how many. Harmless when done before."""
    if not prompts.move(desk.db, prompt_id, only_from=("scheduled",), state="sent", fanned_at=desk.now):
        return 0
    row = prompts.one(desk.db, prompt_id)
    found, _missed = recipients.of(desk, prompts.children(desk.db, row, desk.now), PromptKind(row["kind"]))
    if row["kind"] == PromptKind.ACTIVITY:
        found = within_cap(desk, found)
    return sum(_put(desk, row, it) is not None for it in found)


def within_cap(desk: Desk, found: Sequence[Recipient]) -> list[Recipient]:
    """Leaves out families that have had their week's fill; a teacher's own prompt is never held by this."""
    since, until = week_of(desk.now, desk.school.calendar.zone)
    had = outbox.prompts_by_phone(desk.db, [it.contact.id for it in found], since, until)
    return [it for it in found if not held_by_cap(had.get(it.contact.id, 0), it.person.weekly)]


def parts_for(desk: Desk, row: Row, to: Recipient) -> tuple[list[Say], dict[str, Any] | None]:
    """What one phone will read around the words; and whom that tells its reader about, if anybody."""
    parts = frame(desk, row)
    untold = {
        lane: it
        for lane, it in to.others.items()
        if it and not ears.told(desk, to.contact, lane, it, MessageKind.REPLY)
    }
    if not untold or row["kind"] != PromptKind.PROMPT:
        return parts, None
    names = dict.fromkeys(member.person.name for lane in untold.values() for member in lane)
    return [*parts, Say(TOLD, {"others": {"names": list(names)}})], ears.telling(untold)


def frame(desk: Desk, row: Row) -> list[Say]:
    """Our own sentence around the prompt's words: it names the school, and the teacher who asks."""
    filling = {"school": desk.school.name}
    if row["kind"] == PromptKind.ACTIVITY:
        return [Say(IDEA, filling)]
    author = people.person_by_id(desk.db, row["author_id"]).name if row["author_id"] else desk.school.name
    return [Say(QUESTION, filling | {"teacher": author})]


def _put(desk: Desk, row: Row, to: Recipient) -> int | None:
    at = due(desk.school, REACH, to.contact.zone, desk.now)
    if at is None:
        return None
    parts, tells = parts_for(desk, row, to)
    letter = Letter(
        to.contact, Gate.LANE, Turn.PROMPT, REACH, at, parts, content_id=row["content_id"], person_id=to.person.id,
        prompt_id=row["id"], tells=tells,
        lanes=[(it.lane.child.id, it.lane.household_id) for it in to.members],
    )  # fmt: skip
    return outbox.put(desk.db, desk.school.id, letter, desk.now)
