"""What `doctor` says of texts: the month's budget, and those that Twilio counted differently from us."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.acts import budgets
from bot.acts.budgets import Budget
from bot.acts.desk import Desk
from bot.commands.plainly import counted
from bot.languages.folding import fold
from bot.store import gathering, miscounted, rooms
from bot.store.miscounted import Counts

LOOKED_BACK = timedelta(days=30)


@dataclass(frozen=True)
class Texts:
    budgets: tuple[Budget, ...]
    waits: int  #: phones for which something waits for the weekly text
    unknown: tuple[str, ...]  #: rooms with a budget that are not on the roll
    counts: Counts


def look_at_texts(desk: Desk) -> Texts:
    known = {fold(it.name) for it in rooms.every(desk.db, desk.school.id)}
    return Texts(
        (budgets.of_school(desk), *budgets.of_rooms(desk)),
        gathering.waits(desk.db, desk.school.id),
        tuple(name for name, _most in desk.school.texts.rooms if fold(name) not in known),
        miscounted.since(desk.db, desk.school.id, desk.now - LOOKED_BACK),
    )


def of_texts(found: Texts) -> Iterator[str]:
    for it in found.budgets:
        if it.near():
            whose = it.room or "The school"
            yield f"{whose} has used {it.used} of this month's {counted(it.segments, 'SMS segment')}."
    if found.waits:
        yield f"Questions wait for the weekly text: {counted(found.waits, 'phone')}."
    for name in found.unknown:
        yield f'The school\'s file gives "{name}" a budget of SMS segments, and no room is called so.'
    if found.counts.different:
        yield (
            f"Twilio counted {found.counts.different} of the last 30 days' {counted(found.counts.told, 'text')}"
            " differently from Aho, and bills what it counts:"
        )
        for text in found.counts.first:
            yield f"  delivery {text.delivery_id}: {text.ours} by our count, {text.theirs} by Twilio's"
        if (more := found.counts.different - len(found.counts.first)) > 0:
            yield f"  and {more} more"
