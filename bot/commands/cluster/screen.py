"""What can be seen while a cluster is at work: a picture in a terminal, else a line now and then."""

import contextlib
from collections.abc import Callable, Iterator

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from bot.commands.cluster.account import NAMES
from bot.commands.cluster.crew import Crew
from bot.commands.cluster.town import Counts

Show = Callable[[Crew, Counts, float, float | None], None]

A_LINE_EVERY = 10.0  #: seconds


@contextlib.contextmanager
def shown() -> Iterator[Show]:
    console = Console(highlight=False)
    if not console.is_terminal:
        yield _now_and_then()
        return
    with Live(console=console, refresh_per_second=8) as live:
        yield lambda *seen: live.update(drawn(*seen))


def drawn(crew: Crew, counts: Counts, seconds: float, kill_every: float | None) -> RenderableType:
    table = Table("", "waiting", "in the air", "being asked about", "sent", "not sent", box=None)
    for channel, name in NAMES.items():
        table.add_row(
            name,
            str(counts(channel, "waiting")),
            str(counts(channel, "claimed", "calling")),
            str(counts(channel, "unsure")),
            str(counts(channel, "sent")),
            str(counts(channel, "failed", "cancelled")),
        )
    workers = Text("  ").join(
        Text(f"{it.number}", style="green") if it.killed is None else Text(f"{it.number} killed", style="red")
        for it in crew.workers
    )
    told = f"{seconds:.0f} s, {crew.kills} killed" + (f", one every {kill_every:g} s" if kill_every else "")
    return Group(Text("Workers: ") + workers, table, Text(f"{told}.  k kills one, q ends it.", style="dim"))


def _now_and_then() -> Show:
    said = [-A_LINE_EVERY]

    def line(crew: Crew, counts: Counts, seconds: float, _kill_every: float | None) -> None:
        if seconds - said[0] >= A_LINE_EVERY:
            said[0] = seconds
            told = [
                f"{name} {counts(channel, 'sent')} sent, {counts(channel, 'waiting')} wait, "
                f"{counts(channel, 'claimed', 'calling')} in the air, {counts(channel, 'unsure')} being asked about"
                for channel, name in NAMES.items()
            ]
            print(
                f"{seconds:3.0f} s, {len(crew.at_work())} at work, {crew.kills} killed: {'; '.join(told)}.",
                flush=True,
            )

    return line
