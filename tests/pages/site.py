"""The console over the little school, at a port of its own, for a real browser."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from bot.web.app import app
from bot.web.doors import Doors


@contextmanager
def served(doors: Doors) -> Iterator[str]:
    """The address at which it answers, while it does."""
    server = uvicorn.Server(uvicorn.Config(_app(doors), port=0, log_level="critical", lifespan="off"))
    running = threading.Thread(target=server.run)
    running.start()
    try:
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        running.join()


def _app(doors: Doors) -> object:
    async def nobody(*_anything: object) -> None:
        raise AssertionError("no carrier calls here")

    return app(doors, {}, nobody, nobody)  # type: ignore[arg-type]
