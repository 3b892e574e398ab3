"""Between claim and call one thing changes: no call is made, and the row says why."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.dispatch.beginning import Call, begin
from bot.model.chat import Say
from bot.model.delivery import Gate, Turn
from bot.model.people import State
from bot.store import attempts, people, restrictions, suppressions
from bot.store import schools as school_rows
from bot.store.tables import (
    child,
    contact,
    delivery,
    enrolment,
    household,
    membership,
    person,
    prompt,
    room,
    staffing,
)
from tests.dispatch.bench import Bench

FRAME = Say("{school}: {children}", {"school": "Harakeke School"})


@dataclass
class Family:
    """One phone in two children's lanes, and a prompt for both on its way to it."""

    bench: Bench
    phone: int
    members: list[int]
    prompt: int
    letter: int

    def begins(self, between: Callable[[], object] = lambda: None) -> list[Call]:
        ids = self.bench.act(lambda desk: attempts.claim(
            desk.db, self.bench.senders["sms"], desk.now, 10, lambda many: [f"t{desk.now.timestamp()}{next(_number)}" for _ in range(many)]))  # fmt: skip
        assert self.letter in ids
        between()
        return self.bench.act(lambda desk: begin(desk, ids, lambda name: None))


_number = iter(range(10_000))


@pytest.fixture
def family(bench: Bench) -> Family:
    phone = bench.phone()
    owner, lanes, members = bench.owner(phone), [], []
    for name in ("Tama", "Lagi"):
        pupil = bench.add(child, name=name, folded=name.lower(), created_at=bench.now)
        home = bench.add(household, child_id=pupil, label="home")
        members.append(bench.add(
            membership, household_id=home, person_id=owner, relation="mother", guardian=True, scope="everything",
            from_roll=True, since=bench.now - timedelta(days=9)))  # fmt: skip
        lanes.append((pupil, home))
    asked = bench.add(
        prompt, content_id=bench.content("Read to me"), kind="prompt", state="sent", created_at=bench.now
    )
    made = bench.letter(phone, parts=(FRAME,), turn=Turn.PROMPT, gate=Gate.LANE, reach="prompts", prompt_id=asked,
                        lanes=lanes, expires_at=bench.now + timedelta(days=3))  # fmt: skip
    return Family(bench, phone, members, asked, made)


def _stop(it: Family) -> None:
    row = it.bench.contact(it.phone)
    it.bench.act(
        lambda desk: suppressions.stop(
            desk.db, desk.school.id, row["sender_id"], row["address"], "STOP", desk.now
        )
    )


def _members(**values: Any) -> Callable[[Family], None]:
    def change(it: Family) -> None:
        for member in it.members:
            it.bench.change(membership, member, **values)

    return change


def _ceiling(it: Family) -> None:
    def use_up(desk: Any) -> None:
        profile = school_rows._profile(desk.school)
        profile["texts"]["monthly_segments"] = 0
        desk.db.execute(update(school_rows.school).values(profile=profile))

    it.bench.act(use_up)


def _person(it: Family) -> None:
    it.bench.change(person, it.bench.owner(it.phone), paused_until=it.bench.now + timedelta(days=7))


def _other_phone_kept_out(it: Family) -> None:
    """A number that is kept out is another one of the same person's."""
    whose = it.bench.owner(it.phone)

    def deed(desk: Any) -> None:
        here = people.contact_by_id(desk.db, it.phone)
        other = people.meet(desk.db, desk.school.id, here.sender_id, "sms", "+64210000777", State.GONE, "UTC",
                            desk.now)  # fmt: skip
        people.link(desk.db, desk.school.id, other.id, whose)

    it.bench.act(deed)
    _kept_out(it, address="+64210000777")


def _kept_out(it: Family, **whom: Any) -> None:
    """Their places are left open here: the restriction alone must hold."""
    for pupil in it.bench.act(lambda desk: list(desk.db.scalars(select(child.c.id)))):
        it.bench.act(lambda desk, pupil=pupil: restrictions.put(
            desk.db, desk.school.id, pupil, now=desk.now, by_id=None, **whom))  # fmt: skip


