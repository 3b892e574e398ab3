"""How long things are kept: the part [keep] of the school's file."""

from collections.abc import Mapping

from bot.acts.school_keys import Table, amount, bad, table
from bot.model.school import Keeping

#: The keys of the file, and what each is called in the school.
KEYS: Mapping[str, str] = {
    "words_months": "words",
    "after_leaving_months": "after_leaving",
    "heard_months": "heard",
    "receipts_months": "receipts",
    "paths_months": "paths",
    "audit_months": "audit",
}
#: Shorter would take what is still at work: a month's budget, a text that is tried again; or hide who looked.
LEAST: Mapping[str, int] = {
    "words": 3,
    "after_leaving": 1,
    "heard": 1,
    "receipts": 3,
    "paths": 3,
    "audit": 12,
}
MOST = 1200


def keeping_in(top: Table) -> Keeping:
    keep = table(top, "keep", " ".join(KEYS))
    return Keeping(**{field: _months(keep, name, field) for name, field in KEYS.items()})


def _months(keep: Table, name: str, field: str) -> int:
    key = f"keep.{name}"
    months = int(amount(keep, key, getattr(Keeping(), field)))
    if months and not LEAST[field] <= months <= MOST:
        bad(
            key,
            f"{months} months cannot be",
            f"write {LEAST[field]} to {MOST}, or 0: until you say otherwise",
        )
    return months
