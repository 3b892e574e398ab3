"""Status callbacks: kept, every one; states only move forward; an open call that they speak of is closed."""

from bot import measures
from bot.acts.desk import Desk
from bot.dispatch.advancing import advance
from bot.dispatch.settling import settle, went_after_all
from bot.model.delivery import RANK, Sent
from bot.model.heard import Receipt
from bot.store import receipts


def take(desk: Desk, receipt: Receipt) -> None:
    """Takes one status in. Repeats and late arrivals change nothing."""
    if receipt.state not in RANK or not receipts.keep(desk.db, desk.school.id, receipt, desk.now):
        return
    measures.REPORTS.labels(receipt.channel, receipt.state).inc()
    if token := receipts.open_token(desk.db, desk.school.id, receipt):
        # The carrier speaks of a call that we have not heard the end of: so it has gone.
        settle(desk, token, Sent(receipt.external_id, receipt.segments), receipt.error)
    elif late := receipts.given_up(desk.db, desk.school.id, receipt.attempt):
        went_after_all(desk, late, receipt.external_id)
    advance(desk, receipt)
