"""Absences by text: in own words, by the one word, and where two children could be meant, asked."""

from functools import partial

from bot.term import cast
from bot.term.play import Play

OWN, ASKED = "Tama is sick today. My number at work is {n}.", "Sick today. The doctor's note is {n}."
WORD = "Absent today, fever, room {n}."


def opens(play: Play) -> None:
    week = min(3, play.town.weeks)
    for who, child, weekday, words, after in (
        (cast.HEMI, "Tama", 1, OWN, ()), (cast.ANNA, "Jack", 2, ASKED, ("Jack",)), (cast.SINA, "Lagi", 3, WORD, ()),
    ):  # fmt: skip
        play.at(play.day(week, weekday, 7, 40), partial(
            play.tells, who, child, "away", words=words, after=after))  # fmt: skip
