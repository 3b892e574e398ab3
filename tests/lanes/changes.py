"""Children change rooms and people their numbers; time passes, texts go out, and the process dies."""

from bot.acts import changing_phones, moving
from bot.acts.desk import Desk
from bot.acts.reading.viewer import viewer
from tests.lanes.families import writes_from
from tests.lanes.office import ends
from tests.lanes.town import Dice, Town

NUMBERS = ("020 000 00200", "020 000 00201", "020 000 00100", "020 000 00103")


def moves_room(town: Town, dice: Dice) -> None:
    child, room = dice.one(sorted(town.register.children)), dice.one(sorted(town.room_ids.values()))

    def moved(desk: Desk) -> None:
        office = viewer(desk, town.ids["Tq2q"])
        assert office is not None
        moving.move(desk, office, [child], room, desk.now)

    town.act(moved)
    town.register.rooms[child] = room


def changes_number(town: Town, dice: Dice) -> None:
    """The office writes another number down: a new one, or one that was somebody else's, or still is."""
    home, person = dice.one(town.open_places())
    _gets(town, home, person, dice.one(NUMBERS))


def leaves_their_phone(town: Town, dice: Dice) -> None:
    """Somebody goes from a home, and another one there has their phone from now on, and writes from it."""
    home, person = dice.one(town.open_places())
    others = sorted(who for at, who in town.open_places() if at == home and who != person)
    phones = sorted(
        at for at in town.family_phones() if at.startswith("+") and town.register.phones[at] == {person}
    )
    if not others or not phones or len(town.open_places()) < 8:
        return
    _gets(town, home, person, "020 000 00202")
    ends(town, home, person)
    _gets(town, home, dice.one(others), f"0{phones[0].removeprefix('+64')}")
    if town.register.phones.get(phones[0]):
        writes_from(town, dice, phones[0])


def _gets(town: Town, home: int, person: int, typed: str) -> None:
    address, register = f"+64{typed.replace(' ', '')[1:]}", town.register
    [place, *_] = town.rows_of(home, person)
    amiss = town.act(
        lambda desk: changing_phones.change_phone(desk, town.ids["Tq2q"], register.homes[home], place, typed)
    )
    if amiss is not None:
        return
    for at, here in register.phones.items():
        if at.startswith("+") and at != address and person in here and (at, person) not in register.brought:
            here.discard(person)
            if not here:
                town.watch.forgets(at)
    register.phones.setdefault(address, set()).add(person)
    for at, who in list(register.places):
        if register.is_out(at, who) and any(
            isinstance(it, str) for child, it in register.kept_out if child == register.homes[at]
        ):
            register.leaves(at, who, town.now)


def time_passes(town: Town, dice: Dice) -> None:
    minutes = dice.one((1, 5, 15, 40, 120, 600, 1500))
    town.passes(minutes)
    town.house.send()


def sends(town: Town, dice: Dice) -> None:
    town.house.send()


def dies_in_the_middle(town: Town, dice: Dice) -> None:
    """In the middle of a call; what was in doubt is asked about a little later."""
    after = dice.one((0, 1, 2))
    for it in town.house.carriers.values():
        it.dies_after = after
    town.house.send()
    for it in town.house.carriers.values():
        it.dies_after = None
    if dice.one((True, False)):
        town.passes(2)
        town.house.reconcile()
        town.passes(2)
        town.house.reconcile()


CHANGES = (moves_room, changes_number, changes_number, leaves_their_phone)
WORLD = (time_passes, time_passes, time_passes, sends, sends, dies_in_the_middle)
