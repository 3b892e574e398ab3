"""The honest account: what the pretend phones have on their screens, beside what was meant for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.commands.cluster.crew import Crew
from bot.commands.cluster.town import UNDER_WAY, WORDS, Town
from bot.commands.plainly import counted
from bot.dispatch import RATES

NAMES = {"sms": "SMS", "telegram": "Telegram"}
A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Account:
    lines: Sequence[str]
    good: bool  #: nothing lost; nothing twice by SMS, and by Telegram only what says so; no second above the rate


def drawn_up(crew: Crew, town: Town, rested: bool) -> Account:
    """`rested`: whether the workers stopped when they were told to."""
    screens = crew.carriers.get("/control/ledger")["phones"]
    counts = town.counts()
    lines = [f"{counted(len(crew.workers), 'worker')}, {counted(crew.kills, 'kill')}."]
    if not rested:
        lines.append("Some workers did not stop when they were told to.")
    good = rested
    for channel, addresses in town.addresses.items():
        heard = {it: _heard(screens.get(it, [])) for it in addresses}
        open_still = counts(channel, *UNDER_WAY)
        missing = sum(not it for it in heard.values())
        lost = max(0, missing - open_still)
        twice = sum(len(it) - 1 for it in heard.values() if len(it) > 1)
        marked = town.perhaps_doubled(channel)
        most, rate = most_in_a_second([at for it in heard.values() for at in it]), RATES[channel]
        lines.append(
            f"{NAMES[channel]}: {len(addresses) - missing} of {counted(len(addresses), 'phone')} reached, "
            f"lost {lost}, doubled {twice}"
            + (f" ({marked} marked as perhaps doubled)" if marked else "")
            + (f", still under way {open_still}" if open_still else "")
            + f"; at most {most} in one second, the rate is {rate}."
        )
        good = good and lost == 0 and twice <= (marked if channel == "telegram" else 0) and most <= rate
    return Account(lines, good)


def most_in_a_second(moments: Sequence[datetime]) -> int:
    """The most of these moments that lie within any one second."""
    ordered, most, first = sorted(moments), 0, 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] >= A_SECOND:
            first += 1
        most = max(most, last - first + 1)
    return most


def _heard(screen: Sequence[dict[str, Any]]) -> list[datetime]:
    """When our text reached a phone; more than once is a doubling."""
    return [datetime.fromisoformat(it["at"]) for it in screen if it["by"] == "school" and WORDS in it["text"]]
