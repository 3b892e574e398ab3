"""Two minutes to think again: what is confirmed for now goes two minutes later, and until then it is a draft again
with one press. What cannot wait does not wait for that."""

from datetime import datetime, timedelta

from bot.acts import prompting, repeating
from bot.acts.desk import Desk
from bot.model.chat import PromptKind
from bot.store import prompts

UNDO = timedelta(minutes=2)


def confirm(desk: Desk, prompt_id: int, at: datetime | None = None) -> bool:
    """For a moment that is two minutes away, or later; False when it is no draft any more."""
    return prompting.confirm(desk, prompt_id, max(at or desk.now, desk.now + UNDO))


def may_undo(desk: Desk, state: str, due_at: datetime | None) -> bool:
    """Whether it is about to go, and has not gone."""
    return state == "scheduled" and due_at is not None and due_at <= desk.now + UNDO


def undo(desk: Desk, prompt_id: int) -> bool:
    """A draft again, its further times with it, as if nobody had confirmed it; False when it has gone."""
    row = prompts.one(desk.db, prompt_id)
    if PromptKind(row["kind"]).overrides or row["state"] != "scheduled":
        return False
    repeating.stop(desk, prompt_id)
    return prompts.unsend(desk.db, prompt_id)
