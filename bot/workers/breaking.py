"""Whether everything that is tried here has been breaking for long: looking for work alone is no proof of work."""

import math
from collections.abc import Callable

import structlog

from bot.workers import AFTER_A_BREAK, Deeds, Job

log = structlog.get_logger()

LONG = 60.0  #: seconds


class Breaking:
    """Remembers per lane since when it has been breaking, until it succeeds or is not tried any more."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._since: dict[Job, float] = {}
        self._last: dict[Job, float] = {}
        self._well = -math.inf  # when anything last succeeded

    async def tried(self, job: Job, deeds: Deeds) -> float | None:
        """Does it once, and remembers how it went. Seconds until there is more; soon, where it broke."""
        try:
            more = await deeds[job.name](job.about)
        except Exception as error:  # one of the walls: the rows say how far it came
            log.error("a job broke", job=job.lane, error=type(error).__name__)
            self.broke(job)
            return AFTER_A_BREAK
        self.went_well(job)
        return more

    def broke(self, job: Job) -> None:
        now = self._seconds()
        if now - self._last.get(job, -math.inf) > LONG:
            self._since[job] = now
        self._last[job] = now

    def went_well(self, job: Job) -> None:
        self._since.pop(job, None)
        self._last.pop(job, None)
        self._well = self._seconds()

    @property
    def for_long(self) -> bool:
        now = self._seconds()
        tried = [since for job, since in self._since.items() if now - self._last[job] <= LONG]
        return any(now - since > LONG for since in tried) and now - self._well > LONG
