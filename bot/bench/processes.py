"""A contender in a process of its own: its CPU and memory are its alone, and it waits while others have their turn."""

import asyncio
import contextlib
import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from typing import Any, Self

from bot import logs

PATIENCE = 900.0  #: seconds for one verb; whoever needs longer is said to have broken
NEW = multiprocessing.get_context("spawn")  # a forked one would carry the starter's threads and memory along

Verbs = Mapping[str, Callable[..., Awaitable[Any]]]
#: Opened in the other process; a module's own function, so that the other process can find it.
Contender = Callable[..., AbstractAsyncContextManager[Verbs]]


class Broke(Exception):
    """A contender could not do it: one line."""


@dataclass(frozen=True)
class Spent:
    """What one verb took in its own process: seconds of CPU (all its threads), seconds that passed, its answer."""

    cpu: float
    wall: float
    answer: Any


class Beside:
    """Started where `with` begins and ended where it ends, or with its starter, whatever ends that."""

    def __init__(self, contender: Contender, *words: Any) -> None:
        self._ours, theirs = NEW.Pipe()
        self._process = NEW.Process(target=_live, args=(theirs, contender, words), daemon=True)
        self._process.start()
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, trouble: type[BaseException] | None, *_: object) -> None:
        self._ours.close()  # it ends by itself when nobody is there to ask it
        self._process.join(0 if trouble else 10)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def does(self, verb: str, *words: Any) -> Spent:
        """Asks for one verb and waits. Raises Broke."""
        self.begins(verb, *words)
        return self.ends()

    def begins(self, verb: str, *words: Any) -> None:
        with contextlib.suppress(OSError):  # it has ended: `ends` finds out why
            self._ours.send((verb, words))

    def ends(self) -> Spent:
        try:
            if not self._ours.poll(PATIENCE):
                raise Broke("it did not come to an end")
            cpu, wall, answer, trouble = self._ours.recv()
        except (EOFError, OSError):
            raise Broke("its process died") from None
        if trouble:
            raise Broke(trouble)
        return Spent(cpu, wall, answer)

    def done(self) -> bool:
        return self._ours.poll()

    def cpu(self) -> float:
        """Seconds of CPU that its process has used until now."""
        return float(self.does("cpu").answer)

    @property
    def pid(self) -> int:
        return self._process.pid or 0


def _live(pipe: Pipe, contender: Contender, words: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the starter, who then lets go of us
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    logging.disable(logging.CRITICAL)  # whoever gives up waiting is counted, and need not be told of as well
    logs.begin("CRITICAL")
    asyncio.run(_obey(pipe, contender, words))


async def _obey(pipe: Pipe, contender: Contender, words: tuple[Any, ...]) -> None:
    loop = asyncio.get_running_loop()
    verbs: Verbs = {}
    try:
        async with contender(*words) as verbs:
            while (order := await loop.run_in_executor(None, _next, pipe)) is not None:
                verb, said = order
                done = await _carried_out(_cpu if verb == "cpu" else verbs[verb], said)
                with contextlib.suppress(OSError):  # perhaps nobody waits any more
                    pipe.send(done)
    except Exception as error:
        if not verbs:  # it never opened: the first question gets the reason
            with contextlib.suppress(OSError):
                pipe.send((0.0, 0.0, None, _in_a_line(error)))


async def _carried_out(verb: Callable[..., Awaitable[Any]], said: tuple[Any, ...]) -> tuple[Any, ...]:
    cpu, wall = time.process_time(), time.perf_counter()
    answer, trouble = None, ""
    try:
        answer = await verb(*said)
    except Exception as error:
        trouble = _in_a_line(error)
    return time.process_time() - cpu, time.perf_counter() - wall, answer, trouble


async def _cpu() -> float:
    return time.process_time()


def _next(pipe: Pipe) -> tuple[str, tuple[Any, ...]] | None:
    try:
        found: tuple[str, tuple[Any, ...]] = pipe.recv()
    except (EOFError, OSError):
        return None
    return found


def _in_a_line(error: Exception) -> str:
    """There are no families here: what an error says may be shown."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"