CHANGES: dict[str, tuple[Callable[[Family], object], str]] = {
    "said STOP": (_stop, "cancelled"),
    "contact stopped": (lambda it: it.bench.change(contact, it.phone, state="stopped"), "cancelled"),
    "contact gone": (lambda it: it.bench.change(contact, it.phone, state="gone"), "cancelled"),
    "notice taken back": (lambda it: it.bench.change(contact, it.phone, notice_at=None), "cancelled"),
    "both memberships ended": (lambda it: _members(until=it.bench.now)(it), "cancelled"),
    "kept out of both lanes": (lambda it: _kept_out(it, person_id=it.bench.owner(it.phone)), "cancelled"),
    "the phone kept out of both": (
        lambda it: _kept_out(it, address=it.bench.contact(it.phone)["address"]),
        "cancelled",
    ),
    "another phone of theirs kept out of both": (_other_phone_kept_out, "cancelled"),
    "scope narrowed": (_members(scope="stories"), "cancelled"),
    "hours closed": (lambda it: it.bench.passes(hours=11), "waiting"),
    "expired": (lambda it: it.bench.passes(days=4), "cancelled"),
    "prompt cancelled": (lambda it: it.bench.change(prompt, it.prompt, state="cancelled"), "cancelled"),
    "person paused": (_person, "cancelled"),
    "the month's segments are used up": (_ceiling, "gathered"),
}


def test_with_nothing_changed_it_goes(family: Family) -> None:
    """The ground under the tests below: each of them changes one thing of this."""
    [call] = family.begins()
    assert "Tama" in call.outgoing.words
    assert "Lagi" in call.outgoing.words


@pytest.mark.parametrize("change", CHANGES)
def test_one_change_between_claim_and_call_holds_it_back(family: Family, change: str) -> None:
    """The last look: what was true at the claim is looked at once more in the call's own transaction."""
    deed, state = CHANGES[change]
    assert family.begins(lambda: deed(family)) == []
    row, [attempt] = family.bench.delivery(family.letter), family.bench.attempts(family.letter)
    assert row["state"] == state
    assert row["words"] is None, "nothing is stored as read that nobody reads"
    assert (attempt["outcome"], attempt["called_at"]) == ("released", None)
    assert state in ("cancelled", "gathered") or row["due_at"] > family.bench.now


def test_a_childs_name_drops_out_singly(family: Family) -> None:
    """Each lane is checked by itself: one that ended takes its name along, and leaves the other."""
    [call] = family.begins(lambda: family.bench.change(membership, family.members[0], until=family.bench.now))
    assert "Tama" not in call.outgoing.words
    assert "Lagi" in call.outgoing.words


def test_a_teacher_who_left_the_room_is_told_no_more(bench: Bench) -> None:
    teacher = bench.phone()
    place = bench.add(room, name="Room 5", folded="room 5")
    pupil = bench.add(child, name="Tama", folded="tama", created_at=bench.now)
    home = bench.add(household, child_id=pupil, label="home")
    bench.add(enrolment, child_id=pupil, room_id=place, since=bench.now - timedelta(days=9))
    post = bench.add(
        staffing,
        person_id=bench.owner(teacher),
        room_id=place,
        role="teacher",
        since=bench.now - timedelta(days=9),
    )
    letters = [bench.letter(teacher, parts=(FRAME,), turn=Turn.WORDS, gate=Gate.STAFF, lanes=[(pupil, home)])]
    it = Family(bench, teacher, [], 0, letters[0])
    assert it.begins(lambda: bench.change(staffing, post, until=bench.now)) == []
    assert bench.states(*letters) == ["cancelled"]


@pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True
)  # our own rule: no database has a say in it
@pytest.mark.parametrize("bad", [Say("{nobody} reads"), Say("{who}", {"who": {"names": 7}})])
def test_a_row_that_cannot_be_worded_fails_alone(family: Family, bad: Say) -> None:
    """One bad row in a chunk must not keep its neighbours from going, nor be tried for ever."""
    broken = family.bench.letter(family.bench.phone(), parts=(bad,))
    assert [call.delivery_id for call in family.begins()] == [family.letter]
    assert family.bench.states(broken) == ["failed"]


@pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True
)  # our own rule: no database has a say in it
@pytest.mark.parametrize(
    ("local", "reach", "seconds"),
    [
        ((10, 0), "prompts", 36_000),
        ((18, 0), "prompts", 7200),
        ((19, 59, 30), "prompts", 60),
        ((10, 0), "now", 3600),
    ],
)
def test_the_carrier_drops_it_when_its_window_ends(
    family: Family, local: tuple[int, ...], reach: str, seconds: int
) -> None:
    """ValidityPeriod: a text that arrives at five in the morning is worse than none. Twilio takes 60 to 36,000 s here."""
    family.bench.passes(hours=local[0] - 10, minutes=local[1], seconds=(*local, 0)[2])
    family.bench.change(delivery, family.letter, reach=reach)
    [call] = family.begins()
    assert call.outgoing.valid_seconds == seconds
