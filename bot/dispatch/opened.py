"""What a link in a text opens, for whoever may still be sent that text at this moment; to everybody else nothing.

The same looks as before a call: STOP, whose phone it is, who belongs to the lane today, and whom the school keeps out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.acts import showing
from bot.acts.desk import Desk
from bot.acts.rendering import render, says
from bot.dispatch.last_look import still_about
from bot.dispatch.readers import reads, wordings_for
from bot.model.chat import poll_of
from bot.store import reopening
from bot.store.calling import facts
from bot.store.rows import Row

WHOLE = 100_000  #: UTF-16 units: a page has room for all that anybody can send us


@dataclass(frozen=True)
class Opened:
    words: str
    language: str
    pictures: Sequence[Row]  #: and voice notes: kept, on their way, or failed


def opened(desk: Desk, delivery_id: int) -> Opened | None:
    """None for any reason at all, and without saying which."""
    row = reopening.to_look_at(desk.db, desk.school.id, delivery_id)
    if row is None or row["content_id"] is None or row["went_at"] is None:
        return None
    if desk.now >= row["went_at"] + showing.LIFE:
        return None
    known = facts(desk.db, [row], desk.now)
    children = still_about(desk, row, known)
    if not children:
        return None
    wordings, in_vain = wordings_for(desk, row, known)
    language = reads(desk, row, known)
    # As on Telegram: one thing below the other, a translation with its original.
    made = render(
        desk.speech, channel="telegram", language=language, parts=says(row["parts"]), wordings=wordings,
        children=children, in_vain=in_vain, poll=poll_of(known.prompts.get(row["prompt_id"])), room=WHOLE,
        link=desk.links.privacy or desk.school.privacy_contact,
    )  # fmt: skip
    return Opened(made.words, language, known.media.get(row["content_id"], [])) if row["parts"] else None
