"""Tama's own turn on his mother's phone: once she sends what he wrote, and once she deletes it."""

from bot.term import cast
from bot.term.play import Play

TAMA = "Tama"


def opens(play: Play) -> None:
    play.at(play.day(2, 3, 18, 20), lambda: _has_a_turn(play, "I drew a taniwha with {n} teeth.", "1"))
    play.at(play.day(3, 2, 18, 20), lambda: _has_a_turn(play, "I cried at lunch, locker {n}.", "2"))


async def _has_a_turn(play: Play, words: str, then: str) -> None:
    """PASS gives the phone, and takes it back; 1 sends it to the school, 2 deletes it."""
    await play.says(cast.MERE, "PASS")
    said = play.said(cast.MERE, TAMA, "learner", words)
    await play.says(cast.MERE, said.words, "PASS")
    if then == "1":
        play.record.send(said, frozenset(play.teachers_of(TAMA)))
    await play.says(cast.MERE, then)
