"""A story that ends in a leak, told again without whatever does not matter: what is left says where to look."""

import re
from collections.abc import Callable, Sequence

from tests.lanes import changes, classroom, doors, families, office
from tests.lanes.other_ways import OTHER
from tests.lanes.town import Deed, Dice, Town

DEEDS: dict[str, Deed] = {
    it.__name__: it
    for it in (*families.FAMILIES, *doors.DOORS, *classroom.SCHOOL, *office.HOMES, *changes.CHANGES, *changes.WORLD, *OTHER)
}  # fmt: skip


def tells(town: Town, story: Sequence[str]) -> str:
    """The first leak of these deeds, each "name number"; nothing where none leaks."""
    for line in story:
        name, number = line.split()
        DEEDS[name](town, Dice(int(number)))
        town.check_places()
        if town.watch.leaks:
            return town.watch.leaks[0]
    return ""


def kind_of(leak: str) -> str:
    """What kind of leak it is, whoever it reached."""
    return re.sub(r"[+\d]|[AC]q\w+", "", leak).partition(":")[0]


def shortened(story: Sequence[str], leaks: Callable[[Sequence[str]], str]) -> list[str]:
    """The deeds without which it does not leak any more, however many of its neighbours go with each.

    The last one stays: it is where the leak showed.
    """
    kept, many, kind = list(story), len(story) // 2, kind_of(leaks(story))
    while many:
        at, before = 0, len(kept)
        while at < len(kept) - 1:
            without = [*kept[:at], *kept[min(at + many, len(kept) - 1) :]]
            if kind_of(leaks(without)) == kind:
                kept = without
            else:
                at += many
        if len(kept) == before or many > 1:
            many //= 2
    return kept
