"""What a handler could not handle is taken up again."""

from collections.abc import Callable

from bot.acts.desk import Desk
from bot.store import inbox

Again = Callable[[Desk, int], None]


def take_up(desk: Desk, again: Again) -> int:
    """Tries each troubled item that is due once more; how many."""
    due = inbox.troubled(desk.db, desk.now)
    for inbox_id in due:
        again(desk, inbox_id)
    return len(due)
