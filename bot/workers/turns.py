"""What only one process may do at a time: it asks before each turn, and a dead one's turn ends by itself."""

import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol, TypeVar

from bot.acts.desk import Desk
from bot.store import leases
from bot.store.rows import Trouble

T = TypeVar("T")


class AtDesk(Protocol):
    def __call__(self, deed: Callable[[Desk], T], /) -> Awaitable[T]: ...


class Turns:
    """This process's turns, by their names. `now`: real time, on which all processes agree.

    `alone`: no other process can be there (SQLite), so that a start need not wait for a dead one's turn to run out.
    """

    def __init__(self, act: AtDesk, holder: str, now: Callable[[], datetime], *, alone: bool = False) -> None:
        self._act, self._holder, self._now, self._alone = act, holder, now, alone
        self._mine: set[str] = set()

    async def take(self, name: str, seconds: float) -> bool:
        """True while it is ours: for so many seconds more, whatever becomes of us."""
        if self._alone:
            return True
        ours = await self._act(lambda desk: leases.hold(desk.db, name, self._holder, self._now(), seconds))
        (self._mine.add if ours else self._mine.discard)(name)
        return ours

    async def let_go(self) -> None:
        """The next one need not wait for our turns to run out."""
        with contextlib.suppress(Trouble):  # then they run out
            for name in sorted(self._mine):
                await self._act(lambda desk, name=name: leases.let_go(desk.db, name, self._holder))  # type: ignore[misc]
        self._mine.clear()
