"""Two connections at the same time."""

import threading
from collections.abc import Callable
from typing import Any

A_MOMENT = 0.15  # seconds: long enough for what does not wait, and nobody measures it


class Beside:
    """Something that another connection does at the same time."""

    def __init__(self, deed: Callable[[], Any]) -> None:
        self._found: list[Any] = []
        self._thread = threading.Thread(target=lambda: self._found.append(deed()), daemon=True)
        self._thread.start()

    def waits(self) -> bool:
        self._thread.join(A_MOMENT)
        return self._thread.is_alive()

    def result(self) -> Any:
        self._thread.join(20)
        assert self._found, "it never came to its end"
        return self._found[0]
