"""The same reply path on PostgreSQL, and what claiming and settling in batches is worth there."""

import psycopg

from bot import postgres
from bot.bench import load, ours, town
from bot.bench.ground import Ground, faultless, in_turn
from bot.bench.naive import statements
from bot.bench.processes import Beside
from bot.bench.results import P99, RATE, Row, Turns, at_least, figure, over
from bot.bench.rows.broadcast import CHUNK, Sends
from bot.bench.rows.replies import IN_FLIGHT, Answers

WORK = "On PostgreSQL: one reply; one delivery claimed and settled"
CONNECTIONS = 16
NAME = "aho_bench"


def measure(ground: Ground) -> Row:
    programs = postgres.find_programs()
    if programs is None:
        return Row("postgres", WORK, [], [], [postgres.MISSING])
    with postgres.serving(programs, postgres.IN_EARNEST) as server:
        with psycopg.connect(_plain(server), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {NAME}".encode())
        return _measured(ground, server.replace("@/postgres?", f"@/{NAME}?"))


def _measured(ground: Ground, url: str) -> Row:
    notes: list[str] = []
    each, rounds = (20, 1) if ground.quick else (250, 4)
    ground.say("a school on PostgreSQL")
    there = town.build(url, ground.sizes[0])
    plain, chunk = Turns(), min(CHUNK, each)
    with (
        Beside(ours.answering, url, 1) as aho,
        Beside(statements.keeping, _plain(url), CONNECTIONS) as sql,
        Beside(ours.settling, url, chunk) as many,
        Beside(ours.settling, url, 1) as single,
    ):
        answers = Answers(aho, load.texts(there.writers("sms")), each)
        batches, ones = Sends(many, each), Sends(single, max(10, each // 10))
        for it in (answers, batches, ones):
            it.warm_up()

        def plainly() -> None:
            spent = sql.does("keep", 2 * each)
            plain.take(spent.answer, spent.cpu, spent.wall)

        turns = {"ours": answers.turn, "three plain statements": plainly, f"batches of {chunk}": batches.turn,
                 "a batch of 1": ones.turn}  # fmt: skip
        in_turn(rounds, turns, notes)
        faultless(aho)
    lines = [
        answers.turns.line(f"ours, one reply, {IN_FLIGHT} in flight"),
        plain.line(f"naive: three statements, {CONNECTIONS} connections"),
        batches.turns.line(f"ours, claim and settle by {chunk}"),
        ones.turns.line("ours, claim and settle by 1"),
    ]
    by_many, by_one = figure(lines, lines[2].who, RATE), figure(lines, lines[3].who, RATE)
    return Row(
        "postgres", WORK, lines,
        [
            at_least("≥ 1.0 × the rate of three plain statements",
                     over(figure(lines, "ours, one reply", RATE), figure(lines, "naive", RATE)), 1.0),
            at_least("≥ 20 × a batch of 1", over(by_many, by_one), 20),
        ],
        [*notes, f"A reply's p99 is {figure(lines, 'ours, one reply', P99):.0f} ms."],
    )  # fmt: skip


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
