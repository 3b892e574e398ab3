"""What looking for due work costs when there is none, and how fast what is due is done."""

import math
import sqlite3
from contextlib import closing
from datetime import timedelta

from bot.bench import ours, school
from bot.bench.ground import Ground
from bot.bench.naive import scheduler
from bot.bench.processes import Beside, Broke
from bot.bench.results import CPU, RATE, Line, Row, Turns, at_least, at_most, figure, over
from bot.bench.town import Town

SECONDS = 20.0  #: for the reminders that are due
JOBS = 3_000  #: of APScheduler's


def measure(ground: Ground) -> Row:
    notes = ["An installation is one school's: the families are all of one."]
    lines: list[Line] = []
    growth: list[tuple[int, float]] = []
    for families in ground.with_a_million():
        try:
            lines.append(_none_due(ground, families, growth, notes))
        except Broke as why:
            notes.append(f"among {families:,} families it could not go on: {why}")
            break
    largest = max((families for families, _ in growth), default=ground.usual)
    due = largest // 10
    ground.say(f"{due:,} reminders due")
    with Beside(ours.ticking, _with_due(ground.copy(largest, "due"), due).url) as aho:
        lines.append(_rate(aho, f"ours, {due:,} reminders due", 1.0 if ground.quick else SECONDS, notes))
    with Beside(scheduler.reminding, str(ground.folder / "scheduler.db")) as naive:
        lines.append(
            _rate(naive, "naive: one APScheduler job a family", 100 if ground.quick else JOBS, notes)
        )
    looked = growth[-1][1] if growth else math.nan
    rate = over(figure(lines, f"ours, {due:,} reminders", RATE), figure(lines, "naive", RATE))
    return Row(
        "ticks", "A tick: everything that falls due, looked at once", lines,
        [
            at_most(f"≤ 1 ms of CPU with none due ({largest:,} families)", looked, 1.0),
            at_least(f"≥ 50 × the due jobs a second of APScheduler ({due:,} due)", rate, 50),
        ],
        notes, {"a tick with none due, CPU ms": growth},
    )  # fmt: skip


def _none_due(ground: Ground, families: int, growth: list[tuple[int, float]], notes: list[str]) -> Line:
    ground.say(f"a tick among {families:,} families, none due")
    with Beside(ours.ticking, ground.copy(families, "ours").url) as aho:
        aho.does("tick", 1)
        times = 3 if ground.quick else 5
        jobs: dict[str, float] = aho.does("tick", times).answer
    growth.append((families, sum(jobs.values())))
    notes.append(f"{families:,} families: " + ", ".join(f"{name} {ms:.2f} ms" for name, ms in jobs.items()))
    return Line(f"ours, none due, {families:,} families", {CPU: 1000 * sum(jobs.values())})


def _with_due(town: Town, due: int) -> Town:
    """So many were asked a little more than three days ago, and have not answered."""
    asked = f"{school.MORNING - timedelta(days=3, hours=1):{school.WRITTEN}}"
    with closing(sqlite3.connect(town.url.removeprefix("sqlite:///"))) as file:
        file.execute("UPDATE delivery SET sent_at = ? WHERE id <= ?", (asked, due))
        file.commit()
    return town


def _rate(beside: Beside, who: str, amount: float, notes: list[str]) -> Line:
    turns = Turns()
    try:
        spent = beside.does("remind", amount)
        turns.take(spent.answer, spent.cpu, spent.wall)
    except Broke as why:
        notes.append(f"{who}: {why}")
    return turns.line(who)
