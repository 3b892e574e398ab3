"""Links that stood on a phone once: to the rest of long words, and by which a family on SMS sends a picture."""

from bot.acts import showing, uploading
from bot.acts.desk import Desk
from bot.dispatch.opened import opened
from bot.main import TIMETABLES
from bot.model.heard import Incoming, Sight
from bot.reception import receive
from tests.lanes.classroom import answers, asks
from tests.lanes.families import keeps_canary, writes
from tests.lanes.house import LINKS
from tests.lanes.meanings import says
from tests.lanes.said import A_DAY, Link
from tests.lanes.town import Deed, Dice, Town

LONG = ". We read about the eel and the river" * 40


def at_length(deed: Deed) -> Deed:
    """The same, in more words than a text may have: their rest is behind a link."""

    def said(town: Town, dice: Dice) -> None:
        town.more = LONG
        deed(town, dice)
        town.more = ""

    said.__name__ = f"{deed.__name__}_at_length"
    return said


def opens_a_link(town: Town, dice: Dice) -> None:
    """Whoever has that phone by now; the newest, as a rule, or any that ever stood there."""
    links = town.watch.links
    if links:
        it = dice.one((*links[-3:], *links[-3:], dice.one(links)))
        number = showing.read(LINKS, it.link)
        assert number is not None
        found = town.act(lambda desk: opened(desk, number))
        if found is not None:
            town.watch.opened(it, found.words)


def a_week_passes(town: Town, dice: Dice) -> None:
    town.passes(8 * 24 * 60)
    town.house.send()


def wants_to_send_a_picture(town: Town, dice: Dice) -> None:
    address = dice.one([at for at in town.family_phones() if at.startswith("+")])
    says(town, address, "PHOTO")
    town.house.send()


def sends_by_a_link(town: Town, dice: Dice) -> None:
    """A picture with words: heard as that person's who was given the link, whoever has the phone by now."""
    if not town.watch.ups:
        return
    it = dice.one((*town.watch.ups[-3:], dice.one(town.watch.ups)))
    by = town.act(lambda desk: uploading.way(desk, it.link))
    if by is None:
        return
    person = by.person.id
    _may_send(town, it, person)
    words = keeps_canary(town, it.address, True, by=person)

    def hear(desk: Desk, heard: Incoming) -> object:
        return receive(desk, TIMETABLES, heard)

    def arrives(desk: Desk) -> object:
        name = desk.chance(8).hex()
        picture = Sight("photo", "", "image/jpeg", 0, name, f"{name}-small")
        return uploading.arrived(desk, it.link, "form", words.removeprefix("SHARE: "), picture, hear)

    if town.act(arrives) is None:
        town.watch.leaks.append(f"a link that was good took nothing: {it.address}")
    town.used.add(it.link)
    town.watch.went["by a link"] += 1


def _may_send(town: Town, it: Link, person: int) -> None:
    register, now = town.register, town.now
    why = {
        "used": it.link in town.used,
        "over": now >= it.at + A_DAY,
        "of a phone that is not theirs": person not in register.phones.get(it.address, ()),
        "of a phone that may be anybody's": it.address in register.doubted,
        "of a phone that is shut": it.address in register.shut,
        "of somebody without a home": not any(
            register.place(home, who, now, it.address) for home, who in register.places if who == person
        ),
    }
    town.watch.leaks += [f"a link works that is {name}: {it.address}" for name, is_so in why.items() if is_so]


writes_at_length, asks_at_length, answers_at_length = map(at_length, (writes, asks, answers))
LINKED: tuple[Deed, ...] = (
    opens_a_link, opens_a_link, wants_to_send_a_picture, sends_by_a_link, writes_at_length, asks_at_length,
    answers_at_length, a_week_passes,
)  # fmt: skip
