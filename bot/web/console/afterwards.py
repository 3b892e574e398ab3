"""Work that goes on after a page was answered: seconds of it. Its end is in the rows, where the page finds it."""

from collections.abc import Awaitable, Callable

import structlog
from starlette.background import BackgroundTask

log = structlog.get_logger()


def afterwards(
    name: str, work: Callable[[], Awaitable[object]], broke: Callable[[], Awaitable[object]]
) -> BackgroundTask:
    """`broke` writes into the rows that it came to nothing."""

    async def run() -> None:
        try:
            await work()
        except (
            Exception
        ) as error:  # one of the walls: the words that were worked on are no business of the log's
            log.error("work after a page broke", work=name, error=type(error).__name__)
            await broke()

    return BackgroundTask(run)
