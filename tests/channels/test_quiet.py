"""No number, no words and no token reach a log, at any level."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import aiohttp
import pytest

from bot.channels.quiet import LOUD, silence
from bot.channels.sms import Sms
from bot.channels.telegram import Telegram
from bot.model.delivery import Open, Outgoing
from tests.channels.carrier import Carrier, beside, says
from tests.channels.school import BOT, MUM, config
from tests.channels.test_sms_asking import CALLED
from tests.channels.test_telegram_opening import message

CANARY = "He hōhā te pīpīwharauroa"
CHILDREN = ("twilio.http_client", "twilio.async_http_client", "telegram.ext.Application", "aiohttp.client")


@pytest.fixture(autouse=True)
def _everything_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    known = [logging.getLogger(name) for name in (*LOUD, *CHILDREN)]
    before = [(one, one.level, one.propagate, one.handlers) for one in known]
    for (
        one
    ) in known:  # as they come from their makers: an earlier test in this process may have silenced them
        one.setLevel(logging.NOTSET)
        one.propagate, one.handlers = True, []
    with caplog.at_level(logging.DEBUG):
        yield
    for one, level, propagate, handlers in before:
        one.setLevel(level)
        one.propagate, one.handlers = propagate, handlers


def everything(wire_to: Carrier) -> None:
    """Each call that holds words, a number or a token, answered well and badly."""

    async def act(wire: aiohttp.ClientSession) -> None:
        both = config(twilio_api_url=wire_to.address, telegram_api_url=f"{wire_to.address}/bot")
        sms, telegram = Sms(both, wire), Telegram(both, wire)
        await sms.send(Outgoing("a", MUM, CANARY))
        await sms.find(Open("a", MUM, CANARY, CALLED))
        await sms.heard_since(CALLED.isoformat())
        await telegram.send(Outgoing("a", "77", CANARY))
        await telegram.poll(9, 0)
        await telegram.settle_in(None, {"": [("ask", CANARY)]})

    beside(wire_to, act)


@pytest.mark.parametrize(
    "answer",
    [
        says({"ok": True, "result": [message(text=CANARY)], "sid": "SM1", "messages": [], "uri": "/"}),
        says({"ok": True, "result": {"message_id": 1, "date": 1, "chat": {"id": 77, "type": "private"}}}),
        says(CANARY.encode() + MUM.encode()),
        says({"ok": False, "description": CANARY, "code": 21211, "message": f"{MUM} {CANARY}"}, 400),
        says(CANARY.encode(), 500),
    ],
)
def test_nothing_that_was_said_reaches_a_log(answer: Any, caplog: pytest.LogCaptureFixture) -> None:
    silence()
    # Nonsense from a carrier may surprise us; it must not make us talk.
    with suppress(TypeError, KeyError, AttributeError):
        everything(Carrier([answer]))
    assert caplog.messages == [] or not any(
        secret in text for text in caplog.messages for secret in (CANARY, MUM, MUM[1:], BOT)
    )


@pytest.mark.parametrize("name", [*LOUD, *CHILDREN])
def test_a_vendor_is_silent_whatever_level_it_is_given(name: str, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger(name).addHandler(caplog.handler)
    silence()
    for level in (logging.DEBUG, logging.CRITICAL):
        logging.getLogger(name).setLevel(level)
        logging.getLogger(name).log(level, CANARY)
    assert caplog.messages == []


def test_without_it_they_would_talk(caplog: pytest.LogCaptureFixture) -> None:
    everything(Carrier([says(CANARY.encode(), 500)]))
    logging.getLogger("twilio.async_http_client").info(CANARY)
    assert any(CANARY in text for text in caplog.messages)


def test_our_own_log_is_still_heard(caplog: pytest.LogCaptureFixture) -> None:
    silence()
    logging.getLogger("bot.dispatch").info("delivery 17 sent")
    assert "delivery 17 sent" in caplog.messages
