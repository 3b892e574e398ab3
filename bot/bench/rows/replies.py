"""Keep and handle one reply: verified, kept once, in its thread, put for two others at home, answered after commit."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack

from bot.bench import load, ours, school
from bot.bench.floor import replies as by_hand
from bot.bench.ground import Ground, faultless, in_turn
from bot.bench.naive import echo
from bot.bench.processes import Beside
from bot.bench.results import CPU, P99, RATE, Row, Turns, at_least, at_most, figure, over
from bot.bench.town import Phone, Town
from bot.channels.telegram import secret_for

IN_FLIGHT = 32


class Answers:
    """One contender behind a door, and the requests that it has not had yet."""

    def __init__(self, beside: Beside, requests: Iterable[bytes], each: int) -> None:
        self.beside, self.each, self.turns = beside, each, Turns()
        self.port = int(beside.does("port").answer)
        self._requests = iter(requests)

    def warm_up(self) -> None:
        load.bring(self.port, self._next(self.each // 5), IN_FLIGHT)

    def turn(self) -> None:
        before = self.beside.cpu()
        brought = load.bring(self.port, self._next(self.each), IN_FLIGHT)
        self.turns.take(len(brought.waits), self.beside.cpu() - before, brought.wall, brought.waits)

    def _next(self, many: int) -> list[bytes]:
        return [one for one, _ in zip(self._requests, range(many), strict=False)]


def measure(ground: Ground) -> Row:
    notes: list[str] = [
        "Ours writes three deliveries: to the two others at home, and its thanks to the writer."
    ]
    each, rounds = (10, 1) if ground.quick else (250, 4)
    _, carrier = ground.carrier()
    secret = secret_for(school.TOKEN)
    with ExitStack() as stack:
        start = stack.enter_context
        town, bare = ground.copy(ground.usual, "ours"), ground.copy(ground.usual, "floor")
        aho = start(Beside(ours.answering, town.url, carrier))
        hands = start(Beside(by_hand.answering, bare.url, secret))
        ptb = start(Beside(echo.answering, str(ground.folder / "echo.db"), carrier, secret))
        contenders = {
            "ours, Twilio's webhook": Answers(aho, load.texts(town.writers("sms")), each),
            "ours, Telegram's update": Answers(aho, load.updates(town.writers("telegram")), each),
            "the floor, by hand": Answers(hands, load.texts(bare.writers("sms")), each),
            "naive: PTB, one commit, an echo": Answers(ptb, load.updates(_anybody(town)), each),
        }
        for name, it in contenders.items():
            ground.say(f"one reply: {name}")
            it.warm_up()
        turns: dict[str, Callable[[], None]] = {name: it.turn for name, it in contenders.items()}
        in_turn(rounds, turns, notes)
        faultless(aho)
    lines = [it.turns.line(name) for name, it in contenders.items()]
    cpu, rate = figure(lines, "ours", CPU), figure(lines, "ours", RATE)
    return Row(
        "replies", f"Keep and handle one reply, {IN_FLIGHT} in flight, {ground.usual:,} families", lines,
        [
            at_most("≤ 0.2 × the naive CPU (stretch 0.1)", over(cpu, figure(lines, "naive", CPU)), 0.2),
            at_least("≥ 5 × the naive rate", over(rate, figure(lines, "naive", RATE)), 5),
            at_most("p99 ≤ 50 ms", figure(lines, "ours", P99), 50),
        ],
        [*notes, f"The floor is {over(cpu, figure(lines, 'the floor', CPU)):.0f} times cheaper than ours."],
        {"one reply, CPU µs": [*_growth(ground, carrier, cpu)]},
    )  # fmt: skip


def _anybody(town: Town) -> Iterator[Phone]:
    while True:
        yield from town.writers("telegram")


def _growth(ground: Ground, carrier: int, usual: float) -> Iterator[tuple[int, float]]:
    for families in ground.with_a_million():
        if families == ground.usual:
            yield families, usual
            continue
        ground.say(f"one reply among {families:,} families")
        town = ground.copy(families, "ours")
        with Beside(ours.answering, town.url, carrier) as aho:
            answers = Answers(aho, load.texts(town.writers("sms")), 250)
            answers.warm_up()
            answers.turn()
            faultless(aho)
            yield families, figure([answers.turns.line("ours")], "ours", CPU)
