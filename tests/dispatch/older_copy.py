"""An older copy on the bench: rows that were put back, and a carrier that knows what it has sent since."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from bot.jobs import holding
from bot.jobs.holding import APART
from bot.model.delivery import Carried, Halted, Later, Turn
from bot.model.heard import Batch
from bot.store import holds
from bot.store.tables import (
    child,
    delivery,
    enrolment,
    household,
    inbox,
    membership,
    message,
    room,
    thread,
)
from tests.dispatch.bench import MORNING, Bench, Carrier

COPIED = MORNING - timedelta(hours=2)  #: the copy's moment
CRASHED = MORNING - timedelta(minutes=10)


class Asked(Carrier):
    """A carrier that can be asked what it has sent for us."""

    def __init__(self, *answers: Any) -> None:
        super().__init__("sms", answers)
        self.list: list[Carried] = []
        self.troubles: list[Later | Halted] = []
        self.looks = 0

    def has_sent(self, address: str, words: str, at: datetime = CRASHED, **more: Any) -> Carried:
        it = Carried(f"SM{len(self.list)}", address, words, at, more.pop("state", "delivered"), **more)
        self.list.append(it)
        return it

    async def sent_since(self, moment: datetime) -> tuple[Carried, ...] | Later | Halted:
        self.looks += 1
        if self.troubles:
            return self.troubles.pop(0)
        return tuple(it for it in self.list if it.at >= moment)

    async def heard_since(self, mark: str) -> Batch:
        return Batch((), mark)

    async def receipts_since(self, mark: str) -> Batch:
        return Batch((), mark)


class School:
    """A bench whose rows are an older copy, put back now."""

    def __init__(self, bench: Bench, sms: Asked) -> None:
        self.bench, self.sms = bench, sms

    def waits(self, phone: int, words: str = "Kia ora", **more: Any) -> int:
        """A delivery that was in the copy, due before it unless it is said otherwise."""
        due = more.pop("due_at", COPIED - timedelta(minutes=1))
        it = self.bench.letter(phone, words, due_at=due, **({"turn": Turn.WORDS} | more))
        self.bench.change(delivery, it, created_at=COPIED - timedelta(minutes=5))
        return it

    def is_put_back(self) -> None:
        self.bench.act(lambda desk: holds.begin(desk.db, COPIED, desk.now))

    def goes_on(self) -> int:
        """One tick of the job; how many are held still."""
        bench = self.bench
        return asyncio.run(
            holding.go_on(bench._act, bench._act, nobody, bench.dispatcher._channels, lambda *_: None)
        )

    def settles(self) -> int:
        """The first look, a minute, the second look, and then whatever goes."""
        self.goes_on()
        self.bench.passes(seconds=APART.total_seconds())
        self.bench.reconcile()
        held = self.goes_on()
        self.bench.drain()
        return held

    def address(self, phone: int) -> str:
        return str(self.bench.contact(phone)["address"])

    def state(self, it: int) -> tuple[str, str | None]:
        row = self.bench.delivery(it)
        return row["state"], row["why"]


async def nobody(_incoming: object) -> None:
    raise AssertionError("nothing was heard")


def heard_again(bench: Bench, phone: int, at: datetime) -> int:
    return bench.add(inbox, sender_id=bench.senders["sms"], channel="sms", key=f"SM {phone} {at}", contact_id=phone,
                     heard={"at": at.isoformat()}, state="done", heard_at=bench.now)  # fmt: skip


def message_of(bench: Bench, writer: int, inbox_id: int) -> int:
    pupil = bench.add(child, name="Tama", folded="tama", created_at=COPIED)
    home = bench.add(household, child_id=pupil, label="home")
    about = bench.add(thread, child_id=pupil, household_id=home)
    return bench.add(message, thread_id=about, author_id=bench.owner(writer), content_id=bench.content("we read"),
                     inbox_id=inbox_id, contact_id=writer, kind="note", ears="household", said_at=bench.now)  # fmt: skip


def enrolled(bench: Bench, phone: int) -> tuple[int, int]:
    pupil = bench.add(child, name="Tama", folded="tama", created_at=COPIED)
    home = bench.add(household, child_id=pupil, label="home")
    place = bench.add(room, name="Room 5", folded="room 5")
    bench.add(enrolment, child_id=pupil, room_id=place, since=COPIED - timedelta(days=9))
    bench.add(membership, household_id=home, person_id=bench.owner(phone), relation="mother", guardian=True,
              scope="everything", from_roll=True, since=COPIED - timedelta(days=9))  # fmt: skip
    return pupil, home
