"""Where the program is killed: the moments between two steps of a delivery, named; inside the program's own process."""

import os
import signal
import sys
import time
from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from itertools import count
from typing import Any

from sqlalchemy import Engine, event

from bot import house, reception
from bot.channels.sms import Sms
from bot.channels.telegram import Telegram
from bot.dispatch import beginning, reconciling
from bot.store import attempts, doubts


def arrange(point: str, nth: int) -> None:
    """This process kills itself, as `kill -9` would, when it passes `point` for the nth time."""
    POINTS[point](_on_the(nth))


def tell_of_calls() -> None:
    """A line for every call, in the moment in which it begins."""

    def telling(name: str) -> Callable[[], None]:
        return lambda: print(f"calls {name} {time.monotonic()}", flush=True)

    _surround(Sms.send, telling("sms"), lambda: None)
    _surround(Telegram.send, telling("telegram"), lambda: None)


def _on_the(nth: int) -> Callable[[], None]:
    passes = count(1)

    def passing() -> None:
        if next(passes) == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    return passing


def _before(*functions: Callable[..., Any]) -> Callable[[Callable[[], None]], None]:
    return lambda passing: [_surround(it, passing, lambda: None) for it in functions] and None


def _after(*functions: Callable[..., Any]) -> Callable[[Callable[[], None]], None]:
    return lambda passing: [_surround(it, lambda: None, passing) for it in functions] and None


def _surround(function: Callable[..., Any], before: Callable[[], None], after: Callable[[], None]) -> None:
    """Puts the same function with something round it wherever its name is known: in modules, and in classes."""

    @wraps(function)
    def plain(*given: Any, **named: Any) -> Any:
        before()
        done = function(*given, **named)
        after()
        return done

    @wraps(function)
    async def awaited(*given: Any, **named: Any) -> Any:
        before()
        done = await function(*given, **named)
        after()
        return done

    made = awaited if iscoroutinefunction(function) else plain
    owners = [Sms, Telegram, house.House, *sys.modules.values()]
    places = [(it, name) for it in owners for name, held in list(vars(it).items()) if held is function]
    assert places, f"{function.__qualname__} is nowhere to be found"
    for owner, name in places:
        setattr(owner, name, made)


def _at_commits(passing: Callable[[], None]) -> None:
    event.listen(Engine, "commit", lambda _db: passing())


POINTS: dict[str, Callable[[Callable[[], None]], None]] = {
    # Sending: claimed · calling · the call · settled.
    "claimed, not begun": _before(beginning.begin),
    "in the last look": _after(beginning.begin),  # its transaction is not committed
    "attempt committed, not called": _before(Sms.send, Telegram.send),
    "called, not settled": _after(Sms.send, Telegram.send),
    "in settling": _after(attempts.sent),  # its transaction is not committed
    # Asking afterwards.
    "finding doubts": _after(doubts.after_death),
    "asking the carrier": _after(Sms.find, Telegram.find),
    "in concluding": _after(reconciling.conclude),
    # Hearing.
    "heard, not committed": _after(reception.receive),
    "committed, not answered": _after(house.House.take),
    # Anywhere.
    "a commit": _at_commits,
}
