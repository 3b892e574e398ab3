"""What we post to Telegram, and what each of its answers means."""

from traceback import format_exception
from typing import Any

import aiohttp
import pytest
from telegram.error import TelegramError

from bot.channels.telegram import Telegram
from bot.model.delivery import (
    Choice,
    Enclosure,
    Gone,
    Halted,
    Later,
    Open,
    Outcome,
    Outgoing,
    Refused,
    Sent,
    Unsure,
)
from tests.channels.carrier import Answer, Carrier, beside, hangs_up, says, stays_silent, unused_address
from tests.channels.school import BOT, config
from tests.channels.test_telegram_opening import CHAT, STAMP

OUT = Outgoing("a-17", "77", "Talofa <b>Sina</b> & *all* https://example.school.nz")
SENT = {"ok": True, "result": {"message_id": 12, "date": STAMP, "chat": CHAT, "text": "Talofa"}}
PHOTO = Enclosure("photo", b"\xff\xd8\xff", "image/jpeg")


def send(carrier: Carrier, out: Outgoing = OUT, address: str | None = None) -> Outcome:
    async def act(wire: aiohttp.ClientSession) -> Outcome:
        url = (address or carrier.address) + "/bot"
        return await Telegram(config(telegram_api_url=url), wire).send(out)

    outcome: Outcome = beside(carrier, act)
    return outcome


def refusal(status: int, description: str, **parameters: Any) -> Answer:
    told = {"ok": False, "error_code": status, "description": description}
    return says(told | ({"parameters": parameters} if parameters else {}), status)


def test_words_go_as_they_are() -> None:
    carrier = Carrier([says(SENT)])
    assert send(carrier) == Sent("77:12", state="sent")
    (asked,) = carrier.asked
    assert (asked.method, asked.path) == ("POST", f"/bot{BOT}/sendMessage")
    assert asked.fields["text"] == OUT.words
    assert asked.fields["chat_id"] == 77
    assert asked.fields["link_preview_options"] == {"is_disabled": True}
    assert "parse_mode" not in asked.fields


def test_choices_are_buttons_one_a_row() -> None:
    carrier = Carrier([says(SENT)])
    send(carrier, Outgoing("a", "77", "Which?", choices=(Choice("Tui", "c:1"), Choice("Kea", "c:2"))))
    assert carrier.asked[0].fields["reply_markup"] == {
        "inline_keyboard": [
            [{"text": "Tui", "callback_data": "c:1"}],
            [{"text": "Kea", "callback_data": "c:2"}],
        ]
    }


@pytest.mark.parametrize(
    ("enclosure", "method", "field", "filename"),
    [
        (PHOTO, "sendPhoto", "photo", "photo.jpg"),
        (Enclosure("photo", b"\x89PNG", "image/png"), "sendPhoto", "photo", "photo.png"),
        (Enclosure("voice", b"OggS", "audio/ogg"), "sendVoice", "voice", "voice.ogg"),
        (Enclosure("voice", b"ID3", "audio/mpeg"), "sendVoice", "voice", "voice.mp3"),
        (
            Enclosure("document", b"%PDF-", "application/pdf; pages=1; bytes=5"),
            "sendDocument",
            "document",
            "document.pdf",
        ),
    ],
)
def test_a_picture_or_a_voice_goes_with_its_words_in_one_call(
    enclosure: Enclosure, method: str, field: str, filename: str
) -> None:
    carrier = Carrier([says(SENT)])
    out = Outgoing("a", "77", "Fa’afetai", choices=(Choice("Tui", "c:1"),), enclosure=enclosure)
    assert send(carrier, out) == Sent("77:12", state="sent")
    (asked,) = carrier.asked
    assert asked.path.endswith(f"/{method}")
    assert enclosure.content in asked.body
    assert f'filename="{filename}"'.encode() in asked.body
    assert "Fa’afetai".encode() in asked.body
    assert f'name="{field}"'.encode() in asked.body
    assert b"inline_keyboard" in asked.body


@pytest.mark.parametrize(
    "out",
    [
        Outgoing("a", "77", "a" * 4097),
        Outgoing("a", "77", "🌱" * 2049),
        Outgoing("a", "77", "a" * 1025, enclosure=PHOTO),
        Outgoing("a", "77", "Which?", choices=(Choice("Tui", "ā" * 33),)),
        Outgoing("a", "77", "Which?", choices=(Choice("Tui", ""),)),
        Outgoing("a", "@somebody", "Talofa"),
        Outgoing("a", "+642000000041", "Talofa"),
    ],
)
def test_what_cannot_go_whole_is_refused_before_any_call(out: Outgoing) -> None:
    carrier = Carrier([says(SENT)])
    assert isinstance(send(carrier, out), Refused)
    assert carrier.asked == []


