"""APScheduler: how often each job is looked at, nothing more. Rows are the truth; every tick is idempotent."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

log = structlog.get_logger()


@dataclass(frozen=True)
class Tick:
    """A job by its name, and the seconds between two looks."""

    name: str
    seconds: float
    job: Callable[[], Awaitable[object]]
    at_once: bool = False  #: also as soon as the clock is wound


class Clock:
    """Ticks while it is wound. A job that is still at work is not started a second time."""

    def __init__(self, ticks: Sequence[Tick]) -> None:
        # Our own wall says what broke; its log would show the words that were being worked on.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for tick in ticks:
            if tick.at_once:  # a date that is not named is the present
                self._scheduler.add_job(
                    _guarded(tick), "date", id=f"{tick.name} at once", misfire_grace_time=None
                )
            self._scheduler.add_job(
                _guarded(tick), "interval", seconds=tick.seconds, id=tick.name,
                max_instances=1, coalesce=True, misfire_grace_time=None,
            )  # fmt: skip

    @property
    def running(self) -> bool:
        return bool(self._scheduler.running)

    def wind(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def _guarded(tick: Tick) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        try:
            await tick.job()
        except asyncio.CancelledError:
            return  # the house is closing: what was begun and not committed is begun again
        except Exception as error:  # one of the walls: the next tick tries again
            log.error("a job broke", job=tick.name, error=type(error).__name__)

    return run
