"""`python3 -m bot demo`: a whole term of a school on pretend phones, in less than a minute, beside a referee."""

import gc
from typing import Annotated

import typer


def demo(
    rooms: Annotated[int, typer.Option(min=3, max=12, help="how many rooms the school has")] = 12,
    children: Annotated[int, typer.Option(min=20, max=360, help="how many children")] = 300,
    weeks: Annotated[int, typer.Option(min=3, max=10, help="how many weeks of the term")] = 10,
    seed: Annotated[int, typer.Option(help="another number, another term")] = 1,
    everything: Annotated[bool, typer.Option("--all", help="each person, and each message")] = False,
) -> None:
    """Play a whole term of a school in less than a minute, and see what each saw and that no rule was broken.

    To play with the phones yourself: python3 -m bot
    """
    # The whole program is brought in for it: other commands do not wait for that.
    from bot.term.evening import played

    # What is there at the beginning stays to the end: to look through it again and again took a fifth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    raise typer.Exit(played(rooms, children, weeks, seed, everything))
