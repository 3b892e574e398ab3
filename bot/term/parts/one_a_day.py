"""One message a day, at noon: a father's over both children, and a teacher's."""

from datetime import time

from bot.term import cast
from bot.term.play import Play

NOON, SOON = time(12), time(12, 30)  #: by which it has come


def opens(play: Play) -> None:
    play.at(play.day(1, 0, 8, 50), lambda: _chooses(play, cast.FILIPO))
    play.at(play.day(1, 0, 8, 55), lambda: _chooses(play, teacher(play)))


def teacher(play: Play) -> str:
    """Of the first room."""
    return next(iter(play.town.teachers.values()))


async def _chooses(play: Play, who: str) -> None:
    await play.says(who, "DIGEST 12:00")
    play.record.wish(who, "digest", opens=NOON, closes=SOON)
