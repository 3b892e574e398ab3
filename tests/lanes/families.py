"""What families do on their phones. Each deed tells the register what it means, and then really says it."""

from datetime import timedelta

from bot.main import TIMETABLES
from bot.reception import receive
from tests.lanes.meanings import (
    ASKS_WHICH,
    answers_by_number,
    is_speaking,
    may_be_placed,
    opens_ear,
    says,
    says_who_speaks,
    shown_at_home,
    which_child,
)  # fmt: skip
from tests.lanes.said import Canary
from tests.lanes.town import Dice, Town

KEYWORDS = ("WHO", "FAMILY", "HELP", "PAUSE", "MORE", "ok", "MYWAY", "?", "SHARE")


def writes(town: Town, dice: Dice) -> None:
    writes_from(town, dice, dice.one(town.family_phones()))


def writes_from(town: Town, dice: Dice, address: str) -> None:
    share = dice.one((False, False, True))
    dies = dice.one((False,) * 9 + (True,))
    words = keeps_canary(town, address, share, delicate=dice.one((False, False, False, True)))
    words += town.more
    it = town.house.heard("sms" if address.startswith("+") else "telegram", address, words)
    if dies:  # before anything was kept: the carrier brings it again
        town.house.dies_in(lambda desk: receive(desk, TIMETABLES, it))
    town.house.hears(it)


def keeps_canary(
    town: Town, address: str, share: bool, *, delicate: bool = False, by: int | None = None
) -> str:
    """New words from this phone, and in which lanes they may be. `by`: by a link that is this person's."""
    watch, register, now = town.watch, town.register, town.now
    writer, token = by or town.is_speaking(address), town.token("zq")
    homes = register.homes_of(writer, now) if writer else set()
    asked = watch.last_asked.get(address)
    fresh = (
        asked is not None
        and asked[0] > now - timedelta(days=1)
        and (not homes or any((writer, it, asked[1]) not in town.answered for it in homes))
    )
    whose, until = town.ears.get(address, (None, now))
    mine = whose is None or writer is None or whose == writer
    if mine and by is None:
        town.ears.pop(address, None)
    heard_as = share or (mine and until > now)
    canary = Canary(
        writer, address, now, heard_as, not heard_as and not fresh, dict(watch.named.get(address, {})), homes,
        delicate=delicate,
    )  # fmt: skip
    if address in register.doubted:
        canary.waits_for, canary.homes = "theirs", set()
    elif writer is None:
        canary.waits_for, canary.homes = "who", set()
    elif len(homes) > 1 and not may_be_placed(town, address, writer):
        canary.waits_for, canary.homes, canary.doubted = "which", set(), True
    elif len(homes) == 1 and asked and asked[1] and not share:
        town.answered |= {(writer, it, asked[1]) for it in homes}
    watch.canaries[token] = canary
    kai = f"{token} asthma" if delicate else f"{token} kai"
    return f"SHARE: {kai}" if share else f"We did {kai}"


def shows_it_to_all(town: Town, dice: Dice) -> None:
    """ALL: their last words, and only while nothing from people has come in between."""
    lately = [it.address for it in [*town.watch.canaries.values()][-4:] if it.address in town.family_phones()]
    address = dice.one([*lately, *lately, *lately, *town.family_phones()])
    speaker = town.is_speaking(address)
    if speaker is None:
        town.said_all.add(address)
    else:
        shown_at_home(town, address, speaker)
    screen = town.watch.screens.get(address, ())
    if any(ASKS_WHICH.search(it.words) for it in screen):  # "3 Both": the word means that
        which_child(town, address, speaker, "")
    says(town, address, "ALL")


def says_a_word(town: Town, dice: Dice) -> None:
    address, word = dice.one(town.family_phones()), dice.one(KEYWORDS)
    opens_ear(town, address, word)
    says(town, address, word)


def wants_to_share(town: Town, dice: Dice) -> None:
    """On a phone that two share: this is me, and SHARE."""
    shared = [at for at in town.family_phones() if len(town.register.phones[at]) > 1]
    if shared:
        address = dice.one(shared)
        is_speaking(town, address, dice.one(sorted(town.register.phones[address])), 10)
        says(town, address, f"this is {town.register.names[town.speakers[address][0]]}")
        opens_ear(town, address, "SHARE")
        says(town, address, "SHARE")


def stops(town: Town, dice: Dice) -> None:
    """STOP, mostly taken back; now and then a number that is wrong, for good."""
    address = dice.one(town.family_phones())
    word = dice.one(("STOP", "START", "STOP", "START", "START", "WRONG"))
    if word == "WRONG" and town.turns.get(address, town.now) > town.now:
        return  # there it is a child's word
    says(town, address, "Wrong number" if word == "WRONG" else word)  # one word alone may be an answer
    shut = town.register.shut
    if word == "START" and shut.get(address) == "STOP":
        del shut[address]
    elif word != "START" and shut.get(address) != "WRONG":
        shut[address] = word


FAMILIES = (
    writes, writes, writes, writes, writes, shows_it_to_all, answers_by_number, answers_by_number, says_a_word,
    stops, says_who_speaks, wants_to_share,
)  # fmt: skip
