"""What can go wrong at a carrier, on purpose."""

import asyncio
import random
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

Kind = Literal["error500_before", "error500_after_accept", "drop_after_accept", "rate_limit", "delay"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Fault:
    """`seconds` is the wait that a rate limit asks for, or the length of a delay."""

    kind: Kind
    seconds: float = 0.0


class Faults:
    """The next send meets the first fault of `queue`; when that is empty, each of `chances` is tried."""

    def __init__(self, chance: random.Random | None = None) -> None:
        self.queue: deque[Fault] = deque()
        self.chances: dict[Fault, float] = {}
        self._chance = chance or random.Random(0)

    def put(self, *faults: Fault) -> None:
        self.queue.extend(faults)

    def expect(self, chances: Mapping[Fault, float]) -> None:
        self.chances = dict(chances)

    def clear(self) -> None:
        self.queue.clear()
        self.chances.clear()

    def next(self) -> Fault | None:
        if self.queue:
            return self.queue.popleft()
        for fault, probability in self.chances.items():
            if self._chance.random() < probability:
                return fault
        return None


class Dropped(Response):
    """Closes the connection without an answer. Where the server's transport cannot be reached, headers that
    promise a body which never comes make the server close it instead."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        transport = getattr(getattr(receive, "__self__", None), "transport", None)
        if transport is not None:
            transport.abort()
            async with asyncio.timeout(1):
                while (await receive())["type"] != "http.disconnect":
                    pass
            return
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9")]})
