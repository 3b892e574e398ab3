"""After an older copy was put back: learn what went out meanwhile and what came, and only then send.

Rows say how far it has come, so that a death at any point costs nothing but the step that it was at.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

import structlog

from bot.acts.desk import AtDesk, Desk
from bot.channels import Channel
from bot.dispatch import meanwhile as deciding
from bot.jobs import listening, nudges, prompts, retries, series
from bot.jobs.listening import Take
from bot.model.delivery import Carried, Halted, Later
from bot.store import holds, meanwhile, records
from bot.store.rows import Row

T = TypeVar("T")
log = structlog.get_logger()

APART = timedelta(minutes=1)  #: between the two looks: a carrier's list may lag behind
PHONES = 25  #: decided in one transaction: a second's work would keep families waiting
NOT_TOLD = "Twilio does not tell what came and went meanwhile: {why}"

Compare = Callable[[Desk, Row, Sequence[str]], None]


class Asked(listening.Lists, Protocol):
    """A carrier that can tell all that it has sent for us."""

    async def sent_since(self, moment: datetime) -> tuple[Carried, ...] | Later | Halted: ...


async def go_on(look: AtDesk, act: AtDesk, take: Take, channels: Mapping[str, Channel],
                again: Callable[[Desk, int], None]) -> int:  # fmt: skip
    """One step further with every sender that is held; how many are held still."""
    every = await look(lambda desk: [(it, desk.now) for it in holds.every(desk.db)])
    for it, now in every:
        if it["ended_at"] is not None and it["ended_at"] < now - holds.KEPT:
            await act(_forgetting(it))
    held = [it for it, _now in every if it["ended_at"] is None]
    sms: Any = channels.get("sms")
    # A school that has no account for texts any more is held there until it has one: nobody can be asked.
    within_reach = [it for it in held if it["channel"] != "sms" or sms is not None]
    if any(it["heard_at"] is None for it in within_reach):
        why = await _catch_up(look, act, take, sms, again, within_reach)
        await act(_heard(within_reach, why))
        if why:
            log.warning("what came and went meanwhile cannot be asked", why=why)
            return len(held)
    ended = 0
    for it in within_reach:
        now_it = await look(_as_it_is(it))
        if it["channel"] == "sms":
            ended += await _decide(look, act, sms, now_it)
        else:
            ended += await act(_ending_unasked(now_it))
    return len(held) - ended


async def _catch_up(look: AtDesk, act: AtDesk, take: Take, sms: Asked | None, again: Callable[[Desk, int], None],
                    held: Sequence[Row]) -> str:  # fmt: skip
    """Lives through what happened since the copy, as far as it can be known; why it cannot, or nothing.

    In the order in which it happened: what fell due is put, what went out is known to have gone, and then what
    came is heard, so that an answer finds the question that it answers. None of what that puts goes out yet.
    """
    await _put(act, prompts.fan_out_due, prompts.send_activity, series.send_due)
    if sms is not None:
        for it in held:
            if it["channel"] == "sms" and (
                why := await _look_through(look, act, sms, it, deciding.recognise)
            ):
                return why
        if await listening.hear_sms(act, take, sms) is None or not await listening.learn_sms(act, sms):
            return "its lists cannot be read"
    await _put(
        act,
        lambda desk: retries.take_up(desk, again),
        prompts.fan_out_due,
        prompts.send_activity,
        series.send_due,
        nudges.remind,
    )
    return ""


async def _decide(look: AtDesk, act: AtDesk, sms: Asked, it: Row) -> int:
    """The second look, a minute after the first: then everything that waits is decided, and the hold ends."""
    now, in_doubt = await look(lambda desk: (desk.now, holds.calls_in_doubt(desk.db, it["sender_id"])))
    # Calls that were open in the copy are asked about one by one: bot.dispatch.reconciling.
    if in_doubt or now < it["looked_at"] + APART:
        return 0
    if why := await _look_through(look, act, sms, it, deciding.decide):
        await act(_hindered(it, why))
        return 0
    await act(lambda desk: _end(desk, it))
    return 1


async def _look_through(look: AtDesk, act: AtDesk, sms: Asked, it: Row, compare: Compare) -> str:
    """Reads all that was sent since the copy, and compares what waits with it; why it cannot, or nothing."""
    match await sms.sent_since(it["since"]):
        case Later(why) | Halted(why):
            return why
        case carried:
            await act(_keeping(it, carried))
    phones = await look(lambda desk: meanwhile.addresses(desk.db, it, desk.now))
    for start in range(0, len(phones), PHONES):
        await act(_comparing(compare, it, phones[start : start + PHONES]))
    return ""


async def _put(act: AtDesk, *jobs: Callable[[Desk], int]) -> None:
    for job in jobs:
        while await act(job):
            pass


def _as_it_is(it: Row) -> Callable[[Desk], Row]:
    return lambda desk: holds.one(desk.db, it["id"])


def _heard(held: Sequence[Row], why: str) -> Callable[[Desk], None]:
    def heard(desk: Desk) -> None:
        for it in held:
            told = {"why": NOT_TOLD.format(why=why)} if why else {"why": None, "heard_at": desk.now}
            holds.change(desk.db, it["id"], **told)

    return heard


def _hindered(it: Row, why: str) -> Callable[[Desk], None]:
    return lambda desk: holds.change(desk.db, it["id"], why=NOT_TOLD.format(why=why))


def _keeping(it: Row, carried: Sequence[Carried]) -> Callable[[Desk], None]:
    def keep(desk: Desk) -> None:
        meanwhile.keep(desk.db, it, carried)
        holds.change(desk.db, it["id"], why=None, looked_at=it["looked_at"] or desk.now)

    return keep


def _comparing(compare: Compare, it: Row, phones: Sequence[str]) -> Callable[[Desk], None]:
    return lambda desk: compare(desk, it, phones)


def _ending_unasked(it: Row) -> Callable[[Desk], int]:
    def end(desk: Desk) -> int:
        if holds.calls_in_doubt(desk.db, it["sender_id"]):
            return 0  # bot.dispatch.reconciling is about to settle them
        holds.cannot_be_asked(desk.db, it, desk.now)
        return _end(desk, it)

    return end


def _end(desk: Desk, it: Row) -> int:
    holds.change(desk.db, it["id"], ended_at=desk.now, why=None)
    records.note(desk.db, desk.school.id, "sending goes on", desk.now, about={"hold": it["id"]})
    log.info("sending goes on after a copy was put back", sender=it["sender_id"])
    return 1


def _forgetting(it: Row) -> Callable[[Desk], None]:
    return lambda desk: holds.forget(desk.db, it["id"])
