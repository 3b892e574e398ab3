"""A copy is put back at a school that has sent more than one list of Twilio's is read for."""

from datetime import timedelta

import pytest

from bot.channels.sms import hearing, messages
from bot.jobs import holding
from bot.store import holds
from tests.conversations.at_school import IN_ENGLISH, asks
from tests.ground.school import School


def test_sending_is_not_held_for_ever(open_school, monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds Endless in `receipts_since` of channels/sms/hearing.py: how older texts fared may stay unknown. What counts
    as not sent needs all of its own list, and has it."""
    school: School = open_school(roll_csv=IN_ENGLISH)
    for day in range(4):
        asks(school, f"What did you read, day {day}?")
    monkeypatch.setattr(messages, "PAGE", 3)
    monkeypatch.setattr(hearing, "MOST_PAGES", 2)
    school.act(lambda desk: holds.begin(desk.db, desk.now - timedelta(minutes=5), desk.now))
    house = school.house
    for _ in range(4):
        school.clock.forward(70)
        school.do(house.dispatcher.reconcile())
        school.do(holding.go_on(house.look, house.act, house.take, house.channels, house._again))
    kept = school.act(lambda desk: [(it["ended_at"], it["why"]) for it in holds.every(desk.db)])
    assert len(kept) == 2
    assert all(ended for ended, _why in kept), kept
