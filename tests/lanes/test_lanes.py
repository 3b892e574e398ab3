"""What one home says reaches that home and the school, and nobody else: whatever families, offices and machines do.

A machine plays a school: people join and leave, homes part and merge, children move rooms, numbers change hands, words
are written, answered and broadcast, the process dies in the middle of a call. Each family's words carry a canary. Every
call is looked at when it is made: a canary may only go to a phone of somebody who is in that lane at that moment.

It is red without each of these, tried one by one (see `test_the_machine_sees_each_check_missing`):
the membership at the call · whose ears (private words; stories only, which is held at the relaying and at the call) ·
the lane in the fan-out · the state of a contact (held at STOP, which drops what waits, and at the call) · who speaks at
a shared phone.

The school-level restriction (a court order) ends a place for as long as it stands: here it is played by ending the place.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.acts import ears
from bot.dispatch import last_look
from bot.model.chat import Ears, PromptKind
from bot.model.people import Scope
from bot.store import audience, by_reference, outbox, places
from bot.store.tables import membership
from tests.lanes.homes import Canary, Homes, template

NUMBERS = st.integers(0, 63)
WEEK = 7 * 24 * 60
STEPS = 100
seen: Counter[str] = Counter()
_examples = count(1)
_ground: dict[str, Path] = {}


class Lanes(RuleBasedStateMachine):
    """Steps are counted in `seen`; a leak stops the machine at once."""

    @initialize()
    def opens(self) -> None:
        self.homes = Homes(_ground["template"], _ground["folder"], next(_examples))
        self.last: dict[str, str] = {}  #: address: whose turn it was to speak there
        self.tokens = count(1)

    def teardown(self) -> None:
        if hasattr(self, "homes"):
            seen.update(self.homes.delivered)
            self.homes.close()

    @invariant()
    def nothing_has_leaked(self) -> None:
        seen["steps"] += 1
        if hasattr(self, "homes") and self.homes.leaks:
            raise AssertionError("\n".join(self.homes.leaks))

    # Families

    @rule(who=NUMBERS, share=st.booleans())
    def writes(self, who: int, share: bool) -> None:
        phone = self._phone(who)
        people = sorted({row["person"] for row in self.homes.people_at(phone["address"])})
        speaker = self._speaker(phone, people)
        token = f"zq{next(self.tokens)}"
        asked = self._asked_lately(phone["address"], people)
        homes = self.homes.homes_of(speaker) if speaker else set()
        self.homes.canaries[token] = Canary(
            speaker, phone["address"], homes, private=not share and not asked, share=share
        )
        self._says(phone, f"SHARE: {token} kai" if share else f"We did {token} kai")

    @rule(who=NUMBERS)
    def shows_it_to_all(self, who: int) -> None:
        phone = self._phone(who)
        for canary in self.homes.canaries.values():
            if canary.address == phone["address"] and not canary.held:
                canary.private = False
        self._says(phone, "ALL")

    @rule(who=NUMBERS, number=st.integers(1, 5))
    def answers_by_number(self, who: int, number: int) -> None:
        self._says(self._phone(who), str(number))

    @rule(
        who=NUMBERS,
        word=st.sampled_from(["WHO", "FAMILY", "HELP", "PAUSE", "MORE", "ok", "START", "STOP", "START"]),
    )
    def says_a_word(self, who: int, word: str) -> None:
        phone = self._phone(who)
        self._says(phone, word)
        if word == "STOP":
            self.homes.stopped.add(phone["address"])
        elif word == "START":
            self.homes.stopped.discard(phone["address"])

    @rule(who=NUMBERS)
    def says_who_speaks(self, who: int) -> None:
        """On a shared phone: their words, and those that waited for the name, are theirs."""
        shared = self.homes.rows(
            """SELECT k.address, k.channel, p.id AS person, p.name FROM contact_person cp JOIN contact k
               ON k.id = cp.contact_id JOIN person p ON p.id = cp.person_id WHERE k.address = '+642000000104'"""
        )
        if len(shared) < 2:
            return
        chosen = shared[who % len(shared)]
        for canary in self.homes.canaries.values():
            if canary.held and canary.address == chosen["address"]:
                canary.held, canary.writer = False, chosen["person"]
                canary.homes = self.homes.homes_of(chosen["person"])
        self._says(chosen, f"this is {chosen['name']}")

    # The school

    @rule(room=st.sampled_from([["Room 5"], ["Room 2"], ["Room 5", "Room 2"]]), idea=st.booleans())
    def asks(self, room: list[str], idea: bool) -> None:
        self.homes.asks(room, PromptKind.ACTIVITY if idea else PromptKind.PROMPT)

    @rule(which=NUMBERS)
    def a_teacher_answers(self, which: int) -> None:
        homes = self.homes.rows("SELECT id FROM household ORDER BY id")
        self.homes.answer(homes[which % len(homes)]["id"])

    # Joining, leaving, moving, parting, merging, changing numbers

    @rule(which=NUMBERS, who=NUMBERS, scope=st.sampled_from(list(Scope)[:2]))
    def joins(self, which: int, who: int, scope: Scope) -> None:
        guardians = self.homes.rows("SELECT * FROM membership WHERE until IS NULL AND guardian ORDER BY id")
        if not guardians:
            return
        by = guardians[which % len(guardians)]
        people = self.homes.rows("SELECT id FROM person WHERE name LIKE 'Aq%' ORDER BY id")
        self.homes.place(by["household_id"], people[who % len(people)]["id"], scope, by["person_id"])

    @rule(who=NUMBERS, number=st.integers(0, 5), choice=st.sampled_from(["1", "2", "5"]))
    def comes_in_by_a_code(self, who: int, number: int, choice: str) -> None:
        guardian = self._phone(who)
        if guardian["channel"] == "sms":
            self.homes.comes_in(guardian["address"], f"+64200000030{number}", f"Aq3{number}q", choice)

    @rule(which=NUMBERS)
    def leaves(self, which: int) -> None:
        place = self._place(which)
        if place:
            self.homes.ends(place["id"])

    @rule(which=NUMBERS)
    def moves_room(self, which: int) -> None:
        children = self.homes.rows("SELECT id FROM child ORDER BY id")
        rooms = self.homes.rows("SELECT id FROM room ORDER BY id")
        self.homes.moves_room(children[which % len(children)]["id"], rooms[which % 2]["id"])

    @rule(which=NUMBERS)
    def parts(self, which: int) -> None:
        place = self._place(which)
        if place:
            self.homes.moves_home(place["id"], None)

    @rule(which=NUMBERS, other=NUMBERS)
    def merges(self, which: int, other: int) -> None:
        place = self._place(which)
        if not place:
            return
        homes = self.homes.rows(
            "SELECT id FROM household WHERE child_id = (SELECT child_id FROM household WHERE id = :home) ORDER BY id",
            home=place["household_id"],
        )
        to = homes[other % len(homes)]["id"]
        if to != place["household_id"]:
            self.homes.moves_home(place["id"], to)

    @rule(who=NUMBERS, number=st.integers(0, 2))
    def changes_number(self, who: int, number: int) -> None:
        people = self.homes.rows("SELECT id FROM person WHERE name LIKE 'Aq%' ORDER BY id")
        address = f"+64200000020{number}"
        taken = self.homes.rows("SELECT 1 FROM contact k JOIN contact_person cp ON cp.contact_id = k.id "
                                "WHERE k.address = :it", it=address)  # fmt: skip
        if not taken and address not in self.homes.stopped:
            self.homes.changes_number(people[who % len(people)]["id"], address)

    # Time, work and death

    @rule(minutes=st.sampled_from([1, 5, 30, 120, 600, WEEK + 60]))
    def time_passes(self, minutes: int) -> None:
        self.homes.now += timedelta(minutes=minutes)
        self.homes.send()

    @rule()
    def sends(self) -> None:
        self.homes.send()

    @rule(after=st.integers(0, 3))
    def dies_in_the_middle(self, after: int) -> None:
        for carrier in self.homes.carriers.values():
            carrier.dies_after = after
        self.homes.send()
        for carrier in self.homes.carriers.values():
            carrier.dies_after = None

    # What the machine knows

    def _phone(self, who: int) -> dict[str, Any]:
        phones = self.homes.rows(
            """SELECT DISTINCT k.address, k.channel FROM contact k JOIN contact_person cp ON cp.contact_id = k.id
               WHERE k.address NOT LIKE '9%' ORDER BY k.id"""
        )
        return phones[who % len(phones)]

    def _place(self, which: int) -> dict[str, Any] | None:
        places = self.homes.rows("SELECT * FROM membership WHERE until IS NULL ORDER BY id")
        return places[which % len(places)] if len(places) > 4 else None

    def _speaker(self, phone: dict[str, Any], people: list[int]) -> int | None:
        """Whose words these are; None where several use the phone and nobody has said so lately."""
        users = self.homes.rows(
            """SELECT cp.person_id AS person FROM contact_person cp JOIN contact k ON k.id = cp.contact_id
               WHERE k.address = :at""",
            at=phone["address"],
        )
        if len(users) == 1:
            return int(users[0]["person"])
        known = self.homes.rows(
            "SELECT speaker_id FROM contact WHERE address = :at AND speaker_until > :now",
            at=phone["address"], now=self.homes.moment,
        )  # fmt: skip
        return int(known[0]["speaker_id"]) if known else None

    def _asked_lately(self, address: str, people: list[int]) -> bool:
        at = self.homes.asked_at.get(address)
        others = self.homes.rows(
            f"""SELECT k.address FROM contact k JOIN contact_person cp ON cp.contact_id = k.id
                WHERE cp.person_id IN ({",".join(map(str, people)) or 0})"""
        )
        moments = [at, *(self.homes.asked_at.get(it["address"]) for it in others)]
        return any(it is not None and (self.homes.now - it).total_seconds() < WEEK * 60 for it in moments)

    def _says(self, phone: dict[str, Any], words: str) -> None:
        self.homes.hears(phone["channel"], phone["address"], words)


@pytest.fixture
def ground(tmp_path: Path) -> None:
    _ground.update(template=template(tmp_path), folder=tmp_path)
    seen.clear()


def plays(examples: int, steps: int = STEPS) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Lanes,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None, derandomize=True,
            phases=(Phase.generate,), suppress_health_check=list(HealthCheck), print_blob=False,
        ),
    )  # fmt: skip


def test_no_home_hears_another(ground: None, request: pytest.FixtureRequest) -> None:
    """20,000 steps; 100,000 with --long. And it is no silence that is tested: words did go where they belong."""
    wanted = 100_000 if request.config.getoption("long") else 20_000
    plays(wanted // STEPS + 4)
    assert seen["steps"] >= wanted, seen
    assert min(seen[it] for it in ("relayed", "asked", "answered", "to teachers")) > wanted // 200, seen


def _everything(row: Any, facts: Any, places: Any) -> bool:
    return True


CHECKS: dict[str, Callable[[pytest.MonkeyPatch], object]] = {
    "membership at the call": lambda patch: patch.setattr(last_look, "_hears", _everything),
    "private words": lambda patch: patch.setattr(ears, "choose", lambda *_, **__: Ears.HOUSEHOLD),
    "stories only": lambda patch: (
        patch.setattr(ears, "hears", lambda *_: True),
        patch.setattr(last_look, "_hears", lambda row, facts, places: bool(places)),
    )[0],
    "the state of a contact": lambda patch: [
        patch.setattr(last_look, "_stopped", lambda *_: None),
        patch.setattr(outbox, "cancel_waiting", lambda *_: None),
    ],
    "who speaks at a shared phone": lambda patch: patch.setattr(
        "bot.reception._speaker", lambda desk, contact, shared: shared[0] if shared else None
    ),
    "the lane in the fan-out": lambda patch: [
        patch.setattr(it, "lets_in", lambda asks: [membership.c.scope == Scope.EVERYTHING])
        for it in (audience, places)
    ],
}


@pytest.mark.parametrize("check", CHECKS)
def test_the_machine_sees_each_check_missing(
    ground: None, monkeypatch: pytest.MonkeyPatch, check: str
) -> None:
    """Holds the machine itself: with one check taken out it finds the leak."""
    _forget_statements()
    CHECKS[check](monkeypatch)
    try:
        with pytest.raises(AssertionError):
            plays(60)
    finally:
        _forget_statements()


def _forget_statements() -> None:
    """They are built once: with the check that is taken out, and then with it again."""
    for built in (by_reference.new_ones, by_reference.new_pairs):
        built.cache_clear()
