"""What we post to Twilio, and what each of its answers means."""

from typing import Any

import pytest

from bot.channels.sms import Sms
from bot.channels.sms.calls import PATIENCE
from bot.model.delivery import (
    Choice,
    Enclosure,
    Gone,
    Halted,
    Later,
    Outcome,
    Outgoing,
    Refused,
    Sent,
    Unsure,
)
from tests.channels.carrier import Answer, Carrier, beside, hangs_up, says, stays_silent, unused_address
from tests.channels.school import MUM, NUMBER, PUBLIC, SID, config

WORDS = "Kia ora – what did you cook on Sunday? 1 Kūmara 2 Rice"
OUT = Outgoing("a-17", MUM, WORDS)
TAKEN = {"sid": "SM1", "status": "queued", "num_segments": "2", "to": MUM, "body": WORDS}


def send(carrier: Carrier, out: Outgoing = OUT, **changes: Any) -> Outcome:
    async def act(wire: Any) -> Outcome:
        return await Sms(config(**{"twilio_api_url": carrier.address} | changes), wire).send(out)

    outcome: Outcome = beside(carrier, act)
    return outcome


def error(status: int, code: int | None, **headers: str) -> Answer:
    told = {"message": f"The 'To' number {MUM} is wrong", "status": status} | ({"code": code} if code else {})
    return says(told, status, **headers)


def test_a_message_is_one_post_with_everything_twilio_needs() -> None:
    carrier = Carrier([says(TAKEN, 201)])
    assert send(carrier) == Sent("SM1", 2, "queued")
    (asked,) = carrier.asked
    assert (asked.method, asked.path) == ("POST", f"/2010-04-01/Accounts/{SID}/Messages.json")
    assert asked.headers["authorization"].startswith("Basic ")
    assert asked.form == {
        "To": MUM,
        "From": NUMBER,
        "Body": WORDS,
        "StatusCallback": f"{PUBLIC}/hooks/sms/status?attempt=a-17",
        "SmartEncoded": "false",
    }


def test_a_service_chooses_the_number_and_counts_later() -> None:
    carrier = Carrier([says(TAKEN | {"status": "accepted", "num_segments": "0"}, 201)])
    service = "MG" + "4" * 32
    assert send(carrier, twilio_from="", twilio_messaging_service_sid=service) == Sent(
        "SM1", None, "accepted"
    )
    assert carrier.asked[0].form["MessagingServiceSid"] == service
    assert "From" not in carrier.asked[0].form


def test_without_a_public_address_no_receipts_are_asked_for() -> None:
    carrier = Carrier([says(TAKEN, 201)])
    send(carrier, public_url="")
    assert "StatusCallback" not in carrier.asked[0].form


@pytest.mark.parametrize(
    ("seconds", "asked"),
    [(None, None), (600, "600"), (0, "1"), (-5, "1"), (36_000, "36000"), (90_000, "36000")],
)
def test_a_message_lives_no_longer_than_its_window(seconds: int | None, asked: str | None) -> None:
    carrier = Carrier([says(TAKEN, 201)])
    send(carrier, Outgoing("a", MUM, "Kia ora", valid_seconds=seconds))
    assert carrier.asked[0].form.get("ValidityPeriod") == asked


def test_a_text_never_carries_a_picture_nor_repeats_its_choices() -> None:
    carrier = Carrier([says(TAKEN, 201)])
    picture = Enclosure("photo", b"\xff\xd8", "image/jpeg")
    send(carrier, Outgoing("a", MUM, "1 Yes\n2 No", choices=(Choice("Yes", "y"),), enclosure=picture))
    assert carrier.asked[0].form["Body"] == "1 Yes\n2 No"
    assert not any(name.startswith("Media") for name in carrier.asked[0].form)


