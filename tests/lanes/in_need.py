"""What cannot wait: words called urgent, which are the office's alone; and a child who does not come today."""

from tests.lanes.families import keeps_canary
from tests.lanes.meanings import says
from tests.lanes.town import Deed, Dice, Town


def calls_it_urgent(town: Town, dice: Dice) -> None:
    """From any phone, whoever has it: nobody is asked which child it is about, and it stands in no thread."""
    address = dice.one(town.family_phones())
    if town.turns.get(address, town.now) > town.now:
        return
    token = keeps_canary(town, address, True).split()[1]
    it = town.watch.canaries[token]
    it.homes, it.private, it.waits_for, it.doubted = set(), True, "", False
    says(town, address, f"URGENT {token}")


def says_who_is_away(town: Town, dice: Dice) -> None:
    """By the child's name: it is about that one, also where they have two."""
    address = dice.one(town.family_phones())
    speaker, register = town.is_speaking(address), town.register
    theirs = sorted(register.homes_of(speaker, town.now)) if speaker else []
    if not theirs or address in register.doubted:
        return
    child = register.homes[dice.one(theirs)]
    token = keeps_canary(town, address, False, delicate=True).split()[2]
    it = town.watch.canaries[token]
    it.names = {register.children[child]}
    it.homes, it.waits_for, it.doubted = {at for at in theirs if register.homes[at] == child}, "", False
    says(town, address, f"{register.children[child]} is sick today {token}")


IN_NEED: tuple[Deed, ...] = (calls_it_urgent, says_who_is_away, says_who_is_away)
