"""A thread that waits for a colleague: who does not teach that child is not handed it, nor told of it."""

from bot.acts import handing_over
from bot.acts.desk import Desk
from bot.acts.reading.viewer import viewer
from bot.store import lanes
from bot.store.console import scope as sights
from tests.lanes.town import Deed, Dice, Town


def hands_over(town: Town, dice: Dice) -> None:
    """To whoever of the staff; now and then it is handed back."""
    staff = sorted([*town.register.staff, *town.register.office])
    by, to, home = dice.one(staff), dice.one(staff), dice.one(sorted(town.register.homes))
    back = dice.one((False, False, True))

    def handed(desk: Desk) -> bool:
        who, thread = viewer(desk, by), lanes.thread_of(desk.db, home)
        if who is None or not sights.may_see(desk.db, sights.threads(who.sight), thread):
            return False
        if back:
            handing_over.hand_back(desk, who.person, thread)
            return False
        return handing_over.hand_over(desk, who.person, thread, to)

    if town.act(handed) and not town.register.teaches(to, town.register.homes[home], town.now):
        town.watch.leaks.append(f"person {to} was handed home {home}, and does not teach there")


HANDED: tuple[Deed, ...] = (hands_over,)
