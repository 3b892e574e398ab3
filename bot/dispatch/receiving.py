"""Status callbacks: kept, every one; states only move forward; an open call that they speak of is closed."""

from bot.acts.desk import Desk
from bot.acts.timing import due
from bot.dispatch.settling import settle
from bot.model.delivery import RANK, Sent
from bot.model.heard import Receipt
from bot.model.people import State
from bot.store import outbox, people, receipts
from bot.store.rows import Row

#: The carrier says that the number has no phone behind it.
NOBODY_THERE = {"30005", "30006"}
#: The window ended before the phone could be reached: worth another try in the next one.
MISSED_WINDOW = "30036"


def take(desk: Desk, receipt: Receipt) -> None:
    """Takes one status in. Repeats and late arrivals change nothing."""
    if receipt.state not in RANK or not receipts.keep(desk.db, desk.school.id, receipt, desk.now):
        return
    if token := receipts.open_token(desk.db, receipt):
        # The carrier speaks of a call that we have not heard the end of: so it has gone.
        settle(desk, token, Sent(receipt.external_id, receipt.segments, receipt.state))
    moved = receipts.advance(desk.db, desk.school.id, receipt)
    if moved is None or receipt.state not in ("undelivered", "failed"):
        return
    if receipt.error in NOBODY_THERE:
        outbox.cancel_waiting(desk.db, moved["contact_id"], "nobody is at this number", desk.now)
        people.change_contact(desk.db, moved["contact_id"], state=State.GONE, why="nobody is at this number")
    elif receipt.error == MISSED_WINDOW and moved["tries"] < 3:
        _next_window(desk, moved)


def _next_window(desk: Desk, row: Row) -> None:
    contact = people.contact_by_id(desk.db, row["contact_id"])
    at = due(desk.school, row["reach"], contact.zone, desk.now)
    if at is not None:
        outbox.change(desk.db, row["id"], state="waiting", due_at=at, external_id=None, carrier_state=None)
