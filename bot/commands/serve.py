"""`serve` and `work`: for real families. They never simulate and never show the phones."""

from typing import Annotated

import typer

from bot.commands.how import How

Heartbeat = Annotated[
    float,
    typer.Option("--heartbeat", min=0.1, max=10.0, help="seconds; who misses four beats is taken for dead"),
]


def serve(
    context: typer.Context,
    doors_only: Annotated[
        bool, typer.Option("--doors-only", help="leave the sending to processes that work (PostgreSQL)")
    ] = False,
    heartbeat: Heartbeat = 5.0,
) -> None:
    """Open for real families: never simulates."""
    raise typer.Exit(context.obj(How(works=not doors_only, heartbeat=heartbeat)))


def work(
    context: typer.Context,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="where /healthz, /readyz and /metrics answer; else nowhere"),
    ] = None,
    heartbeat: Heartbeat = 5.0,
) -> None:
    """Send and fetch beside other processes on the same PostgreSQL; no doors."""
    raise typer.Exit(context.obj(How(doors=False, watched_at=port, heartbeat=heartbeat)))
