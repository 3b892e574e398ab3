"""What there is to do, and how each thing is done: the same, whoever does it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.acts.desk import AtDesk, Desk
from bot.channels import Channel
from bot.dispatch import Dispatcher, Timing
from bot.jobs import media
from bot.store import due, queue
from bot.workers import Deeds, Job


@dataclass(frozen=True)
class Work:
    """Later kinds are a line in `deeds` and one in `_jobs`."""

    act: AtDesk
    look: AtDesk
    dispatcher: Dispatcher
    channels: Mapping[str, Channel]
    media: Path
    timing: Timing
    stir: Callable[[int], None]  #: wakes the pages of a school

    @property
    def deeds(self) -> Deeds:
        return {"drain": self._drain, "media": self._fetch, "reconcile": self._reconcile}

    async def due(self) -> Sequence[Job]:
        """Where there is something to do now, as the rows say."""
        return await self.look(lambda desk: _jobs(desk, list(self.channels), self.timing.at))

    async def _drain(self, sender_id: int) -> float | None:
        more_in = await self.dispatcher.drain_sender(sender_id)
        self.stir(await self.look(lambda desk: due.school_of(desk.db, sender_id)))
        return more_in

    async def _fetch(self, school_id: int) -> float | None:
        if not await media.fetch_wanted(self.act, self.channels, self.media):
            return None
        self.stir(school_id)
        return 0.0

    async def _reconcile(self, school_id: int) -> float | None:
        if not await self.dispatcher.reconcile():
            return None
        self.stir(school_id)
        return 0.0


def _jobs(desk: Desk, channels: Sequence[str], at: float | None) -> Sequence[Job]:
    found = [Job("drain", it) for it in queue.senders_due(desk.db, desk.now, channels, at)]
    found += [Job("media", it) for it in due.schools_with_media(desk.db, desk.now, channels)]
    found += [Job("reconcile", it) for it in due.schools_in_doubt(desk.db, desk.now, channels)]
    return found
