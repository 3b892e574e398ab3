"""Who comes in: with a family's code, step by step, or by a link to their own chat."""

from bot.acts import inviting, linking
from tests.lanes.meanings import says
from tests.lanes.town import Dice, Town


def comes_in_by_a_code(town: Town, dice: Dice) -> None:
    """Step by step: FAMILY's code, the newcomer's name, their language. Then the guardian is asked."""
    register, watch, number = town.register, town.watch, dice.one(range(4))
    newcomer, name = f"+64200000030{number}", f"Aq3{number}q"
    if not says_who_they_are(town, newcomer, name):
        guardian = dice.one(town.adults())
        homes = sorted(register.homes_of(guardian, town.now))  # a code of a supporter's opens nothing
        if not homes or newcomer in register.shut:
            return
        code = town.act(lambda desk: inviting.invite(desk, guardian, homes))
        here = {register.names[it] for it in register.phones.get(newcomer, ())} | {name}
        for it in (guardian, newcomer):  # what they call themselves is said to the guardian, and back to them
            watch.knocked.setdefault(it, set()).update(here)
        town.codes[code] = (guardian, set(homes), newcomer)
        register.doubted.discard(newcomer)  # who brings a code has that phone
        says(town, newcomer, code)
    town.house.send()


def says_who_they_are(town: Town, newcomer: str, name: str) -> bool:
    """Their name, then their language, where the phone asks for it; whether it does."""
    seen = town.watch.last(newcomer)
    if seen and "What is your name?" in seen.words and "More than one" not in seen.words:
        says(town, newcomer, name)
        return True
    if seen and "Which language" in seen.words:
        says(town, newcomer, "1")
        is_known(town, newcomer, name)
        return True
    return False


def is_known(town: Town, newcomer: str, name: str) -> None:
    found = town.house.rows("SELECT id FROM person WHERE name = ?", name)
    if found:
        town.register.names[found[0][0]] = name
        town.register.phones.setdefault(newcomer, set()).add(found[0][0])
        town.register.brought.add((newcomer, found[0][0]))


def opens_telegram(town: Town, dice: Dice) -> None:
    """A link for one person; whoever opens it, that chat is theirs from now on."""
    person, chat = dice.one(town.adults()), dice.one(("7001", "7002", "7106"))
    register = town.register
    in_a_childs_hands = town.turns.get(chat, town.now) > town.now
    if (
        chat in register.shut
        or in_a_childs_hands
        or not any(person in here for at, here in register.phones.items() if at.startswith("+"))
    ):
        return
    link = town.act(lambda desk: linking.telegram_link(desk, person)) or ""
    for at, here in register.phones.items():
        if at.startswith("7") and at != chat and person in here:
            here.discard(person)
            town.watch.forgets(at)
    if register.phones.get(chat) != {person}:
        town.watch.forgets(chat)
    register.phones[chat] = {person}
    register.left += [(*it, town.now) for it in register.places if register.is_out(*it)]
    says(town, chat, f"/start {link.partition('start=')[2]}")


DOORS = (comes_in_by_a_code, opens_telegram)
