"""The table in the terminal, and the same figures for scripts."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.bench.results import UNITS, Row, Verdict


def table(rows: Sequence[Row]) -> None:
    """Draws each row with its contenders, and under it what it is worth beside its targets."""
    console = Console(highlight=False)
    for row in rows:
        units = [unit for unit in UNITS if any(unit in line.figures for line in row.lines)]
        units += [unit for line in row.lines for unit in line.figures if unit not in units]
        units = list(dict.fromkeys(units))
        drawn = Table(
            title=row.work, title_justify="left", title_style="bold", show_edge=False, pad_edge=False
        )
        drawn.add_column(row.name)
        for unit in units:
            drawn.add_column(unit, justify="right")
        for line in row.lines:
            drawn.add_row(line.who, *(_said(line.figures.get(unit, math.nan)) for unit in units))
        console.print()
        console.print(drawn if row.lines else row.work, style="" if row.lines else "bold")
        for verdict in row.verdicts:
            console.print(f"  {_judged(verdict)}")
        for note in row.notes:
            console.print(f"  · {note}", style="dim", markup=False)


def as_json(rows: Sequence[Row], notes: Sequence[str]) -> str:
    """All of it; what could not be measured is null."""
    return json.dumps(
        {"rows": [_plain(asdict(row)) for row in rows], "notes": list(notes)}, ensure_ascii=False, indent=2
    )


def _judged(verdict: Verdict) -> str:
    if math.isnan(verdict.found):
        return f"[yellow]not measured[/yellow]  {verdict.wanted}"
    word = "[green]reached[/green]    " if verdict.reached else "[red]not reached[/red]"
    return f"{word}  {verdict.wanted}: {_said(verdict.found)}"


def _said(figure: float) -> str:
    """Three figures are all that a noisy machine can tell."""
    if math.isnan(figure):
        return ""
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.3g}"


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 4)
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value