@pytest.mark.parametrize(
    "out",
    [
        Outgoing("a", "77", "a" * 4096),
        Outgoing("a", "77", "🌱" * 2048),
        Outgoing("a", "77", "a" * 1024, enclosure=PHOTO),
        Outgoing("a", "-77", "", enclosure=PHOTO),
        Outgoing("a", "77", "Which?", choices=(Choice("Tui", "ā" * 32),)),
    ],
)
def test_what_just_fits_goes(out: Outgoing) -> None:
    assert isinstance(send(Carrier([says(SENT)]), out), Sent)


BLOCKED = "Forbidden: bot was blocked by the user"
ANSWERS: dict[str, tuple[Answer, Outcome]] = {
    "slow down": (refusal(429, "Too Many Requests", retry_after=7), Later("", 7.0, lane=True)),
    "slow down, by header": (says(b"", 429, **{"Retry-After": "3"}), Later("", 3.0, lane=True)),
    "slow down, without a word": (says(b"<html>", 429), Later("", 1.0, lane=True)),
    "blocked": (refusal(403, BLOCKED), Gone("", stopped=True)),
    "account closed": (refusal(403, "Forbidden: user is deactivated"), Gone("")),
    "never wrote": (refusal(403, "Forbidden: bot can't initiate conversation with a user"), Gone("")),
    "sent out": (refusal(403, "Forbidden: bot was kicked from the group chat"), Gone("", stopped=True)),
    "forbidden otherwise": (refusal(403, "Forbidden"), Gone("")),
    "no such chat": (refusal(400, "Bad Request: chat not found"), Gone("")),
    "a chat that moved": (
        refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-5),
        Gone(""),
    ),
    "empty": (refusal(400, "Bad Request: message text is empty"), Refused("")),
    "too long": (refusal(400, "Bad Request: message is too long"), Refused("")),
    "bad picture": (refusal(400, "Bad Request: IMAGE_PROCESS_FAILED"), Refused("")),
    "bad otherwise": (refusal(400, "Bad Request: something new"), Refused("")),
    "too big": (says(b"<html>", 413), Refused("")),
    "unknown token": (refusal(401, "Unauthorized"), Halted("")),
    "no such bot": (refusal(404, "Not Found"), Halted("")),
    "in trouble": (refusal(500, "Internal Server Error"), Unsure("")),
    "a gateway in trouble": (says(b"<html>", 502), Unsure("")),
    "sent on": (says(b"", 302, Location="/"), Unsure("")),
    "reset": (hangs_up, Unsure("")),
    "success that is no JSON": (says(b"<html>"), Unsure("")),
    "success that is no object": (says([]), Unsure("")),
    "success without a result": (says({"ok": True}), Unsure("")),
    "success without a number": (says({"ok": True, "result": True}), Unsure("")),
    "success that denies itself": (says({"ok": False}), Unsure("")),
}


def without_why(outcome: Outcome) -> Any:
    return type(outcome), {name: value for name, value in vars(outcome).items() if name != "why"}


@pytest.mark.parametrize("case", ANSWERS)
def test_each_answer_means_one_thing(case: str) -> None:
    answer, meant = ANSWERS[case]
    outcome = send(carrier := Carrier([answer]))
    assert without_why(outcome) == without_why(meant)
    assert len(carrier.asked) == 1, "a second try is the dispatcher's to decide"
    assert not isinstance(outcome, Sent)
    assert outcome.why
    assert BOT not in outcome.why


def test_where_nobody_listens_nothing_was_sent() -> None:
    assert isinstance(send(Carrier([says(SENT)]), address=unused_address()), Later)


def test_an_answer_that_does_not_come_leaves_us_unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.telegram.request.READ", 0.05)
    assert isinstance(send(Carrier([stays_silent])), Unsure)


def test_telegram_cannot_be_asked_what_became_of_a_call() -> None:
    from tests.channels.test_sms_asking import CALLED

    async def act(wire: aiohttp.ClientSession) -> Any:
        return await Telegram(config(), wire).find(Open("a", "77", "Talofa", CALLED))

    assert isinstance(beside(Carrier(), act), Unsure)


@pytest.mark.parametrize("answer", [hangs_up, says(b"<html>", 502), says(b"<html>"), says(b"", 401)])
def test_no_trouble_carries_the_token(answer: Answer) -> None:
    """Not in its words and not in what it was raised from: a traceback shows both."""
    carrier = Carrier([answer])

    async def act(wire: aiohttp.ClientSession) -> str:
        telegram = Telegram(config(telegram_api_url=f"{carrier.address}/bot"), wire)
        try:
            await telegram.bot.send_message(77, "Talofa")
        except TelegramError as trouble:
            return "".join(format_exception(trouble))
        return ""

    told = beside(carrier, act)
    assert told
    assert BOT not in told
