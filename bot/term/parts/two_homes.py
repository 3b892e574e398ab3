"""Arjun has two homes that never learn of each other; later a court keeps one of them out."""

from bot.acts import restricting
from bot.acts.desk import Desk
from bot.languages.folding import fold
from bot.store import lanes, people
from bot.store import schools as school_rows
from bot.term import cast
from bot.term.play import Play, staff

ARJUN = "Arjun"


def opens(play: Play) -> None:
    weeks = play.town.weeks
    half = max(2, weeks // 2)
    play.at(play.day(1, 2, 18, 10), lambda: play.tells(cast.PRIYA, ARJUN, "school"))
    play.at(play.day(1, 3, 18, 10), lambda: play.tells(cast.ROHAN, ARJUN, "home"))
    play.at(play.day(half, 1, 8, 50), lambda: play.tells(cast.ROHAN, ARJUN, "home"))
    play.at(play.day(half, 1, 11, 0), lambda: _kept_out(play))
    play.at(play.day(half, 2, 18, 10), lambda: _still_writes(play))
    play.at(play.day(weeks, 0, 17, 5), lambda: play.tells(cast.PRIYA, ARJUN, "home"))


async def _kept_out(play: Play) -> None:
    """Said by the office; from this moment nothing goes there, and nobody is told why."""

    def deed(desk: Desk) -> None:
        sender = school_rows.sender_on(desk.db, desk.school.id, "sms") or 0
        contact = people.contact_at(desk.db, sender, play.adults[cast.ROHAN].phone)
        assert contact is not None
        rohan = people.on_phone(desk.db, contact.id)[0]
        child = next(it.lane.child.id for it in lanes.lanes_of(desk.db, rohan.id, desk.now)
                     if fold(it.lane.child.name) == fold(ARJUN))  # fmt: skip
        restricting.keep_out(
            desk, staff(desk, cast.OFFICE).id, child, person_id=rohan.id, note="a court's order"
        )

    await play.stage.act(deed)
    play.record.change_places(cast.ROHAN)


async def _still_writes(play: Play) -> None:
    """What he writes now is for the office to look at: it reaches no phone."""
    said = await play.tells(cast.ROHAN, ARJUN, "nobody", words="Ask them to call me about {n}.")
    play.record.expect_nobody(said)
