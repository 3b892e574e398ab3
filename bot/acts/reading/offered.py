"""How far something that a family gave has come on its way into class, and back home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.acts.desk import Desk
from bot.model.chat import MessageKind
from bot.store import offerings
from bot.store.rows import Row


class Stage(StrEnum):
    GIVEN = "given"  #: the family shared it; nobody has asked them
    ASKED = "asked"  #: no answer yet: that is a no until there is one
    KEPT = "kept"  #: they said: just for you
    ALLOWED = "allowed"
    USED = "used"  #: a line is owed to them
    RETURNED = "returned"


@dataclass(frozen=True)
class Offered:
    stage: Stage
    at: datetime | None = None
    named: bool = False  #: they may be named


def offered_of(desk: Desk, said: Sequence[Row]) -> dict[int, Offered]:
    """By message: what was marked, and what families called a share themselves."""
    rows = offerings.of_messages(desk.db, [row["id"] for row in said])
    shares = {row["id"]: Offered(Stage.GIVEN) for row in said if row["kind"] == MessageKind.SHARE}
    return shares | {message_id: offered(row) for message_id, row in rows.items()}


def offered(row: Row) -> Offered:
    named = row["how"] == "named"
    if row["returned_at"]:
        return Offered(Stage.RETURNED, row["returned_at"], named)
    if row["used_at"]:
        return Offered(Stage.USED, row["used_at"], named)
    if row["permission_id"]:
        return Offered(Stage.ALLOWED, row["said_at"], named)
    if row["said"]:
        return Offered(Stage.KEPT, row["said_at"])
    return Offered(Stage.ASKED, row["asked_at"]) if row["asked_at"] else Offered(Stage.GIVEN)
