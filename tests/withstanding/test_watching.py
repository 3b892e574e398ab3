"""What whoever looks after the server can see: how much, how long, and what is not well; nobody's name or words."""

import re

import pytest

from bot.simulated import Fault
from bot.workers.breaking import Breaking
from tests.conversations.at_school import asks
from tests.conversations.conftest import ANNA, MERE
from tests.ground.school import School


def test_the_measures_tell_of_queues_calls_and_webhooks(school: School) -> None:
    mere = school.sms(MERE)
    mere.says("We read the one about the eel")
    school.fault("sms", Fault("rate_limit", 3600.0))
    mere.says("WHO")  # Twilio asks us to slow down
    asks(school, "What did you read?")
    school.clock.forward(120)
    told = school.request("GET", "/metrics").text
    waiting = re.search(r'aho_queue\{age="under ten minutes",channel="sms"\} (\d+)', told)
    assert waiting is not None and int(float(waiting[1])) >= 3
    assert 'aho_deliveries{channel="sms",state="waiting"}' in told
    assert re.search(r'aho_calls_total\{channel="sms",outcome="sent"\} [1-9]', told)
    assert re.search(r'aho_calls_total\{channel="sms",outcome="later"\} [1-9]', told)
    assert re.search(r'aho_webhook_seconds_count\{channel="sms"\} [1-9]', told)
    assert re.search(r"aho_oldest_due_seconds 1[0-9]{2}\.", told)
    for private in ("Mere", "eel", MERE, ANNA, MERE[1:]):
        assert private not in told


def test_ready_says_what_is_not(school: School) -> None:
    """Holds `health`: in these tests nothing runs by itself, and /readyz must not say that it does."""
    answer = school.request("GET", "/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"clock": False, "sending": False, "database": True, "held": []}
    assert school.request("GET", "/healthz").status_code == 200


def test_whoever_breaks_at_everything_does_not_send(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds the second half of `sending`: looking for work goes well while nothing that is found does."""
    monkeypatch.setattr(school.house.workers, "looked_at", school.house.timing.seconds())
    assert school.house.health()["sending"] is True
    monkeypatch.setattr(Breaking, "for_long", True)
    assert school.house.health()["sending"] is False
