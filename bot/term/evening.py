"""An evening at the theatre: the stage is set, the term is played, the referee speaks, and nothing is left behind."""

import asyncio
import io
import random
import sys
import tempfile
import time as real_time
from collections.abc import Callable
from contextlib import redirect_stderr
from datetime import time, timedelta
from pathlib import Path

from bot import logs
from bot.acts import schools
from bot.commands.plainly import say
from bot.pace.schedule import occurrence
from bot.term import telling
from bot.term.parts import PARTS
from bot.term.play import Play
from bot.term.referee import breaches
from bot.term.stage import Stage
from bot.term.town import MONDAY, town


def played(rooms: int, children: int, weeks: int, seed: int, everything: bool = False) -> int:
    """Plays it and prints the page; 1 where a rule was broken."""
    began = real_time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="aho-term-", ignore_cleanup_errors=True) as folder:
        log = io.StringIO()
        try:
            with redirect_stderr(log):
                logs.begin("INFO")
                play = asyncio.run(
                    term(
                        Path(folder),
                        rooms,
                        children,
                        weeks,
                        seed,
                        lambda told: print(told, end="", flush=True),
                    )
                )
        except BaseException:
            print(log.getvalue()[-4000:], file=sys.stderr)
            raise
        print("\n")
        play.record.log = log.getvalue().splitlines()
        found = breaches(play.record)
        for line in telling.page(play, found, real_time.perf_counter() - began, everything):
            say(line)
    return 1 if found else 0


async def term(
    folder: Path, rooms: int, children: int, weeks: int, seed: int, tells: Callable[[str], None]
) -> Play:
    """The whole play; its record is the referee's."""
    chance = random.Random(seed)
    there = town(chance, rooms, children, MONDAY, weeks)
    school = schools.read(there.school_file())
    begins = occurrence(MONDAY - timedelta(days=3), time(15), school.calendar.zone)
    stage = Stage(folder, school, begins, chance)
    try:
        play = Play(stage, there, chance)
        for part in PARTS:
            part.opens(play)
        await stage.open(there.roll(), there.staff())
        for week in range(1, weeks + 1):
            await play.goes_on(play.day(week, 6, 21, 0))
            tells(f" {week}" if week > 1 else "Week 1")
        await play.goes_on(play.day(weeks + 1, 1, 12, 0))
        ledger = stage.carriers.ledger
        play.record.troubles = [*ledger.troubles, *ledger.complaints]
        return play
    finally:
        await stage.close()
