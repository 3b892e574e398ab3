"""Who saw what about one child: each look by somebody who is not the room's own staff, and each text that was sent.

For the school it covers all of the child's homes. For a family it is about one home only: nothing in it tells of the
other one, nor that there is one.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.acts.desk import Desk
from bot.acts.reading import shown, voices
from bot.acts.reading.journeys import Journey, journey
from bot.acts.reading.lines import guardians
from bot.acts.reading.looks import note_look
from bot.acts.reading.viewer import Viewer
from bot.model.chat import MessageKind, PromptKind
from bot.model.delivery import Gate, Turn
from bot.store import lanes, records
from bot.store.console import people as listed
from bot.store.console import saw as rows
from bot.store.console import threads
from bot.store.rows import Row

LOOKED = "looked at who saw what"
PAGE = 50
MOST = 20_000  #: entries of one print
KINDS_OF_LOOKS = {
    "looked at a thread": "read the conversation",
    "looked at answers": "read answers to a question",
    rows.TAKEN: "took answers to a question away, as a table",
    "looked at a picture": "looked at a picture, or heard a voice note",
    shown.CHILD: "read who is in the child’s homes, their languages, and how each phone is reached",
    shown.FAMILIES: "read the list of the room’s families: who they are, their languages, and how they are reached",
    shown.REACHED: "read on a list whether our texts reach this home",
    shown.AWAY: "read on a list when the child is away",
    shown.URGENT: "read words that were called urgent",
    shown.IN_NO_THREAD: "read words that had found no thread yet",
    shown.UNDECIDED: "read words of which nobody can tell whether they arrived",
    shown.LETTERS: "read the list of printed letters: for whom they are, and in which language",
    LOOKED: "looked at this list",
    rows.PRINTED: "printed this list",
}

#: As a family may call them: they read it on paper.
_KINDS = {
    PromptKind.PROMPT: "a question",
    PromptKind.ACTIVITY: "an idea for home",
    PromptKind.NOTICE: "news",
    PromptKind.CELEBRATION: "good news",
    PromptKind.SAFETY: "a safety message",
}


@dataclass(frozen=True)
class Seen:
    """One look, or one text on its way to one phone."""

    at: datetime
    who: str  #: who looked, or whose phone it is
    what: str
    home: str  #: whose home it is about; empty in a family's own copy, and where a look was about no home
    journey: Journey | None  #: of a text


@dataclass(frozen=True)
class Saw:
    child_id: int
    child: str
    homes: Mapping[int, str]  #: by their guardians' names
    seen: tuple[Seen, ...]
    older: tuple[int, int] | None  #: where the next page begins: the last look and the last text of this one
    home: str = ""  #: a copy for this home


def page(desk: Desk, who: Viewer, child_id: int, looks: int | None, sends: int | None) -> Saw | None:
    """Newest first, from these looks and texts on; the first page is a look of its own, and is written down."""
    name = rows.child_named(desk.db, who.sight, child_id)
    if name is None:
        return None
    if looks is None and sends is None:
        note_look(desk, who, LOOKED, {"child": child_id})
    homes = _homes(desk, who, child_id)
    first = rows.looks(desk.db, who.sight, child_id, None, looks, PAGE + 1)
    second = rows.sends(desk.db, who.sight, child_id, None, sends, PAGE + 1)
    shown = _merged(first, second)[:PAGE]
    older = None
    if len(shown) < len(first) + len(second):
        older = (
            min((it["id"] for it in shown if "act" in it), default=looks or _beyond(first)),
            min((it["id"] for it in shown if "act" not in it), default=sends or _beyond(second)),
        )
    seen = tuple(_seen(it, desk.school.name, homes, None) for it in shown)
    return Saw(child_id, name, homes, seen, older)


def printed(desk: Desk, who: Viewer, child_id: int, home_id: int | None) -> Saw | None:
    """Everything, for paper; that it was printed is written down. `home_id`: a copy for that home alone."""
    name = rows.child_named(desk.db, who.sight, child_id)
    homes = _homes(desk, who, child_id) if name is not None else {}
    if name is None or (home_id is not None and home_id not in homes):
        return None
    first = rows.looks(desk.db, who.sight, child_id, home_id, None, MOST)
    second = rows.sends(desk.db, who.sight, child_id, home_id, None, MOST)
    about = {"child": child_id} | ({"home": home_id} if home_id is not None else {})
    records.note(desk.db, desk.school.id, rows.PRINTED, desk.now, person_id=who.person.id, about=about,
                 child_id=child_id, household_id=home_id)  # fmt: skip
    members = set(threads.ever_members(desk.db, home_id)) if home_id is not None else None
    seen = tuple(
        _seen(it, desk.school.name, {} if members is not None else homes, members)
        for it in _merged(first, second)
    )
    return Saw(child_id, name, homes, seen, None, homes[home_id] if home_id is not None else "")


def _homes(desk: Desk, who: Viewer, child_id: int) -> dict[int, str]:
    ids = [row["id"] for row in listed.homes(desk.db, who.sight, [child_id])]
    named = guardians(lanes.members(desk.db, ids, desk.now))
    found = {}
    for home in ids:
        names = named.get(home) or tuple(
            threads.names(desk.db, list(threads.ever_members(desk.db, home))).values()
        )
        found[home] = " and ".join(names) or "nobody we know"
    return found


def _merged(looks: Sequence[Row], sends: Sequence[Row]) -> list[Row]:
    """Both are newest first already; of two at one moment, the text comes first."""
    return list(heapq.merge(sends, looks, key=_at, reverse=True))


def _at(it: Row) -> datetime:
    at: datetime = it["at"] if "act" in it else it["created_at"]
    return at


def _beyond(every: Iterable[Row]) -> int:
    """Before all of these."""
    return max((it["id"] for it in every), default=0) + 1


def _seen(it: Row, school: str, homes: Mapping[int, str], members: set[int] | None) -> Seen:
    home = homes.get(it["household_id"], "")
    if "act" in it:
        return Seen(
            it["at"],
            it["person_name"] or school,
            KINDS_OF_LOOKS.get(str(it["act"]), str(it["act"])),
            home,
            None,
        )
    name = it["person_name"] or ""
    # A phone may be shared with somebody of another home: that one is nobody's business here.
    if members is not None and it["gate"] != Gate.STAFF and it["person_id"] not in members:
        name = "a phone of this home"
    return Seen(it["created_at"], name or "a phone of this home", _what(it, school), home, journey(it, ()))


def _what(it: Row, school: str) -> str:
    if it["message_kind"] == MessageKind.ANSWER:
        return f"an answer from {it['author_name']}"
    if it["message_kind"] is not None:
        return f"{'a share' if it['message_kind'] == MessageKind.SHARE else 'words'} of {_whose(it)}"
    if it["prompt_kind"] is not None:
        again = "a reminder of " if it["turn"] > Turn.PROMPT else ""
        return f"{again}{_KINDS[PromptKind(it['prompt_kind'])]} from {it['asker_name'] or school}"
    return f"a notice from {school}"


def _whose(it: Row) -> str:
    return voices.named(it["child_name"], str(it["author_name"]), by_child=it["by_child"])
