"""Another school's rows in the same database: whatever our carrier says, they are not ours to move."""

from typing import Any

from sqlalchemy import insert, select

from bot.dispatch import receiving
from bot.model.heard import Receipt
from bot.store.tables import attempt, contact, delivery, school, sender
from tests.dispatch.bench import Bench


def test_a_receipt_moves_no_other_schools_delivery(bench: Bench) -> None:
    """The school in `receipts.advance`, `open_token` and `given_up`: ids and tokens alone would do for a forger."""
    sent, calling, absent = (_theirs(bench, number) for number in range(3))
    bench.change(delivery, sent, state="sent", external_id="SM1")
    bench.change(delivery, absent, state="waiting")
    before = [dict(bench.delivery(it)) for it in (sent, calling, absent)], _attempts(bench)
    for token in (None, "theirs 0", "theirs 1", "theirs 2"):
        for state, error in (("sent", ""), ("delivered", ""), ("failed", "30005"), ("undelivered", "30036")):
            bench.act(lambda desk: receiving.take(desk, Receipt("sms", "SM1", state, error, attempt=token)))
            bench.act(lambda desk: receiving.take(desk, Receipt("sms", f"SM {token}", state, error, token)))
    assert ([dict(bench.delivery(it)) for it in (sent, calling, absent)], _attempts(bench)) == before


def _theirs(bench: Bench, number: int) -> int:
    """A delivery of another school, with an attempt: settled, in the air, given up."""
    state, outcome = (("settled", "sent"), ("calling", None), ("settled", "absent"))[number]

    def put(desk: Any) -> int:
        def add(table: Any, **values: Any) -> int:
            return int(desk.db.execute(insert(table).values(values).returning(table.c.id)).scalar_one())

        there = add(school, key=f"other {number}", profile={}, created_at=desk.now)
        line = add(sender, school_id=there, channel="sms", address=f"their number {number}", marks={})
        phone = add(contact, school_id=there, sender_id=line, channel="sms", address="+64200009999", state="active",
                    zone="Pacific/Auckland", notice_at=desk.now, created_at=desk.now)  # fmt: skip
        letter = add(delivery, school_id=there, sender_id=line, contact_id=phone, channel="sms", address="+64200009999",
                     gate="own", turn=1, reach="now", parts=[], due_at=desk.now, state="calling", created_at=desk.now)  # fmt: skip
        add(attempt, school_id=there, delivery_id=letter, contact_id=phone, sender_id=line, token=f"theirs {number}",
            state=state, outcome=outcome, claimed_at=desk.now, called_at=desk.now,
            settled_at=None if outcome is None else desk.now)  # fmt: skip
        return letter

    return bench.act(put)


def _attempts(bench: Bench) -> list[dict[str, Any]]:
    query = select(attempt).order_by(attempt.c.id)
    return [dict(it) for it in bench.act(lambda desk: desk.db.execute(query).mappings().all())]
