"""Mere lets Nana in until a day, by text: for stories, in English, on an island where the evening begins earlier."""

from datetime import time, timedelta

from bot.pace.schedule import occurrence
from bot.term import cast
from bot.term.play import Play

TAMA = "Tama"


def opens(play: Play) -> None:
    weeks = play.town.weeks
    play.at(play.day(1, 1, 17, 0), lambda: _let_in(play))
    for week, weekday, hour in ((2, 2, 19), (min(3, weeks - 1), 5, 17), (weeks - 1, 1, 16)):
        play.at(play.day(week, weekday, hour, 40), lambda: _shares(play))


async def _let_in(play: Play) -> None:
    record = play.record
    record.zones[cast.NANAS_PHONE] = "Pacific/Rarotonga"
    record.give(cast.NANA, cast.NANAS_PHONE)
    await play.says(cast.MERE, "FAMILY")
    await play.says(cast.NANA, play.code_for(cast.MERE), cast.NANA, "1")
    last = play.town.monday + timedelta(weeks=max(2, play.town.weeks - 4), days=4)
    record.live(cast.NANA, TAMA, "home", everything=False)
    await play.says(cast.MERE, "2", f"{last.day}/{last.month}")
    ends = occurrence(last + timedelta(days=1), time(), play.stage.school.calendar.zone)
    record.change_places(cast.NANA, ends=ends)


async def _shares(play: Play) -> None:
    """Hemi hears it, and Nana while she is in: both have been told of by the first question."""
    now = play.record.now()
    near = [
        it
        for it in play.record.places
        if it.person == cast.NANA and it.span.holds(now.order, now.at + timedelta(days=2))
    ]
    await play.tells(cast.MERE, TAMA, "family", before="SHARE: ", must=[cast.HEMI, *(it.person for it in near)],
                     words="I tunu parāoa mātou mō te {n}.")  # fmt: skip
