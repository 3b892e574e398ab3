"""URGENT, by day and at night: to the office and nobody else; and an honest word on who reads it when."""

from bot.term import cast
from bot.term.play import Play


def opens(play: Play) -> None:
    play.at(play.day(2, 2, 10, 20), lambda: _by_day(play))
    play.at(play.day(2, 1, 22, 30), lambda: play.tells(
        cast.KAI, "Nikau", "urgent", before="URGENT ", must=[cast.OFFICE],
        words="Nikau is at the hospital, ward {n}."))  # fmt: skip


async def _by_day(play: Play) -> None:
    """The office takes it up, and the family hears that."""
    await play.tells(cast.ANNA, "Ruby", "urgent", before="URGENT ", must=[cast.OFFICE],
                     words="A man waits for Ruby at the gate, car {n}.")  # fmt: skip
    await play.stage.settle()
    await play.taps(cast.OFFICE, "I have it")
