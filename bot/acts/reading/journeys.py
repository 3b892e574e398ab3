"""What became of one text to one phone, so that a page can say it in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.model.delivery import NOT_ARRIVED
from bot.store.console.prompts import JOURNEY
from bot.store.rows import Row


class Step(StrEnum):
    WAITS = "waits"
    GATHERED = "gathered"  #: the month has no segments for it: it waits for the weekly text
    GOING = "going"  #: in the air, or we do not know yet
    SENT = "sent"
    DELIVERED = "delivered"
    LOST = "lost"  #: it will not arrive
    TAKEN_BACK = "taken back"


#: A weekly text in one of these states has been worded: what has no number in it was left out.
GONE = ("calling", "unsure", "sent")


@dataclass(frozen=True)
class Journey:
    name: str
    children: tuple[str, ...]
    channel: str
    step: Step
    at: datetime | None
    why: str
    segments: int


#: The carriers' own numbers that mean something to a school.
_CARRIER = {
    "30003": "the phone is off or out of reach",
    "30005": "nobody is at this number",
    "30006": "this number cannot receive texts; it may be a landline",
    "30007": "the carrier's filter held it back",
    "30036": "the phone was not reached in time",
}


def journey(row: Row | Mapping[str, Any], children: tuple[str, ...]) -> Journey:
    step, at, why = _step(row)
    return Journey(row["person_name"] or "", children, row["channel"], step, at, why, row["segments"] or 0)


def journeys(rows: Sequence[Row]) -> list[Journey]:
    """One a delivery, out of rows that come one a child."""
    gathered: dict[int, tuple[Row, list[str]]] = {}
    for row in rows:
        gathered.setdefault(row["id"], (row, []))[1].append(row["child_name"])
    return [journey(row, tuple(dict.fromkeys(names))) for row, names in gathered.values()]


def _step(row: Row | Mapping[str, Any]) -> tuple[Step, datetime | None, str]:
    match row["state"]:
        case "gathered":
            return Step.GATHERED, None, ""
        case "digested" if row["digest_state"] in GONE and row["number"] is None:
            return Step.TAKEN_BACK, None, ""
        case "digested":
            return _step({name: row[f"digest_{name}"] for name in JOURNEY})
        case "waiting":
            return Step.WAITS, row["due_at"], row["why"] or ""
        case "claimed" | "calling" | "unsure":
            return Step.GOING, row["due_at"], row["why"] or ""
        case "sent" if row["carrier_state"] in NOT_ARRIVED:
            return (
                Step.LOST,
                row["sent_at"],
                _CARRIER.get(row["carrier_error"] or "", "the carrier could not deliver it"),
            )
        case "sent" if row["carrier_state"] in ("delivered", "read"):
            return Step.DELIVERED, row["sent_at"], ""
        case "sent":
            return Step.SENT, row["sent_at"], ""
        case "cancelled" if row["why"] == "taken back by the school":
            return Step.TAKEN_BACK, None, ""
    return Step.LOST, row["sent_at"] or row["created_at"], row["why"] or "it could not be sent"
