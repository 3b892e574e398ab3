"""How sending goes, for everybody who works here: no name, no number, no word of anybody's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.acts import releasing
from bot.acts.desk import Desk
from bot.acts.reading import asked
from bot.acts.reading.asked import Asked
from bot.acts.reading.viewer import Viewer
from bot.acts.releasing import Held
from bot.store import counting, locks, senders
from bot.store.console import prompts, sending
from bot.store.console.sending import Queue
from bot.store.rows import Row

A_MOMENT = timedelta(minutes=1)  #: what is due goes out within it, where nothing is amiss
TOO_LONG = timedelta(minutes=10)


class How(StrEnum):
    """The worst first."""

    HELD = "held"  #: since an older copy was put back
    HALTED = "halted"  #: our own account cannot send
    SLOW = "slow"  #: one text at a time tries whether the carrier is there again
    BEHIND = "behind"  #: nothing ails it, and yet some have waited for long
    BUSY = "busy"  #: many go out, one after the other
    WELL = "well"


@dataclass(frozen=True)
class Way:
    """One of the school's numbers or bots, and how it goes there."""

    channel: str
    how: How
    why: str
    since: datetime | None
    queue: Queue
    in_doubt: int  #: calls about which the carrier is being asked
    last_sent: datetime | None
    last_heard: datetime | None


@dataclass(frozen=True)
class Status:
    ways: tuple[Way, ...]  #: none: no carrier is set up at all, and nobody has a phone here
    stopped: tuple[Asked, ...]  #: prompts that stopped by themselves, as far as the viewer sees
    undecided: int  #: the rest is for the office: texts of which nobody can tell whether they have arrived,
    aside: int  #: words that were set aside after five tries,
    troubled: int  #: and words that are tried again

    @property
    def quiet(self) -> bool:
        """Nothing is amiss, and nobody has to do anything."""
        calm = all(it.how in (How.WELL, How.BUSY) for it in self.ways)
        return (
            bool(self.ways) and calm and not (self.stopped or self.undecided or self.aside or self.troubled)
        )

    @property
    def due(self) -> int:
        return sum(it.queue.due for it in self.ways)


def status(desk: Desk, who: Viewer) -> Status:
    queues = sending.queues(desk.db, desk.school.id, desk.now)
    doubts = sending.in_doubt(desk.db, desk.school.id)
    shut = senders.without_carrier(desk.db, desk.school.id) - {
        it for it, _ in senders.halted(desk.db, desk.school.id)
    }
    held = {it.channel: it for it in releasing.held(desk)}
    heard = dict(counting.inbox(desk.db, desk.school.id)) if who.office else {}
    return Status(
        ways=tuple(
            _way(desk, it, held.get(it["channel"]), queues.get(it["id"], Queue()), doubts.get(it["id"], 0))
            for it in sending.senders(desk.db, desk.school.id)
            if it["channel"] not in shut
        ),
        stopped=asked.listed(desk, who, prompts.stopped(desk.db, who.sight)),
        undecided=releasing.undecided(desk) if who.office else 0,
        aside=heard.get("aside", 0),
        troubled=heard.get("troubled", 0),
    )


def somebody_works(desk: Desk) -> bool:
    """Whether anybody sends, where other processes do it."""
    return locks.somebody_works(desk.db)


def _way(desk: Desk, it: Row, held: Held | None, queue: Queue, in_doubt: int) -> Way:
    how, why, since = _how(desk, it, held, queue)
    sent, heard = sending.last_sent(desk.db, it["id"]), sending.last_heard(desk.db, it)
    return Way(it["channel"], how, why, since, queue, in_doubt, sent, heard)


def _how(desk: Desk, it: Row, held: Held | None, queue: Queue) -> tuple[How, str, datetime | None]:
    if held is not None:
        return How.HELD, held.step, held.since
    if it["halted"]:
        return How.HALTED, it["halted"], None
    if it["trouble"]:
        return How.SLOW, it["trouble"], it["trouble_at"]
    waited = desk.now - queue.oldest if queue.oldest else timedelta()
    if waited >= TOO_LONG:
        return How.BEHIND, "", queue.oldest
    return (How.BUSY if waited >= A_MOMENT else How.WELL), "", queue.oldest
