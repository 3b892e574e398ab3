"""So much of a long thread as one page shows: its newest words, or older ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.acts.desk import Desk
from bot.store import messages
from bot.store.rows import Row

PAGE = 200


@dataclass(frozen=True)
class Stretch:
    """What the school asked stands among the words by its moment: on this page from `begins` on, until `ends`."""

    said: Sequence[Row]
    begins: datetime | None  #: None: nothing was said before
    ends: datetime | None  #: None: nothing was said after
    older: int | None  #: the message before which older words stand
    before: int | None  #: the first message after these; None: these are the newest words

    def holds(self, at: datetime) -> bool:
        return (self.begins is None or self.begins <= at) and (self.ends is None or at < self.ends)


def stretch(desk: Desk, thread_id: int, before: int | None = None, around: int | None = None) -> Stretch:
    """The newest words of a thread; those before one of its messages; or some before and after one."""
    following = None
    if around is not None:
        # What stands among the newest words is shown there, where they can be answered.
        far = messages.from_on(desk.db, thread_id, around, PAGE)
        following = messages.from_on(desk.db, thread_id, around, PAGE // 2) if far else None
    elif before is not None:
        following = messages.from_on(desk.db, thread_id, before)
    next_id, ends = (following["id"], following["said_at"]) if following else (None, None)
    said = messages.in_thread(desk.db, thread_id, PAGE + 1, next_id)
    more, said = len(said) > PAGE, said[-PAGE:]
    return Stretch(said, said[0]["said_at"] if more else None, ends, said[0]["id"] if more else None, next_id)
