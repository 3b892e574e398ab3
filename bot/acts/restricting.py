"""Somebody may not be in any lane of a child: said by the office, at once, over every grant.

The note is for the office. Families are never shown that there is a restriction, nor why: a guardian who lets that
person in hears what they always hear, and nothing is opened.
"""

from collections.abc import Collection
from typing import Any

from bot.acts.desk import Desk
from bot.acts.roll.phones import Number, number
from bot.store import lanes, records, restrictions


def keep_out(
    desk: Desk,
    by_id: int | None,
    child_id: int,
    *,
    person_id: int | None = None,
    address: str | None = None,
    note: str = "",
    too: Collection[int] = (),
) -> int:
    """Ends their places with this child at once; what waits for them is dropped at its call. Said twice, it is one.

    `too`: places that end with theirs, of those whom they had let in; of others none is ended.
    """
    whom: dict[str, Any] = {"person_id": person_id, "address": address}
    held = [it["id"] for it in restrictions.of_child(desk.db, child_id)
            if (it["person_id"], it["address"]) == (person_id, address)]  # fmt: skip
    made = int(held[0]) if held else restrictions.put(
        desk.db, desk.school.id, child_id, now=desk.now, by_id=by_id, note=note, **whom
    )  # fmt: skip
    ended = restrictions.places_of(desk.db, child_id, desk.now, **whom)
    ended += [it for it in restrictions.given_by(desk.db, child_id, desk.now, **whom) if it in too]
    for place in dict.fromkeys(ended):
        lanes.end_membership(desk.db, place, desk.now)
    if ended or not held:
        # Neither the note nor the address: the audit log holds ids.
        about = {"child": child_id, "person": person_id, "restriction": made, "ended": ended}
        records.note(desk.db, desk.school.id, "kept out", desk.now, person_id=by_id, about=about)
    return made


def stay_out(desk: Desk, pairs: Collection[tuple[int, int]]) -> None:
    """Before people leave their phones: whoever is kept out by such a number is kept out by name from then on.
    A new phone would shed it otherwise. `pairs`: contact, person."""
    for held in restrictions.of_phones(desk.db, [phone for phone, _ in pairs]) if pairs else ():
        for phone, person_id in pairs:
            if phone == held["contact_id"]:
                keep_out(desk, held["by_id"], held["child_id"], person_id=person_id, note=held["note"])


def look_again(desk: Desk) -> None:
    """Once a phone has become somebody's: the places end of whoever has a number that is kept out."""
    for place in restrictions.still_placed(desk.db, desk.school.id, desk.now):
        lanes.end_membership(desk.db, place, desk.now)
        records.note(desk.db, desk.school.id, "kept out", desk.now, about={"ended": [place]})


def lift(desk: Desk, by_id: int, child_id: int, restriction_id: int) -> bool:
    """They may be let in again; nobody is put back by this. False when it did not hold any more."""
    if not restrictions.lift(desk.db, child_id, restriction_id, desk.now):
        return False
    about = {"child": child_id, "restriction": restriction_id}
    records.note(desk.db, desk.school.id, "no longer kept out", desk.now, person_id=by_id, about=about)
    return True


def address_of(desk: Desk, typed: str) -> str:
    """The address that a typed number means; "" where it is none."""
    found = number(typed, desk.school.calendar.country)
    return found.address if isinstance(found, Number) else ""
