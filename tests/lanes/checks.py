"""Every check that guards a lane, by name, and how it is taken out. The machine must find the leak without it."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from bot.acts import answering, ears, inviting, linking, mandates, matters, quoting, widening
from bot.model.people import Scope
from bot.store import by_reference
from bot.store.prepared import Prepared
from tests.lanes import taking_out
from tests.lanes.changes import changes_number, leaves_their_phone, moves_room, sends, time_passes
from tests.lanes.classroom import answers, asks, asks_for_class, looks, relieves
from tests.lanes.doors import comes_in_by_a_code, opens_telegram
from tests.lanes.families import says_a_word, shows_it_to_all, stops, wants_to_share, writes
from tests.lanes.meanings import answers_by_number
from tests.lanes.office import governs, keeps_out, leaves, merges, parts, places
from tests.lanes.taking_out import Patch
from tests.lanes.town import Deed


@dataclass(frozen=True)
class Check:
    """`aim`: the deeds that lead near what it guards, one after the other, again and again."""

    take_out: Callable[[Patch], object]
    aim: tuple[Deed, ...]


CHECKS: dict[str, Check] = {
    "membership at the call": Check(taking_out.no_membership, (answers, asks, leaves, parts, sends)),
    "stories only, at the call and where words are relayed": Check(
        lambda patch: (taking_out.at_the_call(taking_out.wide(Scope.STORIES))(patch),
                       patch.setattr(ears, "hears", lambda *_: True)),
        (places, asks, time_passes, writes, writes, writes, time_passes, time_passes)),
    "stories only, at the call": Check(
        taking_out.at_the_call(taking_out.wide(Scope.STORIES)), (places, asks, answers, governs, governs, sends)),
    "one subject only, at the call": Check(
        taking_out.at_the_call(taking_out.wide(Scope.SUBJECT)), (places, asks, answers, governs, governs, sends)),
    "private matters at the call": Check(lambda patch: (
        taking_out.at_the_call(taking_out.trusted)(patch),
        patch.setattr(answering.mandates, "trusted", lambda db, homes, now: set(range(10_000)))), (places, answers, answers, sends)),
    "private matters in a family's own words": Check(lambda patch: (
        taking_out.at_the_call(taking_out.trusted)(patch),
        patch.setattr(matters, "of_family", lambda *_: None)),
        (places, asks, time_passes, writes, writes, writes, time_passes, writes, writes, time_passes)),
    "the lanes of our own words": Check(taking_out.no_lane_in_our_words, (writes, writes, says_a_word, leaves, parts, sends)),
    "whose phone it is, when it is left and at the call": Check(
        taking_out.whatever_waited_for_whom, (places, places, wants_to_share, changes_number, changes_number, sends)),
    "who teaches the child, at the call": Check(taking_out.any_teacher, (writes, writes, moves_room, relieves, sends)),
    "STOP": Check(taking_out.no_stop, (answers, asks, stops, sends)),
    "a court's order": Check(taking_out.nobody_is_kept_out, (keeps_out, asks, answers, sends)),
    "a court's order over a later grant": Check(taking_out.a_grant_wins, (keeps_out, places, places, asks, answers, sends)),
    "the home's own members": Check(taking_out.other_homes_too, (asks, sends, writes, writes, sends)),
    "the scope in the fan-out": Check(taking_out.any_scope_in_the_fan_out, (places, asks)),
    "the end of a place in the fan-out": Check(taking_out.ended_in_the_fan_out, (leaves, asks)),
    "private matters in the fan-out": Check(taking_out.private_in_the_fan_out, (places, asks)),
    "the room of today in the fan-out": Check(taking_out.rooms_of_old, (moves_room, asks)),
    "every guardian's yes": Check(taking_out.one_guardian_is_enough, (places, governs, governs, asks, asks)),
    "the end that a guardian set": Check(taking_out.no_end, (places, governs, governs, time_passes, time_passes, time_passes)),
    "private words": Check(taking_out.no_private_words, (writes, writes, sends)),
    "a writer who was told": Check(lambda patch: patch.setattr(ears, "told", lambda *_: True), (writes, writes, sends)),
    "a writer who was told since they came back": Check(
        taking_out.told_once_and_for_all, (places, asks, sends, writes, sends, leaves, places, time_passes, asks, writes, sends)),
    "ALL for those who were named": Check(lambda patch: patch.setattr(
        widening, "_was_named", lambda *_: True), (writes, sends, places, shows_it_to_all, sends)),
    "ALL only while nothing came between": Check(lambda patch: patch.setattr(widening, "can_widen", lambda *_: True), (writes, sends, asks, answers, sends, shows_it_to_all, sends)),
    "who speaks at a shared phone": Check(lambda patch: patch.setattr(
        "bot.reception._speaker", lambda desk, contact, shared: shared[0] if shared else None), (writes, writes, writes, sends)),
    "which child": Check(taking_out.the_first_child, (writes, writes, sends)),
    "an answer to private words": Check(taking_out.answers_for_everybody, (writes, writes, answers, answers, sends)),
    "quoted words where they stand": Check(lambda patch: patch.setattr(quoting, "_stands", lambda *_: (True, None)), (writes, writes, answers, answers, sends)),
    "the question for class, on the giver's phone": Check(
        taking_out.asked_on_any_phone, (writes, writes, asks_for_class, sends)),
    "only guardians open a lane": Check(lambda patch: patch.setattr(inviting, "guarded", list), (places, governs, comes_in_by_a_code, answers_by_number)),
    "two homes of one child are not made one unasked": Check(taking_out.one_home_or_two, (parts, merges)),
    "a chat that is left is left": Check(lambda patch: patch.setattr(linking, "_leave", lambda *_: None), (opens_telegram, asks, answers, answers, sends)),
    "a number that is left is left": Check(lambda patch: patch.setattr(
        "bot.acts.changing_phones.many.unlink", lambda *_: None), (changes_number, asks, answers, answers, sends)),
    "what was told on a phone is forgotten with it": Check(lambda patch: patch.setattr(
        ears, "forget", lambda *_: None), (places, places, asks, sends, leaves_their_phone, sends)),
    "who sees which room": Check(taking_out.narrowed_by_nobody, (writes, looks)),
    "what one guardian takes back": Check(lambda patch: patch.setattr(
        mandates.mandates, "disagree", lambda *_: None), (places, governs, governs, governs, asks, asks)),
    "who else hears, in the sentence about it": Check(
        taking_out.whoever_was_at_home, (leaves, time_passes, time_passes, time_passes, asks, asks, sends)),
}  # fmt: skip


@contextmanager
def without(check: Check) -> Iterator[None]:
    """Statements that were built with the check are forgotten, and those without it afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        check.take_out(patch)
        _forget_statements()
        try:
            yield
        finally:
            patch.undo()
            _forget_statements()


def _forget_statements() -> None:
    for built in (by_reference.new_ones, by_reference.new_pairs):
        built.cache_clear()
    gc.unfreeze()  # or what was imported is not among the objects (see tests/conftest.py)
    for it in gc.get_objects():
        if type(it) is Prepared:
            it._ready.clear()
    gc.freeze()