ANSWERS: dict[str, tuple[Answer, Outcome]] = {
    "taken": (says(TAKEN, 201), Sent("SM1", 2, "queued")),
    "taken, in a state of its own": (says(TAKEN | {"status": "new"}, 201), Sent("SM1", 2, "accepted")),
    "success without an id": (says({"status": "queued"}, 201), Unsure("")),
    "success that is no JSON": (says(b"<html>", 201), Unsure("")),
    "success that is no object": (says([TAKEN], 201), Unsure("")),
    "success that is empty": (says(b"", 201), Unsure("")),
    "sent on to elsewhere": (says({}, 302, Location="/"), Unsure("")),
    "429": (error(429, 20429, **{"Retry-After": "7"}), Later("", 7.0, lane=True)),
    "429 without a wait": (error(429, 20429), Later("", 1.0, lane=True)),
    "429 from a gateway": (says(b"slow down", 429, **{"Retry-After": "soon"}), Later("", 1.0, lane=True)),
    "408": (says(b"", 408), Unsure("")),
    "500": (error(500, 20500), Unsure("")),
    "503 from a gateway": (says(b"<html>", 503), Unsure("")),
    "connection reset": (hangs_up, Unsure("")),
    "401 from a gateway": (says(b"<html>", 401), Halted("")),
    "403 from a gateway": (says(b"<html>", 403), Halted("")),
    "404 from a gateway": (says(b"<html>", 404), Halted("")),
    "an unknown code": (error(400, 21999), Refused("")),
    "a code that is no number": (says({"code": "x", "message": MUM}, 400), Refused("")),
    "a bare 400": (says(b"<html>", 400), Refused("")),
    "the newer kind of error": (
        says({"type": "t", "title": MUM, "status": 400, "code": 21614}, 400),
        Gone(""),
    ),
}
CODES: dict[int, Outcome] = {
    21610: Gone("", stopped=True),
    **dict.fromkeys((21211, 21614, 21635), Gone("")),
    **dict.fromkeys((10001, 20003, 20005, 20008, 20403, 20404, 21212, 21408, 21472), Halted("")),
    **dict.fromkeys(
        (21601, 21603, 21606, 21609, 21659, 21660, 21661, 21701, 21703, 21704, 21705), Halted("")
    ),
    **dict.fromkeys((21711, 30002, 90010), Halted("")),
    20429: Later("", 1.0, lane=True),
    21611: Later("", 600.0, lane=True),
    21730: Later("", 300.0, lane=True),
    **dict.fromkeys((21266, 21602, 21608, 21612, 21617), Refused("")),
}


def without_why(outcome: Outcome) -> Any:
    if isinstance(outcome, Sent):
        return outcome
    return type(outcome), {name: value for name, value in vars(outcome).items() if name != "why"}


@pytest.mark.parametrize("case", ANSWERS)
def test_each_answer_means_one_thing(case: str) -> None:
    answer, meant = ANSWERS[case]
    outcome = send(carrier := Carrier([answer]))
    assert without_why(outcome) == without_why(meant)
    assert len(carrier.asked) == 1, "a second try is the dispatcher's to decide"
    if not isinstance(outcome, Sent):
        assert outcome.why
        assert MUM not in outcome.why


@pytest.mark.parametrize("code", CODES)
def test_each_code_means_one_thing(code: int) -> None:
    outcome = send(Carrier([error(401 if code in (20003, 20005) else 400, code)]))
    assert without_why(outcome) == without_why(CODES[code])


def test_the_table_here_names_every_code_of_the_table_there() -> None:
    from bot.channels.sms.outcomes import TABLE

    assert {code for code in TABLE if code > 999} == set(CODES)


def test_where_nobody_listens_nothing_was_sent() -> None:
    carrier = Carrier([says(TAKEN, 201)])
    assert isinstance(send(carrier, twilio_api_url=unused_address()), Later)
    assert isinstance(send(carrier, twilio_api_url="http://no-such-host.localhost:1"), Later)
    assert carrier.asked == []


def test_an_answer_that_does_not_come_leaves_us_unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    import aiohttp

    impatient = aiohttp.ClientTimeout(sock_connect=5, sock_read=0.05)
    monkeypatch.setattr("bot.channels.sms.calls.PATIENCE", impatient)
    assert isinstance(send(Carrier([stays_silent])), Unsure)


def test_when_every_place_in_the_pool_is_taken_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    import aiohttp

    hurried = aiohttp.ClientTimeout(connect=0.05, sock_read=5)
    carrier = Carrier([stays_silent])

    async def act(wire: aiohttp.ClientSession) -> list[Outcome]:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1)) as narrow:
            first = asyncio.create_task(Sms(config(twilio_api_url=carrier.address), narrow).send(OUT))
            while not carrier.asked:
                await asyncio.sleep(0.005)
            monkeypatch.setattr("bot.channels.sms.calls.PATIENCE", hurried)
            second = await Sms(config(twilio_api_url=carrier.address), narrow).send(OUT)
            return [await first, second]

    first, second = beside(carrier, act)
    assert isinstance(first, Unsure)
    assert isinstance(second, Later)
    assert len(carrier.asked) == 1


def test_our_patience_is_set_on_every_call() -> None:
    assert (PATIENCE.sock_connect, PATIENCE.sock_read) == (5, 10)
