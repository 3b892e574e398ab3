"""`bench`: what our own work costs, beside the floor and beside the naive way, all in one run (DESIGN §11).

Everything happens on this machine, in a folder and processes of its own, with nothing left behind.
"""

import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

NAMES = ("replies", "broadcast", "fan-out", "limit", "ticks", "postgres", "memory")


def bench(
    as_json: Annotated[bool, typer.Option("--json", help="for scripts")] = False,
    plot: Annotated[Path | None, typer.Option(help="also draw how cost grows into this SVG file")] = None,
    only: Annotated[list[str] | None, typer.Option(help=f"one of: {', '.join(NAMES)}")] = None,
    quick: Annotated[
        bool, typer.Option(help="a small school and few messages: does it work at all?")
    ] = False,
) -> None:
    """Measure what work costs here: Aho beside the floor and beside the naive way."""
    wanted = only or list(NAMES)
    if unknown := [name for name in wanted if name not in NAMES]:
        raise typer.BadParameter(f"there is no row called {unknown[0]}; there are {', '.join(NAMES)}")
    # What is measured is heavy to bring in: other commands do not wait for it.
    from bot.bench import chart, drawing
    from bot.bench.ground import Ground
    from bot.bench.processes import Broke
    from bot.bench.results import Row
    from bot.bench.rows import at_rest, broadcast, fan_out, limit, on_postgres, replies, ticks

    signal.signal(signal.SIGTERM, _like_ctrl_c)  # what was begun is ended, and its folder goes
    measures = dict(
        zip(NAMES, (replies, broadcast, fan_out, limit, ticks, on_postgres, at_rest), strict=True)
    )
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="aho-bench-", ignore_cleanup_errors=True))
        )
        ground = Ground(folder, stack, quick, lambda doing: print(f"… {doing}", file=sys.stderr, flush=True))
        rows = []
        for name in wanted:
            try:
                rows.append(measures[name].measure(ground))
            except Broke as why:  # the other rows are measured all the same
                rows.append(Row(name, f"{name}: not measured", [], [], [str(why)]))
        notes = ground.notes
    if plot:
        plot.write_text(chart.drawn(rows), encoding="utf-8")
    if as_json:
        print(drawing.as_json(rows, notes))
        return
    drawing.table(rows)
    for note in notes:
        print(note)


def _like_ctrl_c(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
