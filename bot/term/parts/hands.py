"""Vera has a new number, and her old one belongs to Zed, whose Bea has just come to the school."""

from bot.acts import greeting, roll
from bot.acts.desk import Desk
from bot.term import cast
from bot.term.play import Play
from bot.term.town import Adult

BEA, ROOM = "Bea", 3


def opens(play: Play) -> None:
    play.at(play.day(max(2, play.town.weeks // 2 + 1), 1, 10, 0), lambda: _changes(play))
    play.at(play.day(play.town.weeks, 1, 17, 20), lambda: play.tells(cast.ZED, BEA, "home"))
    play.at(play.day(play.town.weeks, 1, 17, 30), lambda: play.tells(cast.VERA, "Esme", "home"))


async def _changes(play: Play) -> None:
    """By the roll, as the office brings it in again."""
    room = play.town.rooms[min(ROOM, len(play.town.rooms)) - 1]
    sheet = play.town.roll().replace(cast.OLD_NUMBER, cast.VERAS_NEW_NUMBER)
    sheet += f"{room},{BEA},{cast.ZED},father,{cast.OLD_NUMBER},en,home\n"
    record = play.record
    record.rooms[BEA] = room
    record.give(cast.VERA, cast.VERAS_NEW_NUMBER)
    record.give(cast.ZED, cast.OLD_NUMBER)
    play.adults[cast.ZED] = Adult(cast.ZED, cast.OLD_NUMBER, "en", "father")
    record.live(cast.ZED, BEA, "home")

    def brought(desk: Desk) -> None:
        done = roll.apply(desk, sheet, greeting.greet)
        if not done.done:
            raise ValueError(f"the roll of the play is wrong: {done.plan.bad}")

    await play.stage.act(brought)
