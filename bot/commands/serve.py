"""`serve`: for real families. It never simulates and never shows the phones."""

import typer


def serve(context: typer.Context) -> None:
    """Open for real families: never simulates."""
    raise typer.Exit(context.obj(True))
