"""After an older copy was put back: hear what came meanwhile, ask what went out meanwhile, and only then send.

Rows say how far it has come, so that a death at any point costs nothing but the step that it was at.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

import structlog

from bot.acts.desk import Desk
from bot.channels import Channel
from bot.dispatch import meanwhile as deciding
from bot.jobs import listening, nudges, prompts, retries
from bot.jobs.listening import AtDesk, Take
from bot.model.delivery import Carried, Halted, Later
from bot.store import holds, meanwhile, records
from bot.store.rows import Row

T = TypeVar("T")
log = structlog.get_logger()

APART = timedelta(minutes=1)  #: between the two looks: a carrier's list may lag behind
PHONES = 100  #: decided in one transaction
NOT_TOLD = "Twilio does not tell what came and went meanwhile: {why}"


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
    if any(it["heard_at"] is None for it in held) and not await _catch_up(act, take, sms, again, held):
        return len(held)
    ended = 0
    for it in await look(_open_holds):
        if it["channel"] != "sms":
            ended += await act(_ending_unasked(it))
        elif sms is not None:
            ended += await _ask(look, act, sms, it)
    return len(held) - ended


async def _catch_up(act: AtDesk, take: Take, sms: Asked | None, again: Callable[[Desk, int], None],
                    held: list[Row]) -> bool:  # fmt: skip
    """Hears what came since the copy, and puts what fell due since: all of that may have gone out before."""
    if sms is not None:
        told = await listening.hear_sms(act, take, sms) is not None and await listening.learn_sms(act, sms)
        if not told:
            await act(_hindered(held, "its lists cannot be read"))
            return False
    jobs: tuple[Callable[[Desk], int], ...] = (
        lambda desk: retries.take_up(desk, again), prompts.fan_out_due, prompts.send_activity, nudges.remind,
    )  # fmt: skip
    for job in jobs:
        while await act(job):
            pass
    await act(_heard(held))
    return True


async def _ask(look: AtDesk, act: AtDesk, sms: Asked, it: Row) -> int:
    """Looks twice at all that was sent since the copy, a minute apart; then everything that waits is decided."""
    now, in_doubt = await look(lambda desk: (desk.now, holds.calls_in_doubt(desk.db, it["sender_id"])))
    first = it["looked_at"] is None
    if not first and (now < it["looked_at"] + APART or in_doubt):
        return 0
    match await sms.sent_since(it["since"]):
        case Later(why) | Halted(why):
            await act(_hindered([it], why))
            return 0
        case carried:
            await act(_kept(it, carried, first))
    if first:
        return 0
    phones = await look(lambda desk: meanwhile.addresses(desk.db, it))
    for start in range(0, len(phones), PHONES):
        await act(_deciding(it, phones[start : start + PHONES]))
    await act(lambda desk: _end(desk, it))
    return 1


def _open_holds(desk: Desk) -> list[Row]:
    return [it for it in holds.every(desk.db) if it["ended_at"] is None]


def _heard(held: list[Row]) -> Callable[[Desk], None]:
    def heard(desk: Desk) -> None:
        for it in held:
            if it["heard_at"] is None:
                holds.change(desk.db, it["id"], heard_at=desk.now, why=None)

    return heard


def _hindered(held: list[Row], why: str) -> Callable[[Desk], None]:
    log.warning("what went out meanwhile cannot be asked", why=why)

    def hindered(desk: Desk) -> None:
        for it in held:
            holds.change(desk.db, it["id"], why=NOT_TOLD.format(why=why))

    return hindered


def _kept(it: Row, carried: tuple[Carried, ...], first: bool) -> Callable[[Desk], None]:
    def keep(desk: Desk) -> None:
        meanwhile.keep(desk.db, it, carried)
        holds.change(desk.db, it["id"], why=None, **({"looked_at": desk.now} if first else {}))

    return keep


def _deciding(it: Row, phones: list[str]) -> Callable[[Desk], None]:
    return lambda desk: deciding.decide(desk, it, phones)


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
