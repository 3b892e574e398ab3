"""What leaves the console: answers as a table, and who saw what about a child, on paper for one home."""

from bot.acts.desk import Desk
from bot.acts.reading import replies, saw
from bot.acts.reading.viewer import viewer
from bot.web.console.replies import _row, written
from tests.lanes.town import Deed, Dice, Town


def takes_answers_away(town: Town, dice: Dice) -> None:
    """As a CSV, with what stands around it on the page."""
    found = town.house.rows("SELECT id FROM prompt ORDER BY id DESC LIMIT 5")
    person = dice.one(sorted([*town.register.staff, *town.register.office]))
    if not found:
        return
    prompt_id = dice.one(found)[0]

    def taken(desk: Desk) -> str:
        who = viewer(desk, person)
        made = replies.take_away(desk, who, prompt_id) if who is not None else None
        if made is None:
            return ""
        rows = [_row(it, desk.school.calendar.zone) for it in made.replies]
        return repr(made) + written(rows).decode("utf-8-sig")

    town.watch.taken(person, town.act(taken))


def prints_who_saw_what(town: Town, dice: Dice) -> None:
    """For one home: nothing on that paper tells of another one, nor carries anybody's words."""
    person, home = town.ids["Tq2q"], dice.one(sorted(town.register.homes))
    child = town.register.homes[home]

    def printed(desk: Desk) -> str:
        who = viewer(desk, person)
        made = saw.printed(desk, who, child, home) if who is not None else None
        if made is None:
            return ""
        lines = [f"{it.who} {it.what} {it.home} {it.journey.why if it.journey else ''}" for it in made.seen]
        return "\n".join((made.child, made.home, *lines))

    town.watch.on_paper(home, town.act(printed))


TAKEN_AWAY: tuple[Deed, ...] = (takes_answers_away, takes_answers_away, prints_who_saw_what)
