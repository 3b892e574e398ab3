"""Anna has two children and one phone: what she writes is about one of them, and nobody guesses which."""

from functools import partial

from bot.model.chat import PromptKind
from bot.term import cast
from bot.term.play import Play

WHOLE_SCHOOL = "The whole school, week {week}: on Friday we sing together at nine."


def opens(play: Play) -> None:
    for n, week in enumerate(range(2, play.town.weeks + 1, 4)):
        play.at(play.day(week, 2, 10, 0), partial(
            play.asks, cast.OFFICE, {"en": WHOLE_SCHOOL.format(week=week)}, PromptKind.NOTICE))  # fmt: skip
        child = ("Ruby", "Jack")[n % 2]
        play.at(play.day(week, 2, 13, 40), partial(_asked_which, play, child))


async def _asked_which(play: Play, child: str) -> None:
    """What stood last on her screen was for both."""
    await play.tells(cast.ANNA, child, "school", after=[child], words="Please look for jacket {n}.")
