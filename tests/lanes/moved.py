"""Words that somebody at the school puts into the thread of another home of their writer's."""

from bot.acts import moving_words
from bot.acts.desk import Desk
from bot.acts.reading.viewer import viewer
from bot.store import lanes, messages
from bot.store.console import scope as sights
from tests.lanes.said import CANARY, Canary
from tests.lanes.town import Dice, Town

LATELY = """SELECT m.id, t.household_id, m.author_id, w.words FROM message m JOIN thread t ON t.id = m.thread_id
            JOIN wording w ON w.content_id = m.content_id WHERE m.kind != 'answer' ORDER BY m.id DESC LIMIT 12"""


def moves_words(town: Town, dice: Dice) -> None:
    """Mostly of who has two homes, and as often back again; by whoever on the staff sees them."""
    by = dice.one(sorted([*town.register.staff, *town.register.office, *town.register.office]))
    found = [(it, to) for it in town.house.rows(LATELY) for to in _homes(town, it[2]) if to != it[1]]
    if not found:
        return
    (message_id, home, writer, words), to = dice.one(found)
    canaries = CANARY.findall(words)

    def moved(desk: Desk) -> bool:
        who = viewer(desk, by)
        if who is None or not sights.may_see(
            desk.db, sights.threads(who.sight), lanes.thread_of(desk.db, home)
        ):
            return False
        said = messages.one(desk.db, message_id)
        return moving_words.move(desk, who.person, who.sight, said, lanes.thread_of(desk.db, to))

    if not town.act(moved):
        return
    town.watch.went["moved"] += 1
    register = town.register
    if register.place(to, writer, town.now) is None:
        town.watch.leaks.append(f"words of person {writer} were moved to home {to}, which is not theirs")
    if not register.teaches(by, register.homes[to], town.now):
        town.watch.leaks.append(f"person {by} moved words to home {to}, and does not teach there")
    for token in canaries:
        stands_in(town.watch.canaries[token], home, to)


def stands_in(canary: Canary, home: int, to: int) -> None:
    """There it is for the school alone; moved back, it is what it was."""
    canary.stood.setdefault(home, canary.private or home in canary.hidden)
    canary.homes = canary.homes - {home} | {to}
    if canary.stood.get(to, True):
        canary.hidden.add(to)
    else:
        canary.hidden.discard(to)


def _homes(town: Town, person: int) -> list[int]:
    """Theirs by the rows: what the school's page would offer, and whatever it might have left open."""
    kept = town.house.rows("SELECT DISTINCT household_id FROM membership WHERE person_id = ?", person)
    return sorted(it[0] for it in kept)
