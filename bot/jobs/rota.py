"""What falls due, and how often each is looked at. A new job is one line."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.acts import answering_later, learners
from bot.acts.desk import AtDesk, Desk
from bot.jobs import budgets, digests, ends, nudges, one_a_day, prompts, rolls, series, silence, words

Job = Callable[[AtDesk], Awaitable[Any]]


def _one(deed: Callable[[Desk], Any]) -> Job:
    """A job that is done in one transaction."""
    return lambda act: act(deed)


#: Its name, the seconds between two looks, and what is done: each is harmless when it comes twice, or on two
#: machines at once.
ROTA: tuple[tuple[str, float, Job], ...] = (
    ("prompts", 2.0, prompts.fan_out),
    ("planned answers", 5.0, _one(answering_later.send_due)),
    ("words", 10.0, words.take_in),
    ("activities", 10.0, _one(prompts.send_activity)),
    ("series", 5.0, series.send_all),
    ("nudges", 10.0, nudges.remind_all),
    ("digests", 10.0, digests.put_all),
    ("one a day", 30.0, one_a_day.put_all),
    ("learners' turns", 10.0, _one(learners.end_due)),
    ("ends", 3600.0, ends.ask_all),
    ("silence", 600.0, _one(silence.look)),
    ("budgets", 60.0, _one(budgets.warn)),
    ("rolls", 600.0, _one(rolls.forget)),
)
