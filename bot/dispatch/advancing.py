"""What a carrier's later word means for a delivery that it took. The same, whichever way we come to hear it."""

from bot.acts import elsewhere, holding, still_yours
from bot.acts.desk import Desk
from bot.acts.timing import due
from bot.model.delivery import NOT_ARRIVED
from bot.model.heard import Receipt
from bot.model.people import State
from bot.store import attempts, outbox, people, receipts
from bot.store.rows import Row

#: The carrier says that the number has no phone behind it.
NOBODY_THERE = {"30005", "30006"}
#: The window ended before the phone could be reached: worth another try in the next one.
MISSED_WINDOW = "30036"
#: Often for an hour only; for weeks it is another matter.
OUT_OF_REACH = "30003"
CALLS = 3  #: the first, and two more windows


def advance(desk: Desk, receipt: Receipt) -> None:
    """Moves the delivery forward; where it went no further, its phone's queue goes elsewhere or it waits once more."""
    moved = receipts.advance(desk.db, desk.school.id, receipt)
    if moved is None or receipt.state not in NOT_ARRIVED:
        return
    if receipt.error in NOBODY_THERE:
        along = [moved, *outbox.waiting_for(desk.db, moved["contact_id"])]
        outbox.cancel_waiting(desk.db, moved["contact_id"], "nobody is at this number", desk.now)
        people.lose(desk.db, moved["contact_id"], State.GONE, "nobody is at this number")
        elsewhere.take(desk, along)
    elif receipt.error == OUT_OF_REACH:
        contact = people.contact_by_id(desk.db, moved["contact_id"])
        still_yours.away(desk, contact, OUT_OF_REACH, moved["sent_at"] or desk.now)
    elif (
        receipt.error == MISSED_WINDOW
        and moved["state"] == "sent"
        and attempts.times_sent(desk.db, moved["id"]) < CALLS
    ):
        _next_window(desk, moved)
        return
    if moved["prompt_id"] is not None:
        holding.weigh(desk, moved["prompt_id"])


def _next_window(desk: Desk, row: Row) -> None:
    contact = people.contact_by_id(desk.db, row["contact_id"])
    at = due(desk.school, row["reach"], contact.zone, desk.now)
    if at is not None:
        outbox.change(desk.db, row["id"], state="waiting", due_at=at, external_id=None, carrier_state=None)
