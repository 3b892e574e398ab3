"""What can be seen while a cluster is at work."""

import contextlib
from collections.abc import Callable, Iterator

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from bot.commands.cluster.account import NAMES
from bot.commands.cluster.crew import Crew
from bot.commands.cluster.town import Counts

Show = Callable[[RenderableType], None]


@contextlib.contextmanager
def shown() -> Iterator[Show]:
    """A picture that is drawn over again; nothing where nobody looks."""
    console = Console(highlight=False)
    if not console.is_terminal:
        yield lambda _picture: None
        return
    with Live(console=console, refresh_per_second=8) as live:
        yield live.update


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
