"""Hearing without being called: Telegram by polling, Twilio by its lists. The mark moves after our commit."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol

import structlog

from bot.acts.desk import AtDesk, Desk
from bot.dispatch import receiving
from bot.model.delivery import Halted, Later
from bot.model.heard import Batch, Incoming, Receipt
from bot.store import holds, schools

log = structlog.get_logger()
FIRST = timedelta(hours=1)


class Take(Protocol):
    """Keeps one thing heard and acts upon it; comes back when it is committed."""

    def __call__(self, incoming: Incoming, /) -> Awaitable[object]: ...


class Polls(Protocol):
    async def poll(self, offset: int, seconds: int = 25) -> Batch | Later | Halted: ...


class Lists(Protocol):
    async def heard_since(self, mark: str) -> Batch | Later | Halted: ...
    async def receipts_since(self, mark: str) -> Batch | Later | Halted: ...


async def poll_telegram(act: AtDesk, take: Take, telegram: Polls, seconds: int = 25) -> float:
    """One long poll; the seconds to wait before the next."""
    offset = int(await act(_marked("telegram", "offset")) or 0)
    match await telegram.poll(offset, seconds):
        case Batch(heard, next_mark):
            for it in heard:
                if isinstance(it, Incoming):
                    await take(it)
            if next_mark != str(offset):
                await act(lambda desk: _move(desk, "telegram", "offset", next_mark))
            return 0.0
        case Later(why, after):
            log.warning("Telegram could not be asked", why=why)
            return max(after, 1.0)
        case Halted(why):
            log.error("Telegram does not let us listen", why=why)
            return 30.0


async def list_sms(act: AtDesk, take: Take, sms: Lists) -> int:
    """What Twilio has heard for us and we have not; and how our own messages fare."""
    if await act(lambda desk: holds.unheard(desk.db)):
        return 0  # bot.jobs.holding hears it, each thing in its turn
    taken = await hear_sms(act, take, sms)
    if taken is not None:
        await learn_sms(act, sms)
    return taken or 0


async def hear_sms(act: AtDesk, take: Take, sms: Lists) -> int | None:
    """Takes in what came and we have not heard, oldest first: how many things; None where Twilio does not tell."""
    match await sms.heard_since(await act(_marked("sms", "heard")) or await act(_a_little_ago)):
        case Batch(heard, next_mark, whole):
            incoming = [it for it in reversed(heard) if isinstance(it, Incoming)]
            for it in incoming:
                await take(it)
            await act(lambda desk: _move(desk, "sms", "heard", next_mark))
            _complain_of(whole, "heard")
            return len(incoming)
        case Later(why) | Halted(why):
            log.warning("SMS could not be listed", why=why)
    return None


async def learn_sms(act: AtDesk, sms: Lists) -> bool:
    """Learns how our own messages fare; False where Twilio does not tell."""
    match await sms.receipts_since(await act(_marked("sms", "receipts")) or await act(_a_little_ago)):
        case Batch(told, next_mark, whole):
            for one in told:
                if isinstance(one, Receipt):
                    await act(_receiving(one))
                    await asyncio.sleep(0)
            await act(lambda desk: _move(desk, "sms", "receipts", next_mark))
            _complain_of(whole, "receipts")
            return True
        case Later(why) | Halted(why):
            log.warning("SMS statuses could not be listed", why=why)
    return False


def _complain_of(whole: bool, mark: str) -> None:
    if not whole:
        log.error("Twilio's list is longer than we read: its callbacks alone tell what is older", mark=mark)


def _a_little_ago(desk: Desk) -> str:
    """Where listening begins the first time: an account's old letters are nobody's news."""
    return (desk.now - FIRST).isoformat()


def _receiving(receipt: Receipt) -> Callable[[Desk], None]:
    return lambda desk: receiving.take(desk, receipt)


def _marked(channel: str, name: str) -> Callable[[Desk], str]:
    def read(desk: Desk) -> str:
        sender = schools.sender_on(desk.db, desk.school.id, channel)
        return (schools.mark(desk.db, sender, name) or "") if sender else ""

    return read


def _move(desk: Desk, channel: str, name: str, value: str) -> None:
    sender = schools.sender_on(desk.db, desk.school.id, channel)
    if sender is not None:
        schools.move_mark(desk.db, sender, name, value)
