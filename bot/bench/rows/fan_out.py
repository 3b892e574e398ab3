"""From one question to everybody's delivery: languages, siblings once, members and consent of today."""

import math
from itertools import cycle

from bot.bench import load, ours
from bot.bench.ground import LONGEST, Ground
from bot.bench.memory import Watched
from bot.bench.naive import raw
from bot.bench.processes import Beside, Broke
from bot.bench.results import CPU, MEMORY, P50, P99, RATE, Line, Row, Turns, at_least, at_most, figure, over

EVERY = 0.02  #: seconds between two families who write while it runs


def measure(ground: Ground) -> Row:
    lines: list[Line] = []
    notes: list[str] = []
    cost: list[tuple[int, float]] = []
    memory: list[tuple[int, float]] = []
    done = ratio = second = 0.0
    for families in ground.with_a_million():
        if second * families > LONGEST:
            notes.append(f"{families:,} families would take ours about {second * families:.0f} s: left out.")
            break
        try:
            line, held = _ours(ground, families)
            beside = _raw(ground, families)
        except Broke as why:
            notes.append(f"among {families:,} families it could not go on: {why}")
            break
        lines += [line, beside]
        done, second = families, line.figures[CPU] / 1e6
        ratio = over(line.figures[RATE], beside.figures[RATE])
        cost.append((families, line.figures[CPU]))
        memory.append((families, held))
    if done:
        lines.append(_heard_meanwhile(ground, int(done), notes))
    smallest, most = memory[1:2] or memory[:1], memory[-1:]
    growth = most[0][1] - smallest[0][1] if len(memory) > 1 else math.nan
    return Row(
        "fan-out", "Fan-out of one question to every phone of a school", lines,
        [
            at_least(f"≥ 0.5 × a raw INSERT … SELECT ({int(done):,} families)", ratio, 0.5),
            at_most(f"memory ≤ 10 MB more for {int(done):,} than for 10,000", growth, 10),
            at_most("inbound p99 ≤ 50 ms while it runs", figure(lines, "a reply", P99), 50),
        ],
        notes, {"fan-out, CPU µs a phone": cost, "fan-out, MB above idle": memory},
    )  # fmt: skip


def _ours(ground: Ground, families: int) -> tuple[Line, float]:
    """The line, and the megabytes that it took beyond what the process held before."""
    ground.say(f"fan-out to {families:,} families")
    town = ground.copy(families, "ours")
    with Beside(ours.fanning, town.url) as aho:
        aho.cpu()
        with Watched(aho.pid) as watched:
            before = watched.most
            spent = aho.does("fan_out")
        held = watched.most - before
    turns = Turns()
    turns.take(spent.answer, spent.cpu, spent.wall)
    line = turns.line(f"ours, {families:,} families")
    return Line(line.who, {**line.figures, MEMORY: watched.most}), held


def _raw(ground: Ground, families: int) -> Line:
    town = ground.copy(families, "raw")
    with Beside(raw.fanning, town.url) as sql:
        spent = sql.does("fan_out")
    turns = Turns()
    turns.take(spent.answer, spent.cpu, spent.wall)
    return turns.line(f"raw INSERT … SELECT, {families:,}")


def _heard_meanwhile(ground: Ground, families: int, notes: list[str]) -> Line:
    """Families go on writing, fifty a second, to the process that fans out."""
    ground.say("replies while it fans out")
    town = ground.copy(families, "ours")
    with Beside(ours.answering, town.url, 1) as aho:
        # A school's question goes to some rooms: the row of each of 40,000 is the bench's own, as it is for raw SQL.
        port, prompt = int(aho.does("port").answer), aho.does("draft").answer
        requests = load.texts(cycle(town.writers("sms")))
        load.bring(port, [next(requests) for _ in range(20)])
        aho.begins("fan_out", prompt)
        brought = load.bring(port, requests, 32, EVERY, aho.done)
        try:
            aho.ends()
        except Broke as why:
            notes.append(f"while families wrote it could not go on: {why}")
    if brought.refused:
        notes.append(f"{brought.refused} replies were refused while it ran.")
    return Line("a reply while it runs", {P50: brought.at(0.5), P99: brought.at(0.99)})
