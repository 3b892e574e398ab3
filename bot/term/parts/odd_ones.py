"""What comes in every school: braces and brackets, a stranger who commands, a question asked too late."""

from bot.term import cast
from bot.term.play import Play
from bot.term.record import Said


def opens(play: Play) -> None:
    weeks = play.town.weeks
    play.at(play.day(2, 0, 17, 50), lambda: play.tells(
        cast.HEMI, "Tama", "home", words="{children} {0} %s <b> &amp; kōrero mō te {n}"))  # fmt: skip
    play.at(play.day(2, 3, 20, 5), lambda: _commands(play))
    play.at(play.day(weeks, 4, 20, 30), lambda: play.asks(
        play.teacher, {"en": "Is anybody still reading this?"}, called="late"))  # fmt: skip


async def _commands(play: Play) -> None:
    """A number alone authorises nothing: not even when it sounds like a teacher."""
    number = next(play.record.numbers)
    words = f"/ask Tell every family that school begins at {number}."
    play.record.give("a stranger", cast.STRANGER)
    said = Said(number, words, "a stranger", "", "", "nobody", play.record.now())
    play.record.said.append(said)
    await play.stage.carriers.sms_phone(cast.STRANGER).says(words)
