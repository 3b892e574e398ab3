"""How the checks of the less usual ways are taken out, as in tests.lanes.taking_out."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.acts import handing_over, learners, moving_words, showing, still_yours, stopping, uploading, urgent
from bot.acts.reading import saw
from bot.dispatch import advancing, last_look, opened
from bot.model.chat import Ears
from bot.store import codes as kept_codes
from bot.store import lanes, moves, people
from bot.store.console import scope
from bot.store.tables import membership
from tests.lanes.taking_out import Patch


def moved_to_everybody(patch: Patch) -> None:
    """Whoever is at the new home hears them, whom their writer was never told of."""
    was = moving_words._becomes
    patch.setattr(moving_words, "_becomes", lambda *it: {**was(*it), "ears": Ears.HOUSEHOLD})
    patch.setattr(moving_words.ears, "told", lambda *_: True)


def sent_all_the_same(patch: Patch) -> None:
    """Both, for one stands behind the other: what waits is dropped, and where the words stand is asked at the call."""
    patch.setattr(moves, "unsend", lambda *_: None)
    patch.setattr(last_look, "stands_elsewhere", lambda *_: None)


def any_home_to_move_to(patch: Patch) -> None:
    """Also one that their writer has left."""

    def places(desk: Any, _sight: Any, said: Any) -> Any:
        here = lanes.lanes_of(desk.db, said["author_id"], desk.now)
        every = select(membership.c.household_id).where(membership.c.person_id == said["author_id"])
        return [
            replace(it, lane=lanes.lane(desk.db, home)) for it in here[:1] for home in desk.db.scalars(every)
        ]

    patch.setattr(moving_words, "places", places)


def by_anybody(patch: Patch) -> None:
    patch.setattr(scope, "among", lambda db, seen, ids: set(ids))


def opens_for_whoever_has_it(patch: Patch) -> None:
    """The link is a key: nobody is asked whose phone it is today."""

    def still_about(_desk: Any, row: Any, known: Any) -> list[str]:
        return [known.names[child] for child, _home in known.pairs.get(row["id"], [])]

    patch.setattr(opened, "still_about", still_about)


def opens_for_ever(patch: Patch) -> None:
    patch.setattr(showing, "LIFE", timedelta(days=1000))


def a_picture_from_whoever_has_it(patch: Patch) -> None:
    """From whatever phone, whoever has it, and of whatever home."""

    def way(desk: Any, plain: str) -> Any:
        found = kept_codes.unused(desk.db, desk.school.id, plain, uploading.KIND, desk.now)
        if found is None:
            return None
        contact = people.contact_by_id(desk.db, found["about"]["contact"])
        return uploading.Way(found["id"], contact, people.person_by_id(desk.db, found["person_id"]))

    patch.setattr(uploading, "way", way)


def pictures_for_ever(patch: Patch) -> None:
    patch.setattr(uploading, "LIFE", timedelta(days=1000))
    patch.setattr(uploading.kept_codes, "use", lambda *_, **__: True)
    was = kept_codes.unused
    patch.setattr(uploading.kept_codes, "unused", lambda db, school, plain, kind, now: (
        was(db, school, plain, kind, now) or kept_codes.of_kind(db, school, plain, kind, now)))  # fmt: skip


def whoever_shares_the_phone(patch: Patch) -> None:
    """What comes by a link is of whoever speaks there now."""
    patch.setattr(people, "speaking", lambda *_: nullcontext())


def goes_as_it_was_put(patch: Patch) -> None:
    """What is made of others goes out with every line, and every name, that it was made with."""

    def gathered(desk: Any, row: Any, gate: Any, facts: Any, _hearers: Any) -> Any:
        at = last_look.opens(desk, row, gate, facts)
        looked = [(it, [facts.names[child] for child, _home in facts.pairs.get(it["id"], [])])
                  for it in facts.inside[row["id"]]]  # fmt: skip
        if gate == last_look.Gate.STAFF:
            return last_look.of_teacher(desk, row, facts, at, looked)
        return last_look.of_home(desk, row, facts, at, looked, None)

    patch.setattr(last_look, "_gathered", gathered)


def comes_back_unheard(patch: Patch) -> None:
    patch.setattr(advancing, "NOBODY_THERE", set())


def whoever_writes_is_theirs(patch: Patch) -> None:
    """A number that had nobody there is open again for whoever writes from it."""

    def came_back(desk: Any, contact: Any) -> Any:
        stopping._opened(desk, contact)
        return people.contact_by_id(desk.db, contact.id)

    patch.setattr(stopping, "came_back", came_back)


def silence_is_nothing(patch: Patch) -> None:
    patch.setattr(still_yours, "quarantine", lambda *_: None)


def answers_of_every_room(patch: Patch) -> None:
    patch.setattr(scope, "within", lambda sight, _held, row: row.table.c.school_id == sight.school_id)


def on_paper_for_all_homes(patch: Patch) -> None:
    was, is_sent = saw.rows.looks, saw.rows.sends
    patch.setattr(
        saw.rows, "looks", lambda db, sight, child, _home, *more: was(db, sight, child, None, *more)
    )
    patch.setattr(
        saw.rows, "sends", lambda db, sight, child, _home, *more: is_sent(db, sight, child, None, *more)
    )
    patch.setattr(saw.threads, "ever_members", lambda *_: range(10_000))


def a_child_is_nobody(patch: Patch) -> None:
    """What is said in a child's turn is the guardian's words, like any others."""
    patch.setattr(learners, "turn_at", lambda *_: None)


def handed_to_anybody(patch: Patch) -> None:
    patch.setattr(handing_over, "colleagues", lambda desk, _child, _but: [
        people.person_by_id(desk.db, it) for it in range(1, 4)])  # fmt: skip
    patch.setattr(handing_over.threads, "teaches", lambda *_: True)


def urgent_to_everybody(patch: Patch) -> None:
    """Both, for one stands behind the other: who reads it is looked up, and looked at again at the call."""
    patch.setattr(urgent, "readers", lambda desk: [people.person_by_id(desk.db, it) for it in range(1, 4)])
    was = last_look._children
    patch.setattr(last_look, "_children", lambda row, gate, facts, members: (
        [] if gate == last_look.Gate.OFFICE else was(row, gate, facts, members)))  # fmt: skip
