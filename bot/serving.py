"""The web server: uvicorn, with signals that are ours."""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator
from typing import Any

from bot.lean import without

# For starting anew when its own files change, which only who writes them wants.
with without("watchfiles"):
    import uvicorn


class Server(uvicorn.Server):
    """Signals are ours: uvicorn would raise them again when it has ended."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def server(web: Any, host: str, port: int) -> Server:
    return Server(uvicorn.Config(
        web, host=host, port=port, log_config=None, access_log=False, ws="none",
        timeout_graceful_shutdown=3, timeout_keep_alive=30, proxy_headers=False, server_header=False,
    ))  # fmt: skip


def on_signal(stop: Callable[[], None]) -> None:
    for one in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C arrives as an exception there
            asyncio.get_running_loop().add_signal_handler(one, stop)
