"""Holding Telegram's limit of 30 messages a second for each bot, without bursts, with everybody waiting."""

from contextlib import ExitStack
from importlib.util import find_spec

from bot.bench import ours
from bot.bench.ground import Ground
from bot.bench.naive import limiter
from bot.bench.processes import Beside, Broke
from bot.bench.results import RATE, Line, Row, Verdict, at_most, figure, over

MISSING = "aiolimiter, on which PTB's limiter stands, comes with the tests' parts: python3 -m bot test fetches them."
BEFORE = 2.0  #: seconds until the first has surely gone; counted is from there on
SHARE, WORST = "% of a core", "worst second"


def measure(ground: Ground) -> Row:
    seconds = 2.5 if ground.quick else 20.0
    notes: list[str] = []
    lines: list[Line] = []
    ground.say(f"holding 30 a second for {seconds:.0f} s, both at once")
    with ExitStack() as stack:
        taken, theirs = ground.carrier(), ground.carrier()
        town = ground.copy(ground.sizes[0], "ours")
        contenders = {"ours, as serve sends": (Beside(ours.holding, town.url, taken[1]), taken[0])}
        if find_spec("aiolimiter"):
            ptb = Beside(limiter.holding, theirs[1], int(40 * seconds) + 90)
            contenders["naive: PTB's AIORateLimiter"] = ptb, theirs[0]
        else:
            notes.append(MISSING)
        for beside, _carrier in contenders.values():
            stack.enter_context(beside)
        ready = [name for name, (beside, _) in contenders.items() if _answers(name, beside, notes)]
        for name in ready:
            contenders[name][0].begins("hold", seconds + BEFORE)
        for name in ready:
            beside, carrier = contenders[name]
            spent = beside.ends()
            times = carrier.does("times").answer
            times = [it for it in times if it < times[0] + seconds]
            share = 100 * spent.cpu / spent.wall
            lines.append(Line(name, {RATE: len(times) / seconds, SHARE: share, WORST: worst_second(times)}))
    rate, worst = figure(lines, "ours", RATE), figure(lines, "ours", WORST)
    return Row(
        "limit", f"Holding Telegram's 30 a second for {seconds:.0f} s", lines,
        [
            Verdict("29.5 to 30.0 a second", rate, 29.5 <= rate <= 30.0),
            at_most("no second with more than 30", worst, 30),
            at_most("≤ 0.3 × the CPU of PTB's limiter",
                    over(figure(lines, "ours", SHARE), figure(lines, "naive", SHARE)), 0.3),
        ],
        notes,
    )  # fmt: skip


def worst_second(times: list[float]) -> int:
    """The most that fell into any window of one second."""
    most = first = 0
    for last, at in enumerate(times):
        while times[first] <= at - 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


def _answers(name: str, beside: Beside, notes: list[str]) -> bool:
    try:
        beside.cpu()
    except Broke as why:
        notes.append(f"{name}: {why}")
        return False
    return True
