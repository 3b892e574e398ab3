"""Plain words on the terminal. What people typed is only ever text: never markup, never a control code."""

from collections.abc import Iterable
from datetime import datetime

from bot.pace.schedule import local

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def say(words: str) -> None:
    from rich.console import Console  # serve says nothing: it does without these 5 MB
    from rich.text import Text

    Console(highlight=False, soft_wrap=True).print(Text(_harmless(words)))


def listed(title: str, lines: Iterable[str]) -> None:
    """A title and its lines; nothing when there are none."""
    if lines := list(lines):
        say(title)
        for line in lines:
            say(f"  {line}")


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def channel_called(name: str) -> str:
    return {"sms": "SMS", "telegram": "Telegram"}.get(name, name)


def when(moment: datetime, zone: str) -> str:
    """By the school's own clock: "Wed 3 Feb 2027, 08:30"."""
    here = local(moment, zone)
    return f"{DAYS[here.weekday()]} {here.day} {MONTHS[here.month - 1]} {here.year}, {here:%H:%M}"


def _harmless(words: str) -> str:
    return "".join(
        letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in words
    )
