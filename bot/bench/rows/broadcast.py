"""A question to ten thousand phones, from claimed to settled. The carrier answers at once: only we are measured."""

from collections.abc import Iterator
from contextlib import ExitStack

from bot.bench import ours
from bot.bench.floor import broadcast as by_hand
from bot.bench.ground import Ground, faultless, in_turn
from bot.bench.naive import broadcast
from bot.bench.processes import Beside, Spent
from bot.bench.results import CPU, RATE, Row, Turns, at_least, at_most, figure, over

CHUNK = 256
AT_ONCE = 8  #: of the loop's calls: with 32 it costs twice as much for each


class Sends:
    """One contender with everything waiting to be sent."""

    def __init__(self, beside: Beside, each: int) -> None:
        self.beside, self.each, self.turns = beside, each, Turns()
        self._waiting = 0

    def warm_up(self) -> None:
        self._send(1)

    def turn(self) -> None:
        spent = self._send(self.each)
        self.turns.take(spent.answer, spent.cpu, spent.wall)

    def _send(self, least: int) -> Spent:
        """Sending goes on for a slice of time, so that more may have gone than were asked for."""
        if self._waiting < self.each:
            self._waiting += self.beside.does("fill").answer
        spent = self.beside.does("send", least)
        self._waiting -= spent.answer
        return spent


def measure(ground: Ground) -> Row:
    notes: list[str] = []
    each, rounds, families = (30, 1, ground.usual) if ground.quick else (2560, 4, 20_000)
    _, carrier = ground.carrier()
    with ExitStack() as stack:
        start = stack.enter_context

        def aho(channel: str, chunk: int) -> Beside:
            town = ground.copy(families, f"{channel}-{chunk}")
            return start(Beside(ours.sending, town.url, carrier, channel, min(chunk, each)))

        bare = ground.copy(families, "floor")
        loop = (str(ground.folder / "loop.db"), carrier, each * (rounds + 1), AT_ONCE)
        contenders = {
            "ours, Telegram, chunks of 256": Sends(aho("telegram", CHUNK), each),
            "ours, SMS, chunks of 256": Sends(aho("sms", CHUNK), each),
            "ours, Telegram, chunks of 15, as in earnest": Sends(aho("telegram", 15), max(30, each // 4)),
            "the floor, by hand": Sends(start(Beside(by_hand.sending, bare.url, carrier)), each),
            "naive: a PTB loop with SQLite, 8 at once": Sends(start(Beside(broadcast.sending, *loop)), each),
        }
        for name, it in contenders.items():
            ground.say(f"a broadcast: {name}")
            it.warm_up()
        in_turn(rounds, {name: it.turn for name, it in contenders.items()}, notes)
        for name, it in contenders.items():
            if name.startswith("ours"):
                faultless(it.beside)
    lines = [it.turns.line(name) for name, it in contenders.items()]
    cpu, rate = figure(lines, "ours", CPU), figure(lines, "ours", RATE)
    return Row(
        "broadcast", f"One message of a broadcast of {each * rounds:,}, claimed, sent and settled", lines,
        [
            at_most("≤ 0.15 × the naive CPU (stretch 0.12)", over(cpu, figure(lines, "naive", CPU)), 0.15),
            at_least("≥ 6 × the naive rate (stretch 8)", over(rate, figure(lines, "naive", RATE)), 6),
        ],
        [*notes, f"The floor is {over(cpu, figure(lines, 'the floor', CPU)):.0f} times cheaper than ours."],
        {"one message of a broadcast, CPU µs": [(families, cpu)] if ground.quick else [*_growth(ground, carrier)]},
    )  # fmt: skip


def _growth(ground: Ground, carrier: int) -> Iterator[tuple[int, float]]:
    """With everybody's message waiting, as it is after a question to the whole school."""
    for families in ground.sizes:
        ground.say(f"one message of a broadcast to {families:,} families")
        town = ground.copy(families, "ours")
        with Beside(ours.sending, town.url, carrier, "telegram", CHUNK) as aho:
            sends = Sends(aho, 2 * CHUNK)
            sends.warm_up()
            sends.turn()
            faultless(aho)
            yield families, figure([sends.turns.line("ours")], "ours", CPU)
