"""`cluster`: many workers on one PostgreSQL, on this computer, with pretend carriers; and workers that are killed.

Everybody is sent one text. At the end the pretend phones are asked what has reached them.
"""

import signal
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from bot import postgres
from bot.commands.cluster import account, keys
from bot.commands.cluster.crew import Crew
from bot.commands.cluster.town import Town
from bot.commands.opened import Closed
from bot.commands.plainly import say

MISSING = (
    "The cluster brings a PostgreSQL of its own, which is not here yet: python3 -m bot test fetches it. "
    "(There is none for this kind of computer? Then start serve and work on a PostgreSQL that you have.)"
)
LOOK = 0.25  #: seconds


def cluster(
    workers: Annotated[int, typer.Option(min=1, max=32, help="processes that work")] = 4,
    families: Annotated[int, typer.Option(min=1, max=100_000, help="phones, two of three on Telegram")] = 600,
    for_: Annotated[
        float | None, typer.Option("--for", help="seconds; else until everybody has been reached")
    ] = None,
    kill_every: Annotated[
        float | None,
        typer.Option(
            min=0.5, help="seconds between two kills of a worker; none before somebody has sent again"
        ),
    ] = None,
    leave_doubts: Annotated[
        bool, typer.Option("--leave-doubts", help="do not wait the minute in which a carrier is asked twice")
    ] = False,
) -> None:
    """Show many workers on one PostgreSQL on this computer, with pretend carriers; kill some of them."""
    programs = postgres.find_programs()
    if programs is None:
        raise Closed(MISSING)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # nothing of it outlives the command
    try:
        with tempfile.TemporaryDirectory(prefix="aho-cluster-") as folder, postgres.serving(programs) as url:
            told = _play(url, Path(folder), workers, families, for_, kill_every, leave_doubts)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    for line in told.lines:
        say(line)
    raise typer.Exit(0 if told.good else 1)


def _play(url: str, folder: Path, workers: int, families: int, for_: float | None,
          kill_every: float | None, leave_doubts: bool) -> account.Account:  # fmt: skip
    from bot.commands.cluster import screen  # other commands do without what it draws with

    with Crew(url, folder) as crew:
        say("Making a school, its families and its pretend phones …")
        with Town(url, crew.carriers, families) as town:
            crew.open(workers)
            town.writes_to_everybody()
            _until_somebody_works(crew)
            began, killed_at, sent = time.monotonic(), time.monotonic(), 0
            with keys.pressed() as pressed, screen.shown() as show:
                while True:
                    now = time.monotonic()
                    counts = town.counts()
                    show(crew, counts, now - began, kill_every)
                    asked_for = pressed()
                    if (
                        counts.done(leave_doubts)
                        or asked_for == "q"
                        or (for_ is not None and now - began > for_)
                    ):
                        break
                    due = kill_every is not None and now - killed_at >= kill_every and counts.sent > sent
                    if asked_for == "k" or due:
                        crew.kill_one()
                        killed_at, sent = now, counts.sent
                    crew.fill_up()
                    time.sleep(LOOK)
            return account.drawn_up(crew, town, crew.rest())


def _until_somebody_works(crew: Crew) -> None:
    while not crew.at_work():
        crew.fill_up()  # says why, where one could not even begin
        time.sleep(LOOK)
