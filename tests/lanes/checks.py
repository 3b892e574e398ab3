"""Every check that guards a lane, by name, and how it is taken out. The machine must find the leak without it."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import true

from bot.acts import answering, ears, in_class, inviting, linking, mandates, quoting, widening
from bot.model.chat import Ears
from bot.store import by_reference, hearing, lanes, people
from bot.store.prepared import Prepared
from tests.lanes import taking_out
from tests.lanes.taking_out import Patch

CHECKS: dict[str, Callable[[Patch], object]] = {
    "membership at the call": taking_out.no_membership,
    "stories only, at the call and where words are relayed": lambda patch: (
        taking_out.at_the_call(taking_out.wide)(patch), patch.setattr(ears, "hears", lambda *_: True)),
    "one subject only, at the call and in the fan-out": lambda patch: (
        taking_out.at_the_call(taking_out.wide)(patch), taking_out.any_scope_in_the_fan_out(patch)),
    "private matters at the call": lambda patch: (
        taking_out.at_the_call(taking_out.trusted)(patch),
        patch.setattr(answering.mandates, "trusted", lambda db, homes, now: set(range(10_000)))),
    "the lanes of our own words": taking_out.no_lane_in_our_words,
    "whose phone it is, at the call": taking_out.no_owner,
    "who teaches the child, at the call": taking_out.any_teacher,
    "STOP": taking_out.no_stop,
    "a court's order": taking_out.nobody_is_kept_out,
    "a court's order over a later grant": taking_out.a_grant_wins,
    "the home's own members": taking_out.other_homes_too,
    "the scope in the fan-out": taking_out.any_scope_in_the_fan_out,
    "the end of a place in the fan-out": taking_out.ended_in_the_fan_out,
    "private matters in the fan-out": taking_out.private_in_the_fan_out,
    "the room of today in the fan-out": taking_out.rooms_of_old,
    "every guardian's yes": taking_out.one_guardian_is_enough,
    "the end that a guardian set": taking_out.no_end,
    "private words": lambda patch: patch.setattr(ears, "choose", lambda *_, **__: Ears.HOUSEHOLD),
    "a writer who was told": lambda patch: patch.setattr(ears, "told", lambda *_: True),
    "ALL for those who were named": lambda patch: patch.setattr(
        widening, "_named", lambda *_: set(range(10_000))),
    "ALL only while nothing came between": lambda patch: patch.setattr(widening, "can_widen", lambda *_: True),
    "who speaks at a shared phone": lambda patch: patch.setattr(
        "bot.reception._speaker", lambda desk, contact, shared: shared[0] if shared else None),
    "which child": taking_out.the_first_child,
    "an answer to private words": taking_out.answers_for_everybody,
    "quoted words where they stand": lambda patch: patch.setattr(quoting, "_stands", lambda *_: (True, None)),
    "the question for class, on the giver's phone": lambda patch: patch.setattr(
        in_class, "_phone", lambda desk, said, giver: (next(iter(people.contacts_of(desk.db, [
            it.person.id for it in lanes.members(desk.db, [giver.lane.household_id], desk.now)
        ]).values()))[0], True)),
    "only guardians open a lane": lambda patch: patch.setattr(inviting, "guarded", list),
    "two homes of one child are not made one unasked": taking_out.one_home_or_two,
    "a chat that is left is left": lambda patch: patch.setattr(linking, "_leave", lambda *_: None),
    "a number that is left is left": lambda patch: patch.setattr(
        "bot.acts.changing_phones.many.unlink", lambda *_: None),
    "what was told on a phone is forgotten with it": lambda patch: patch.setattr(
        ears, "forget", lambda *_: None),
    "who sees which room": taking_out.narrowed_by_nobody,
    "what one guardian takes back": lambda patch: patch.setattr(
        mandates.mandates, "disagree", lambda *_: None),
    "who else hears, in the sentence about it": lambda patch: patch.setattr(
        hearing.places, "today", lambda table: (true(),)),
}  # fmt: skip


@contextmanager
def without(check: str) -> Iterator[None]:
    """Statements that were built with the check are forgotten, and those without it afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        CHECKS[check](patch)
        _forget_statements()
        try:
            yield
        finally:
            patch.undo()
            _forget_statements()


def _forget_statements() -> None:
    for built in (by_reference.new_ones, by_reference.new_pairs):
        built.cache_clear()
    for it in gc.get_objects():
        if type(it) is Prepared:
            it._ready.clear()
