"""Those who say stop, in their own way; some come back. The carrier's words and ours, by text and on Telegram."""

from functools import partial

from bot.term import cast
from bot.term.play import Play


def opens(play: Play) -> None:
    weeks = play.town.weeks
    back = max(2, weeks - 4)
    for who, farewells, week, weekday in ((cast.SEFA, 0, 2, 1), (cast.MEI, 1, 2, 2)):
        play.at(
            play.day(min(week, weeks), weekday, 18, 0),
            partial(stops, play, who, "STOP", farewells),
        )
        play.at(play.day(back, 5, 12, 0), partial(comes_back, play, who))
    plain = [it for it in play.town.families if not it.played]
    some = play.chance.sample(plain, max(1, len(plain) // 40))
    for n, family in enumerate(some):
        it = family.adults[0]
        by_telegram, word = bool(it.telegram), "Kāti" if it.language == "mi" else "STOP"
        farewells = 1 if by_telegram or word != "STOP" else 0
        play.at(play.day(2 + n % max(1, weeks - 2), n % 7, 7 + 3 * (n % 5), 15),
                partial(stops, play, it.name, word, farewells))  # fmt: skip


async def stops(play: Play, who: str, word: str, farewells: int) -> None:
    phone = play.phone(who)
    await phone.says(word)
    play.record.stop(phone.address, farewells)


async def comes_back(play: Play, who: str) -> None:
    phone = play.phone(who)
    play.record.start(phone.address)
    await phone.says("START")
