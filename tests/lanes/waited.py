"""Words that waited for a word of somebody's: that a phone is theirs still, or that a child's words may go."""

from datetime import timedelta

from tests.lanes.town import Town

HELD = "the guardian's word"  #: a child's words wait for it
SEND = "Send it to school"
STILL_YOURS = "is this still the right phone"


def whose_phone(town: Town, address: str, number: int) -> None:
    """1: it is theirs still, and what they said meanwhile is taken up. 2: it ends."""
    if address not in town.register.doubted:
        return
    if number == 2:
        town.register.shut.setdefault(address, "WRONG")
    if number != 1:
        return
    town.register.doubted.remove(address)
    here = sorted(town.register.phones.get(address, ()))
    town.ears[address] = (None, town.now + timedelta(hours=1))  # SHARE may be among what waited
    for it in town.watch.canaries.values():
        if it.address == address and it.waits_for == "theirs":
            it.writer, it.waits_for, it.shown = (here[0] if len(here) == 1 else None), "", town.now
            it.homes = {home for who in here for home in town.register.homes_of(who, town.now)}
            it.told |= town.watch.named.get(address, {})
            it.doubted = True


def sends_a_childs(town: Town, address: str) -> None:
    for it in town.watch.canaries.values():
        if it.address == address and it.waits_for == HELD:
            it.waits_for, it.shown = "", town.now
            it.told |= town.watch.named.get(address, {})
