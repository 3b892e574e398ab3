"""What all who share a phone have in common: the language in which they read, and the hours in which it may ring."""

from collections.abc import Mapping, Sequence

from bot.model.ways import Settings, together
from bot.store.rows import Row


def tongues(owners: Sequence[Row]) -> dict[int, str]:
    found: dict[int, set[str]] = {}
    for it in owners:
        found.setdefault(it["contact_id"], set()).add(it["language"])
    return {contact: next(iter(tags)) for contact, tags in found.items() if len(tags) == 1}


def paced(owners: Sequence[Row], own: Mapping[int, Settings]) -> dict[int, Settings]:
    here: dict[int, list[Settings]] = {}
    for it in owners if own else ():
        if it["person_id"] in own:
            here.setdefault(it["contact_id"], []).append(own[it["person_id"]])
    found = {contact: together(theirs) for contact, theirs in here.items()}
    return {contact: it for contact, it in found.items() if it is not None}
