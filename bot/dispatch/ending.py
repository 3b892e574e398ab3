"""From calling to settled: a whole chunk's calls with what became of them, in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import structlog

from bot.acts import ears, holding
from bot.acts.desk import Desk
from bot.dispatch import settling
from bot.dispatch.advancing import advance
from bot.dispatch.beginning import Call
from bot.model.delivery import Gate, Gone, Outcome, Refused, Sent, Unsure
from bot.model.heard import Receipt
from bot.store import attempts, receipts

log = structlog.get_logger()
#: Words of a carrier that mean nothing but "on its way".
ON_ITS_WAY = {"accepted", "queued", "sending", "sent"}


@dataclass(frozen=True)
class NotMade:
    """We did not call after all: the rows say that we may have, and take it back."""

    why: str


End = tuple[Call, Outcome | NotMade]


def end(desk: Desk, ends: Sequence[End]) -> None:
    """Closes these calls. What most of them came to is written for all at once, the rest one by one."""
    attempts.not_made(desk.db, [call.attempt_id for call, it in ends if isinstance(it, NotMade)], desk.now)
    together = [(call, it) for call, it in ends if isinstance(it, Sent) and _on_its_way(it)]
    singly: list[tuple[Call, Outcome]] = [
        (call, it) for call, it in ends if not (isinstance(it, NotMade) or _on_its_way(it))
    ]
    if not kept_apart(desk, lambda: _sent(desk, together)):
        singly = [*together, *singly]
    for call, outcome in singly:
        if not kept_apart(desk, lambda: settling.settle(desk, call.outgoing.attempt, outcome)):  # noqa: B023
            settling.settle(desk, call.outgoing.attempt, Unsure("our own mistake after the call"))
    failed = {call.prompt_id for call, it in singly if isinstance(it, Refused | Gone)}
    for prompt_id in sorted(it for it in failed if it is not None):
        kept_apart(desk, lambda: holding.weigh(desk, prompt_id))  # noqa: B023


def _on_its_way(outcome: Outcome | NotMade) -> bool:
    return isinstance(outcome, Sent) and outcome.state in ON_ITS_WAY


def kept_apart(desk: Desk, deed: Callable[[], None]) -> bool:
    """False where it broke: then nothing of it is kept, and what else is in this transaction is."""
    place = desk.db.begin_nested()
    try:
        deed()
        place.commit()
    except Exception as error:  # a bug of ours with one of them
        place.rollback()  # raises where the whole transaction is lost: then all of it is done again
        log.error("part of settling calls broke", error=type(error).__name__)
        return False
    return True


def _sent(desk: Desk, ends: Sequence[tuple[Call, Sent]]) -> None:
    if not ends:
        return
    ours = attempts.sent(desk.db, [
        {"attempt": call.attempt_id, "delivery": call.delivery_id, "external_id": it.external_id,
         "carrier_state": it.state, "charged": it.segments or None}
        for call, it in ends
    ], desk.now)  # fmt: skip
    for call, it in ends:
        if call.attempt_id not in ours:
            settling.closed_before(desk, call.outgoing.attempt, it.external_id)
        elif call.gate == Gate.NOTICE:
            settling.gone_out(desk, call.gate, call.contact_id, None)
    went = [call for call, _it in ends if call.attempt_id in ours]
    ears.remember_each_told(desk, [(call.contact_id, call.tells) for call in went if call.tells])
    _heard_earlier(desk, [(call.channel, it.external_id) for call, it in ends])


def _heard_earlier(desk: Desk, sent: Iterable[tuple[str, str]]) -> None:
    """What the carrier said of these before we had its answer."""
    by_channel: dict[str, list[str]] = {}
    for channel, external_id in sent:
        by_channel.setdefault(channel, []).append(external_id)
    for channel, ids in by_channel.items():
        for event in receipts.heard_of(desk.db, channel, ids):
            told = Receipt(
                channel, event["external_id"], event["state"], event["error"], segments=event["segments"]
            )
            advance(desk, told)
