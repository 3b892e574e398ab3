"""How a check is taken out: one function a check, for those that take more than a line."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import false, true

from bot.acts import answering, ears, elsewhere, in_class, merging, placing, writing
from bot.acts.placing import Placed
from bot.dispatch import last_look
from bot.model.chat import Ears
from bot.model.people import Scope
from bot.store import audience, calling, fanning, hearing, lanes, many, outbox, people, places, restrictions
from bot.store import mandates as yeses
from bot.store.console import scope
from bot.store.tables import child, enrolment, membership
from tests.lanes.register import BEFORE

Patch = pytest.MonkeyPatch


def everywhere(patch: Patch, name: str, put: Any, *modules: Any) -> None:
    for it in modules:
        if hasattr(it, name):
            patch.setattr(it, name, put)


def at_the_call(change: Callable[[Any], Any]) -> Callable[[Patch], None]:
    """The last look sees the places at a phone otherwise than they are."""
    was = last_look._hears

    def take_out(patch: Patch) -> None:
        patch.setattr(last_look, "_hears", lambda row, facts, found: was(row, facts, change(found)))

    return take_out


def wide(scope: Scope) -> Callable[[Any], Any]:
    """Who was let in for so much sees everything."""
    return lambda found: frozenset(
        it._replace(scope=Scope.EVERYTHING) if it.scope == scope else it for it in found or ()
    )


def trusted(found: Any) -> Any:
    return frozenset(it._replace(private=True) for it in found or ())


def no_membership(patch: Patch) -> None:
    patch.setattr(last_look, "_hears", lambda row, facts, found: True)


def no_lane_in_our_words(patch: Patch) -> None:
    was = last_look._children

    def children(row: Any, gate: Any, facts: Any, members: Any) -> Any:
        if gate == "own":
            return [facts.names[child] for child, _home in facts.pairs.get(row["id"], [])]
        return was(row, gate, facts, members)

    patch.setattr(last_look, "_children", children)


def any_teacher(patch: Patch) -> None:
    patch.setattr(
        calling, "_staff", lambda db, persons, children, now: {(p, c) for p in persons for c in children}
    )


def no_owner(patch: Patch) -> None:
    was = last_look._stopped
    patch.setattr(last_look, "_stopped", lambda row, gate, facts: (
        None if was(row, gate, facts) == "no longer this person's phone" else was(row, gate, facts)))  # fmt: skip


def whatever_waited_for_whom(patch: Patch) -> None:
    """All of it, for one stands behind the other: what waits on a phone that somebody leaves is taken along or dropped,
    and is looked at."""
    patch.setattr(elsewhere, "part", lambda *_: [])
    patch.setattr(many, "drop_waiting", lambda *_: None)
    no_owner(patch)


def no_stop(patch: Patch) -> None:
    patch.setattr(last_look, "_stopped", lambda *_: None)
    patch.setattr(outbox, "cancel_waiting", lambda *_: None)


def nobody_is_kept_out(patch: Patch) -> None:
    everywhere(patch, "keeps_out", lambda *_: false(), lanes, places, calling, restrictions)
    everywhere(patch, "restricted", lambda *_, **__: False, lanes, restrictions)
    patch.setattr(restrictions, "places_of", lambda *_, **__: [])


def a_grant_wins(patch: Patch) -> None:
    """The order still ends the places; a later grant opens them again."""
    everywhere(patch, "restricted", lambda *_, **__: False, lanes, restrictions)
    everywhere(patch, "keeps_out", lambda *_: false(), lanes, places, calling)


def other_homes_too(patch: Patch) -> None:
    """The others at home are sought by the child, not by the home."""
    was = lanes.members

    def members(db: Any, homes: Any, now: Any) -> Any:
        found = [
            it
            for it in homes
            for other in lanes.households_of(db, [lanes.lane(db, it).child.id])
            for it in (it, other)
        ]
        asked = [*homes]
        every = was(db, found, now)
        return [
            replace(it, lane=lanes.lane(db, asked[0])) for it in every if it.lane.household_id not in asked
        ] + was(db, asked, now)

    patch.setattr(ears.lanes, "members", members)
    # Not whom the turn has read: they are of the writer's own homes.
    others = ears.others_in
    patch.setattr(ears, "others_in", lambda *asked, at_home=None, **how: others(*asked, **how))
    no_membership(patch)


def any_scope_in_the_fan_out(patch: Patch) -> None:
    everywhere(patch, "lets_in", lambda asks: [*places.today(membership)], places, audience)


def ended_in_the_fan_out(patch: Patch) -> None:
    was = places.lets_in
    everywhere(patch, "lets_in", lambda asks: was(asks)[2:], places, audience)


def private_in_the_fan_out(patch: Patch) -> None:
    was = places.lets_in
    everywhere(patch, "lets_in", lambda asks: was(replace(asks, private=False)), places, audience)


def rooms_of_old(patch: Patch) -> None:
    """Who has left the room is asked as if they were there."""
    for module in (audience,):
        patch.setattr(module, "today", lambda table: (true(),) if table is enrolment else places.today(table))
    patch.setattr(fanning.places, "today", lambda table: (true(),) if table is enrolment else (
        table.c.since <= places.NOW, places.or_(table.c.until.is_(None), table.c.until > places.NOW)))  # fmt: skip


def no_private_words(patch: Patch) -> None:
    """Both, for one stands behind the other: whose ears are chosen, and that a family began it by itself."""
    patch.setattr(ears, "choose", lambda *_, **__: Ears.HOUSEHOLD)
    patch.setattr(writing, "_starts", lambda *_: False)


def told_once_and_for_all(patch: Patch) -> None:
    """Whatever a phone was told of somebody holds for every place that they will have there."""
    was = ears.known_of
    patch.setattr(ears, "known_of", lambda told, home, since: was(told, home, dict.fromkeys(since, BEFORE)))


def asked_on_any_phone(patch: Patch) -> None:
    """The first phone of that home; and, since that would stop it, nobody asks at the call whose phone it is."""

    def phone(desk: Any, said: Any, giver: Any) -> Any:
        home = lanes.members(desk.db, [giver.lane.household_id], desk.now)
        theirs = people.contacts_of(desk.db, [it.person.id for it in home])
        return next(iter(theirs.values()))[0], True

    patch.setattr(in_class, "_phone", phone)
    no_owner(patch)


def one_guardian_is_enough(patch: Patch) -> None:
    def sees() -> Any:
        said = places.exists().where(places.private_yes.c.membership_id == membership.c.id)
        return places.or_(membership.c.guardian, said)

    everywhere(patch, "sees_private", sees, places, calling, yeses)


def whoever_was_at_home(patch: Patch) -> None:
    """In that sentence alone."""
    here = SimpleNamespace(**{**vars(places), "today": lambda table: (true(),)})
    patch.setattr(hearing, "places", here)


def no_end(patch: Patch) -> None:
    """A place until a day goes on after it."""
    patch.setattr(lanes, "change_end", lambda *_: None)


def the_first_child(patch: Patch) -> None:
    was = placing.place

    def place(desk: Any, spoken: Any, members: Any) -> Any:
        found = was(desk, spoken, members)
        return Placed(found.members[:1]) if isinstance(found, placing.Doubt) else found

    patch.setattr(placing, "place", place)


def answers_for_everybody(patch: Patch) -> None:
    was = answering._hearers
    patch.setattr(
        answering,
        "_hearers",
        lambda desk, lane, writer, whose, private: was(desk, lane, writer, Ears.HOUSEHOLD, private),
    )


def one_home_or_two(patch: Patch) -> None:
    was = merging.look

    def look(desk: Any, keep_id: int, gone_id: int) -> Any:
        found = was(desk, keep_id, gone_id)
        return replace(found, across=False) if isinstance(found, merging.Merge) else found

    patch.setattr(merging, "look", look)


def narrowed_by_nobody(patch: Patch) -> None:
    patch.setattr(scope, "children", lambda sight: places.select(child.c.id))
