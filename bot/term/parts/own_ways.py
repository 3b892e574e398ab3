"""Families that take part in their own way: only listening, at their hours; fewer ideas; a pause without reasons."""

from datetime import time, timedelta

from bot.pace.schedule import local, occurrence
from bot.term import cast
from bot.term.play import Play


def opens(play: Play) -> None:
    play.at(play.day(1, 2, 12, 10), lambda: _listens(play))
    play.at(play.day(1, 1, 19, 5), lambda: _less(play))
    play.at(play.day(1, 0, 18, 40), lambda: _refuses(play))
    pause = max(2, play.town.weeks // 2)
    play.at(play.day(pause, 0, 7, 30), lambda: _pauses(play))


async def _listens(play: Play) -> None:
    """MYWAY, by text: just listening; texts on weekdays between noon and two; yes."""
    await play.says(cast.LOSA, "MYWAY", "1", "3", "1", "12-14", "1")
    play.record.wish(cast.LOSA, "hours", opens=time(12), closes=time(14))


async def _refuses(play: Play) -> None:
    """MYWAY, in her own words; what never to send: news from the school; yes."""
    await play.says(cast.VERA, "MYWAY", "We read together on Sundays", "4", "3", "Y")
    play.record.wish(cast.VERA, "never", refuses=("notice", "celebration"))


async def _less(play: Play) -> None:
    await play.says(cast.KAI, "LESS", "LESS")
    play.record.wish(cast.KAI, "weekly", weekly=1)


async def _pauses(play: Play) -> None:
    zone = play.stage.school.calendar.zone
    await play.says(cast.KAI, "PAUSE 2 weeks")
    day = local(play.stage.clock.now(), zone).date() + timedelta(days=15)
    play.record.wish(cast.KAI, "paused", ends=occurrence(day, time(), zone))
