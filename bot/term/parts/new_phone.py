"""Hemi has a new number: with the code from his old phone he is written to there, and the old one is silent."""

from bot.term import cast
from bot.term.play import Play


def opens(play: Play) -> None:
    week = max(2, min(4, play.town.weeks - 1))
    play.at(play.day(week, 2, 19, 15), lambda: _changes(play))
    play.at(play.day(week, 4, 17, 30), lambda: play.tells(cast.HEMI, "Tama", "home"))


async def _changes(play: Play) -> None:
    record, old = play.record, play.adults[cast.HEMI].phone
    await play.says(cast.HEMI, "NEWPHONE")
    if "\n1 " in play.sees(cast.HEMI)[-1].text:  # Nana's may be meant, while she is in
        await play.says(cast.HEMI, "1")
    code = play.code_for(cast.HEMI)
    record.give(cast.HEMI, cast.HEMIS_NEW_NUMBER)
    await play.says(cast.HEMI, code)
    record.leave(old)
