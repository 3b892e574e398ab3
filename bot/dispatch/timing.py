"""How time passes for whoever sends, and how they come to the desk."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

#: What each sender may send in a second: messages on Telegram, segments by SMS (README: AHO_SMS_PER_SECOND).
RATES = {"telegram": 30, "sms": 10}
CHAT_REST = 1.01  #: seconds between two messages to one chat: Telegram takes one a second


@dataclass(frozen=True)
class Timing:
    """The tests' own time passes faster."""

    seconds: Callable[[], float]  #: monotonic
    sleep: Callable[[float], Awaitable[None]]
    rates: Mapping[str, int]  #: by channel; a sender may have its own
    chat_rest: float  #: on Telegram
    clock: Callable[[], float] | None = None  #: seconds since 1970; None: the database's own clock

    @property
    def at(self) -> float | None:
        """This moment as bot.store.rates wants it."""
        return self.clock() if self.clock else None
