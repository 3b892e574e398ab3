"""What there is to do, and how each thing is done: the same, whoever does it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from bot.acts.desk import Desk
from bot.channels import Channel
from bot.dispatch import Dispatcher
from bot.jobs import media
from bot.store import due
from bot.workers import Deeds, Job

T = TypeVar("T")
SLICE = 4.0  #: seconds for which one job sends on one sender before others have their turn
ONE_CHUNK = (
    0.5  #: seconds: a slice of one chunk, so that a process that is alone ends as soon as its calls do
)


class AtDesk(Protocol):
    def __call__(self, deed: Callable[[Desk], T], /) -> Awaitable[T]: ...


@dataclass(frozen=True)
class Work:
    """Later kinds (digests, imports) are a line in `deeds` and one in `_jobs`."""

    act: AtDesk
    look: AtDesk
    dispatcher: Dispatcher
    channels: Mapping[str, Channel]
    media: Path
    now: Callable[[], datetime]
    stir: Callable[[int], None]  #: wakes the pages of a school
    slice: float = SLICE

    @property
    def deeds(self) -> Deeds:
        return {"drain": self._drain, "media": self._fetch, "reconcile": self._reconcile}

    async def due(self) -> Sequence[Job]:
        """Where there is something to do now, as the rows say."""
        return await self.look(lambda desk: _jobs(desk, list(self.channels)))

    async def _drain(self, sender_id: int) -> float | None:
        more_at = await self.dispatcher.drain_sender(sender_id, self.slice)
        self.stir(await self.look(lambda desk: due.school_of(desk.db, sender_id)))
        return None if more_at is None else (more_at - self.now()).total_seconds()

    async def _fetch(self, school_id: int) -> float | None:
        if not await media.fetch_wanted(self.act, self.channels, self.media):
            return None
        self.stir(school_id)
        return 0.0

    async def _reconcile(self, school_id: int) -> float | None:
        if await self.dispatcher.reconcile():
            self.stir(school_id)
        return None


def _jobs(desk: Desk, channels: Sequence[str]) -> Sequence[Job]:
    found = [Job("drain", it) for it in due.senders(desk.db, desk.now, channels)]
    found += [Job("media", it) for it in due.schools_with_media(desk.db, desk.now, channels)]
    found += [Job("reconcile", it) for it in due.schools_in_doubt(desk.db, desk.now, channels)]
    return found
