"""Plain words on the terminal. What people typed is only ever text: never markup, never a control code."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text


def say(words: str) -> None:
    Console(highlight=False, soft_wrap=True).print(Text(_harmless(words)))


def listed(title: str, lines: Iterable[str]) -> None:
    """A title and its lines; nothing when there are none."""
    if lines := list(lines):
        say(title)
        for line in lines:
            say(f"  {line}")


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _harmless(words: str) -> str:
    return "".join(
        letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in words
    )
