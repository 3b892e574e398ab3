"""Letters that go home on paper: who comes with the code of one is let in by a guardian of that home, or the office."""

from bot.acts.desk import Desk
from bot.acts.letters import deciding, printing
from tests.lanes.doors import says_who_they_are
from tests.lanes.meanings import says
from tests.lanes.opening import may_open
from tests.lanes.register import Place
from tests.lanes.town import Deed, Dice, Town

CAME = """SELECT a.id, l.household_id, a.person_id FROM arrival a JOIN letter l ON l.id = a.letter_id
          WHERE a.decided_at IS NULL ORDER BY a.id DESC LIMIT 4"""


def comes_in_by_a_letter(town: Town, dice: Dice) -> None:
    """Step by step: a letter is printed for a home, and somebody texts its code, then their name, their language."""
    register, watch, number = town.register, town.watch, dice.one(range(4))
    newcomer, name = f"+64200000040{number}", f"Aq4{number}q"
    home = dice.one(sorted(register.homes))
    if not says_who_they_are(town, newcomer, name) and newcomer not in register.shut:
        code = town.act(lambda desk: _printed(desk, town, home))
        if code:
            for at, who in register.places:
                if at == home:
                    watch.knocked.setdefault(who, set()).add(name)
            watch.knocked.setdefault(newcomer, set()).add(name)
            town.letters.append((newcomer, home))
            register.doubted.discard(newcomer)
            says(town, newcomer, code)
    town.house.send()


def _printed(desk: Desk, town: Town, home: int) -> str:
    """Its code. It names the grown-ups of that home, and of no other."""
    child = town.register.homes[home]
    to = next((it for it in printing.homes(desk, [child]) if it.id == home), None)
    if to is None:
        return ""
    [sheet] = printing.write(desk, [to], by=town.ids["Tq2q"])
    for name in (
        {*sheet.home.adults, sheet.home.child} - town.register.ever(home) - {town.register.children[child]}
    ):
        town.watch.leaks.append(f"a letter names somebody of another home: {name} in home {home}")
    return sheet.code


def office_lets_in(town: Town, dice: Dice) -> None:
    """Where no guardian could be asked, or none has answered."""
    found = town.house.rows(CAME)
    if not found:
        return
    (arrival, home, person), choice = dice.one(found), dice.one(("stories", "everything", "guardian", "no"))
    done = town.act(lambda desk: deciding.by_office(desk, town.ids["Tq2q"], arrival, choice))
    if not done or choice == "no":
        return
    if choice != "guardian":
        may_open(town, home, person, choice)
    elif not town.register.is_out(home, person):
        town.register.places[home, person] = Place("everything", guardian=True, since=town.now)


LETTERS: tuple[Deed, ...] = (comes_in_by_a_letter, comes_in_by_a_letter, office_lets_in)
