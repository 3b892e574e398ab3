"""Deliveries that travel in another one: a weekly text, a family's message of the day, a teacher's."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.acts.desk import Desk
from bot.acts.digesting import Line, Words, of_staff, worded
from bot.acts.matters import ATTENDANCE
from bot.acts.rendering import says
from bot.acts.telling import Untold
from bot.dispatch.readers import by_people, reads, wordings_for
from bot.dispatch.verdicts import Broken, Cancel, Defer, Go, Verdict
from bot.model.chat import Wording, poll_of
from bot.model.delivery import Gate, Turn
from bot.store.calling import Facts
from bot.store.digest_hours import HOME, SCHOOL
from bot.store.rows import Row

#: Where no decent hour is known at all: as often as the school's file is looked at for new terms.
LOOK_AGAIN = timedelta(hours=6)

Looked = Sequence[
    tuple[Row, Sequence[str] | None]
]  #: what is inside, each with the children it may name; None: it stays out


def waits_for_its_hour(row: Row, gate: Gate, facts: Facts) -> bool:
    """Whether its reader wants it in their one message of the day: never what cannot wait, nor an absence."""
    if gate == Gate.STAFF:
        theirs = row["turn"] == Turn.WORDS and row["message_id"] is not None
        return (
            theirs
            and (row["person_id"], SCHOOL) in facts.one_a_day
            and facts.said[row["message_id"]]["matter"] != ATTENDANCE
        )
    prompted = gate == Gate.LANE and row["turn"] >= Turn.PROMPT and row["prompt_id"] is not None
    return prompted and (row["person_id"], HOME) in facts.one_a_day


def of_home(
    desk: Desk, row: Row, facts: Facts, at: datetime | None, looked: Looked, untold: Untold | None
) -> Verdict:
    """A weekly text, or the one of a day: those of its lines that may still be said."""
    lines = [
        Line(it["id"], _teacher(desk, it), children,
             by_people(it, facts) if row["channel"] == "sms" else _wordings(desk, row, it, facts),
             poll_of(facts.prompts.get(it["prompt_id"])))
        for it, children in looked if children
    ]  # fmt: skip
    if not lines:
        return Cancel("nothing is left of it")
    if at is None or at > desk.now:
        return Defer(at or desk.now + LOOK_AGAIN)
    try:
        rendered = worded(
            desk.speech, reads(desk, row, facts), says(row["parts"]), lines, [untold.words] if untold else (),
            desk.school.texts.double_vowels, row["channel"],
        )  # fmt: skip
    except Exception as error:  # one of the walls: whatever is wrong with this row, its neighbours go
        return Broken(f"cannot be worded: {type(error).__name__}")
    return Go(rendered, untold.tells if untold else None, tuple(it.delivery_id for it in lines))


def of_teacher(desk: Desk, row: Row, facts: Facts, at: datetime | None, looked: Looked) -> Verdict:
    """A teacher's day: each family's words, where the child is still theirs; then who waits, of those."""
    if at is None or at > desk.now:
        return Defer(at or desk.now + LOOK_AGAIN)
    lines = [
        Words(it["id"], says(it["parts"]), _wordings(desk, row, it, facts), children)
        for it, children in looked
        if children
    ]
    pairs = facts.pairs.get(row["id"], [])
    theirs = {it: facts.names[it] for it, _home in pairs if (row["person_id"], it) in facts.staff}
    try:
        rendered = of_staff(
            desk.speech, row["channel"], reads(desk, row, facts), says(row["parts"]), lines, theirs
        )
    except Exception as error:  # one of the walls: whatever is wrong with this row, its neighbours go
        return Broken(f"cannot be worded: {type(error).__name__}")
    return (
        Go(rendered, None, tuple(it.delivery_id for it in lines))
        if rendered
        else Cancel("nothing is left of it")
    )


def _teacher(desk: Desk, row: Row) -> str:
    return next(
        (str(filling["teacher"]) for _, filling in row["parts"] if "teacher" in filling), desk.school.name
    )


def _wordings(desk: Desk, row: Row, it: Row, facts: Facts) -> Sequence[Wording]:
    """Of something that travels in another row, to that row's reader."""
    return wordings_for(desk, {**it, "contact_language": row["contact_language"]}, facts)[0]
