"""PASS: for ten minutes the phone is a child's, and what it says is nobody's until the guardian has been read it and
sends it."""

from datetime import timedelta

from tests.lanes.meanings import says
from tests.lanes.said import Canary
from tests.lanes.town import Deed, Dice, Town
from tests.lanes.waited import HELD


def passes_the_phone(town: Town, dice: Dice) -> None:
    """A guardian of one child; the child writes at once. What becomes of it the guardian says by number or button."""
    register, watch = town.register, town.watch
    guards = {
        at: [
            home
            for home in sorted(register.homes_of(speaker, town.now))
            if register.guards(home, speaker, town.now)
        ]
        for at in town.family_phones()
        if (speaker := town.is_speaking(at)) and at not in register.doubted and len(register.phones[at]) == 1
    }
    alone = sorted(at for at, homes in guards.items() if len(homes) == 1)
    if not alone:
        return
    address = dice.one(alone)
    says(town, address, "PASS")
    # However late the phone shows that the turn has begun: until it is over, "wrong number" on it is a child's word.
    town.turns[address] = town.now + timedelta(minutes=11)
    town.house.send()
    seen = watch.last(address)
    if (
        seen is None
        or "it is your turn for ten minutes" not in seen.words
        or seen.at < town.now - timedelta(seconds=1)
    ):
        return
    for _words in range(dice.one((1, 2))):
        token, [home] = town.token("zq"), guards[address]
        watch.canaries[token] = Canary(
            town.is_speaking(address), address, town.now, False, False, dict(watch.named.get(address, {})), {home},
            HELD,
        )  # fmt: skip
        says(town, address, f"I made {token} kai")
    if dice.one((True, False)):
        says(town, address, "PASS")
        town.house.send()


PASSED: tuple[Deed, ...] = (passes_the_phone, passes_the_phone)
