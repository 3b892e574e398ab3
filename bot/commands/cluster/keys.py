"""Keys pressed on the terminal, one at a time, without waiting for them."""

import contextlib
import os
import select
import sys
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def pressed() -> Iterator[Callable[[], str]]:
    """The key that was pressed since the last look; '' for none, or where there is no keyboard."""
    if os.name != "posix" or not sys.stdin.isatty():
        yield lambda: ""
        return
    import termios
    import tty

    number = sys.stdin.fileno()
    before = termios.tcgetattr(number)
    tty.setcbreak(number)
    try:
        yield (
            lambda: (
                os.read(number, 1).decode(errors="replace") if select.select([number], [], [], 0)[0] else ""
            )
        )
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)
