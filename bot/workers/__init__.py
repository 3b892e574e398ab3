"""Who does deferred work: a loop in this process (SQLite), or any number of workers on one PostgreSQL.

Rows are the truth. A job is only a wake-up: it says where to look, never what to do, so that one too many is
harmless and one that is lost costs the seconds until the next look. Three verbs hide which of the two it is.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.workers.breaking import Breaking


@dataclass(frozen=True)
class Job:
    """Somewhere to look: the name of a deed, and the id of what it is about (a sender, a school)."""

    name: str
    about: int = 0

    @property
    def lane(self) -> str:
        """Only one job of a lane is at work at a time, on all machines together; and only one waits."""
        return f"{self.name} {self.about}"


#: Works for a slice of a few seconds on what it is about. Seconds until there is more; None: nothing that it knows of.
Deed = Callable[[int], Awaitable[float | None]]
Deeds = Mapping[str, Deed]

#: Where there is something to do now, as the rows say.
Due = Callable[[], Awaitable[Sequence[Job]]]


@dataclass(frozen=True)
class Pace:
    """In seconds. Whoever has been silent for `dead` is taken for dead. It may only have been slow: then two are at
    its work for a while, and each sender's own lock and each call's own row see to it that nothing is doubled."""

    heartbeat: float = 5.0
    dead: float = 20.0
    look: float = 2.0  #: between two looks when nobody wakes us
    breath: float = 0.05  #: between two looks when everybody does
    slots: int = 4  #: jobs at once in one process; each may hold a connection
    grace: float = 8.0  #: how long `end` waits for what is being done


TOO_SHORT = 0.2  #: seconds
#: Seconds: more work that soon is waited for; for what falls due later there are the looks.
A_MOMENT = 2.0
#: Seconds: then a job that broke looks again, whether the rows show already that there is more to do or not.
AFTER_A_BREAK = 1.0


def before_more(more: float, took: float) -> float:
    """How long to wait. A slice that ended at once, and says that there is more at once, would chase itself."""
    return 1.0 if more <= 0 and took < TOO_SHORT else max(more, 0.0)


class Workers(Protocol):
    async def begin(self) -> None:
        """From now on what is due is done, until `end`."""

    def wake(self) -> None:
        """Something may be due: called after the commit that made it so. Costs nothing; many are one."""

    async def end(self) -> None:
        """What is being done comes to its end, or is left for the next start."""

    @property
    def looked_at(self) -> float | None:
        """When somebody here last looked for work, by the monotonic clock; None: not yet."""

    @property
    def breaking(self) -> "Breaking":
        """Whether what is tried here breaks."""
