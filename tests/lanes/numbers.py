"""Numbers behind which nobody is, or from which nobody has written for a year: until their holder has said that it is
still theirs, nothing of any child goes there."""

from bot.acts import still_yours
from bot.acts.desk import Desk
from bot.dispatch import receiving
from bot.model.heard import Receipt
from bot.model.people import Contact, State
from bot.store import people
from tests.lanes.meanings import says
from tests.lanes.town import Deed, Dice, Town

SENT = """SELECT d.address, d.external_id FROM delivery d WHERE d.channel = 'sms' AND d.external_id IS NOT NULL
          ORDER BY d.id DESC LIMIT 12"""


def comes_back(town: Town, dice: Dice) -> None:
    """The carrier says why a text of ours did not arrive: nobody is there, or the phone is only off."""
    error = dice.one(("30005", "30006", "30005", "30003"))
    known = town.register.came_back
    found = [it for it in town.house.rows(SENT) if it[0] in town.family_phones() and it[1] not in known]
    if found:
        address, external_id = dice.one(found)
        known.add(external_id)  # a carrier's second word on the same text says nothing new
        town.act(lambda desk: receiving.take(desk, Receipt("sms", external_id, "undelivered", error)))
        if error != "30003" and address not in town.register.shut:  # who has written STOP is there
            town.register.doubted.add(address)


def is_silent_for_a_year(town: Town, dice: Dice) -> None:
    """As the job does it at the end: nobody has answered whether it is still theirs."""
    address = dice.one([at for at in town.family_phones() if at.startswith("+")])
    [(contact_id,)] = town.house.rows("SELECT id FROM contact WHERE address = ?", address)

    def phone(desk: Desk) -> Contact:
        return people.contact_by_id(desk.db, contact_id)

    if town.act(lambda desk: phone(desk).state) != State.ACTIVE:
        return
    town.act(lambda desk: still_yours.ask(desk, phone(desk)))
    town.house.send()  # some weeks ago: it has stood there since
    town.act(lambda desk: still_yours.quarantine(desk, phone(desk), still_yours.SILENT))
    town.register.doubted.add(address)


def writes_from_there(town: Town, dice: Dice) -> None:
    """Whoever has it by now is asked; and mostly it is theirs still."""
    doubted = sorted(at for at in town.register.doubted if town.register.phones.get(at))
    if doubted:
        address = dice.one(doubted)
        says(town, address, dice.one(("Hello", "WHO", "START", "Hello")))
        town.house.send()


NUMBERS: tuple[Deed, ...] = (comes_back, is_silent_for_a_year, writes_from_there)
