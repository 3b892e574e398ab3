"""Time that stands still between two things that happen: nobody waits for the days on which nothing does."""

import asyncio
from datetime import UTC, datetime, timedelta


class Clock:
    """The school's time. It only goes forward; whoever sleeps by it moves it on."""

    def __init__(self, begins: datetime) -> None:
        self.at = self.began = begins.astimezone(UTC)

    def now(self) -> datetime:
        return self.at

    def goes_to(self, moment: datetime) -> None:
        self.at = max(self.at, moment.astimezone(UTC))

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=max(0.0, seconds))

    def seconds(self) -> float:
        """Monotonic, for whoever keeps a rate."""
        return (self.at - self.began).total_seconds()

    def epoch(self) -> float:
        """Since 1970, for rates that are kept in the rows."""
        return self.at.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.forward(seconds)
        await asyncio.sleep(0)
