"""Polling, moving in, files, the doctor's questions and small courtesies."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.channels import Fetched, Unfetched
from bot.channels.telegram import Settled, Telegram, secret_for
from bot.channels.telegram.files import beside as files_beside
from bot.model.delivery import Halted, Later
from bot.model.heard import Batch, Sight
from tests.channels.carrier import Answer, Asked, Carrier, beside, hangs_up, says, unused_address
from tests.channels.school import BOT, PUBLIC, config
from tests.channels.test_telegram_opening import heard, message, tap
from tests.channels.test_telegram_sending import refusal

ME = {"id": 2000000040, "is_bot": True, "first_name": "School", "username": "SchoolBot"}
NO_HOOK = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


def asking(carrier: Carrier, ask: Callable[[Telegram], Awaitable[Any]], **changes: Any) -> Any:
    async def act(wire: aiohttp.ClientSession) -> Any:
        return await ask(Telegram(config(**{"telegram_api_url": f"{carrier.address}/bot"} | changes), wire))

    return beside(carrier, act)


def methods(**results: Any) -> Answer:
    """Answers each method by its name; True for those that are not named."""

    async def answer(asked: Asked, request: web.Request) -> web.StreamResponse:
        result = results.get(asked.path.rpartition("/")[2], True)
        if not callable(result):
            return web.json_response({"ok": True, "result": result})
        told: web.StreamResponse = await result(asked, request)
        return told

    return answer


def test_a_poll_asks_from_the_offset_and_names_the_next() -> None:
    first, second = message(text="Talofa"), tap(None, data="x") | {"update_id": 12}
    carrier = Carrier([says({"ok": True, "result": [first, second]})])
    batch = asking(carrier, lambda telegram: telegram.poll(9, 25))
    from bot.model.heard import Kind

    assert batch == Batch((heard(Kind.TEXT, words="Talofa"),), "13")
    (asked,) = carrier.asked
    assert asked.path == f"/bot{BOT}/getUpdates"
    assert asked.query == {
        "offset": "9",
        "timeout": "25",
        "allowed_updates": json.dumps(["message", "callback_query", "my_chat_member"]),
    }


def test_a_quiet_poll_stays_where_it_was() -> None:
    assert asking(Carrier([says({"ok": True, "result": []})]), lambda telegram: telegram.poll(9)) == Batch(
        (), "9"
    )


def test_an_update_that_nobody_can_read_is_passed_over() -> None:
    strange = [
        {"update_id": 9, "message": {"photo": 1}},
        "what",
        {"message": {}},
        message(text="t") | {"update_id": 10},
    ]
    batch = asking(Carrier([says({"ok": True, "result": strange})]), lambda telegram: telegram.poll(9))
    assert [one.key for one in batch.heard] == ["10"]
    assert batch.next_mark == "11"


def test_a_long_poll_is_given_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    async def later(asked: Asked, request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.15)
        return web.json_response({"ok": True, "result": []})

    monkeypatch.setattr("bot.channels.telegram.polling.READ", 0.05)
    assert asking(Carrier([later]), lambda telegram: telegram.poll(9, 1)) == Batch((), "9")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refusal(409, "Conflict: terminated by other getUpdates request"), Halted),
        (refusal(401, "Unauthorized"), Halted),
        (refusal(429, "Too Many Requests", retry_after=7), Later),
        (refusal(500, "Internal Server Error"), Later),
        (refusal(400, "Bad Request"), Later),
        (says(b"<html>"), Later),
        (hangs_up, Later),
    ],
)
def test_trouble_while_polling_is_told(answer: Answer, kind: type) -> None:
    assert isinstance(asking(Carrier([answer]), lambda telegram: telegram.poll(9)), kind)


def test_a_poll_where_nobody_listens() -> None:
    assert isinstance(
        asking(Carrier(), lambda telegram: telegram.poll(9), telegram_api_url=f"{unused_address()}/bot"),
        Later,
    )


MENUS = {"": [("ask", "Ask a room")], "mi": [("ask", "Pātai")], "fil": [("ask", "Magtanong")]}


def test_moving_in_with_a_public_address() -> None:
    carrier = Carrier([methods(getMe=ME)])
    assert asking(carrier, lambda telegram: telegram.settle_in(PUBLIC, MENUS)) == Settled("SchoolBot")
    asked = {one.path.rpartition("/")[2]: one for one in carrier.asked}
    assert asked.keys() == {"getMe", "setWebhook", "setMyCommands"}
    hook = asked["setWebhook"].form
    assert hook["url"] == f"{PUBLIC}/hooks/telegram"
    assert hook["secret_token"] == secret_for(BOT)
    assert json.loads(hook["allowed_updates"]) == ["message", "callback_query", "my_chat_member"]
    assert hook["max_connections"] == "40"
    menus = [one.form for one in carrier.asked if one.path.endswith("setMyCommands")]
    assert [menu.get("language_code") for menu in menus] == [None, "mi"]
    assert json.loads(menus[1]["commands"]) == [{"command": "ask", "description": "Pātai"}]


def test_moving_in_to_poll_drops_nothing_that_waits() -> None:
    carrier = Carrier([methods(getMe=ME)])
    assert asking(carrier, lambda telegram: telegram.settle_in(None, {})) == Settled("SchoolBot")
    asked = {one.path.rpartition("/")[2]: one.form for one in carrier.asked}
    assert asked.keys() == {"getMe", "deleteWebhook"}
    assert asked["deleteWebhook"].get("drop_pending_updates", "false") == "false"


def test_a_menu_that_telegram_does_not_take_keeps_nobody_out() -> None:
    carrier = Carrier([methods(getMe=ME, setMyCommands=refusal(400, "Bad Request: BOT_COMMAND_INVALID"))])
    settled = asking(carrier, lambda telegram: telegram.settle_in(None, MENUS))
    assert settled == Settled("SchoolBot", without_menu=("", "mi"))


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refusal(401, "Unauthorized"), Halted),
        (methods(getMe=ME, setWebhook=refusal(400, "Bad Request: bad webhook")), Halted),
        (refusal(429, "Too Many Requests", retry_after=7), Later),
        (hangs_up, Later),
    ],
)
def test_trouble_while_moving_in_is_told(answer: Answer, kind: type) -> None:
    assert isinstance(asking(Carrier([answer]), lambda telegram: telegram.settle_in(PUBLIC, MENUS)), kind)


OUR_HOOK = NO_HOOK | {"url": f"{PUBLIC}/hooks/telegram"}


@pytest.mark.parametrize(
    ("hook", "changes", "words"),
    [
        (OUR_HOOK, {}, None),
        (NO_HOOK, {"public_url": ""}, None),
        (NO_HOOK, {"telegram_mode": "polling"}, None),
        (NO_HOOK, {}, f"{PUBLIC}/hooks/telegram"),
        (OUR_HOOK, {"telegram_mode": "polling"}, "another address"),
        (OUR_HOOK | {"last_error_message": "Connection refused"}, {}, "Connection refused"),
    ],
)
def test_the_doctor_hears_plain_sentences(
    hook: dict[str, Any], changes: dict[str, str], words: str | None
) -> None:
    told = asking(
        Carrier([methods(getMe=ME, getWebhookInfo=hook)]), lambda telegram: telegram.check(), **changes
    )
    assert (told == []) if words is None else (len(told) == 1 and words in told[0])


def test_the_doctor_hears_of_a_wrong_token() -> None:
    told = asking(Carrier([refusal(401, "Unauthorized")]), lambda telegram: telegram.check())
    assert told == ["Telegram does not know our bot: check AHO_TELEGRAM_TOKEN and AHO_TELEGRAM_API_URL."]


@pytest.mark.parametrize(
    ("address", "files"),
    [
        ("https://api.telegram.org/bot", "https://api.telegram.org/file/bot"),
        ("http://127.0.0.1:9001/bot", "http://127.0.0.1:9001/file/bot"),
        ("http://127.0.0.1:9001/carriers/telegram/bot", "http://127.0.0.1:9001/carriers/telegram/file/bot"),
    ],
)
def test_files_are_beside_the_methods(address: str, files: str) -> None:
    assert files_beside(address) == files


SIGHT = Sight("photo", "AgAC/x+y=", "image/jpeg")


def fetch(answers: list[Answer], **changes: Any) -> tuple[Any, Carrier]:
    carrier = Carrier(answers)
    return asking(carrier, lambda telegram: telegram.fetch(SIGHT), **changes), carrier


def named(path: Any, size: int = 3) -> Answer:
    return says({"ok": True, "result": {"file_id": "F", "file_path": path, "file_size": size}})


def test_a_picture_is_fetched_from_where_telegram_says() -> None:
    got, carrier = fetch([named("photos/file 1.jpg"), says(b"\xff\xd8\xff")])
    assert got == Fetched(b"\xff\xd8\xff", "image/jpeg")
    first, second = carrier.asked
    assert (first.path, first.query) == (f"/bot{BOT}/getFile", {"file_id": "AgAC/x+y="})
    assert second.path == f"/file/bot{BOT}/photos/file 1.jpg"


@pytest.mark.parametrize(
    "path",
    ["https://evil.example/x", "/etc/hostname", "//evil.example/x", "../../x", "a/../../x", "", None, 7],
)
def test_nothing_is_fetched_from_anywhere_else(path: Any) -> None:
    got, carrier = fetch([named(path), says(b"x")])
    assert got == Unfetched("Telegram named no file")
    assert len(carrier.asked) == 1


def test_a_redirect_is_not_followed() -> None:
    got, carrier = fetch([named("a.jpg"), says(b"", 302, Location="/elsewhere"), says(b"x")])
    assert isinstance(got, Unfetched)
    assert len(carrier.asked) == 2


@pytest.mark.parametrize(
    ("answers", "again"),
    [
        ([refusal(400, "Bad Request: file is too big")], False),
        ([named("a.jpg", 21 * 1024 * 1024)], False),
        ([named("a.jpg"), says(b"", 404)], False),
        ([named("a.jpg"), says(b"", 500)], True),
        ([named("a.jpg"), hangs_up], True),
        ([hangs_up], True),
        ([says({"ok": True, "result": []})], False),
    ],
)
def test_what_cannot_be_fetched_says_whether_to_come_again(answers: list[Answer], again: bool) -> None:
    got, _ = fetch(answers)
    assert isinstance(got, Unfetched)
    assert got.again is again


def test_a_file_that_is_larger_than_it_was_said_to_be_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.telegram.files.LARGEST", 100)

    async def pours(asked: Asked, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse()
        await stream.prepare(request)
        for _ in range(4):
            await stream.write(b"x" * 50)
        return stream

    got, _ = fetch([named("a.jpg", 3), pours])
    assert got == Unfetched("it is too big")


def test_a_tap_is_ended_and_buttons_are_put_away() -> None:
    carrier = Carrier([says({"ok": True, "result": True})])

    async def courtesies(telegram: Telegram) -> None:
        await telegram.end_tap("Q1")
        await telegram.put_away_buttons("77:12")
        await telegram.put_away_buttons("SM1")

    asking(carrier, courtesies)
    tapped, put_away = carrier.asked
    assert tapped.form == {"callback_query_id": "Q1"}
    assert put_away.path.endswith("editMessageReplyMarkup")
    assert put_away.form == {"chat_id": "77", "message_id": "12"}


@pytest.mark.parametrize("answer", [refusal(400, "Bad Request: query is too old"), hangs_up, says(b"<")])
def test_courtesies_that_fail_disturb_nobody(answer: Answer) -> None:
    async def courtesies(telegram: Telegram) -> None:
        await telegram.end_tap("Q1")
        await telegram.put_away_buttons("77:12")

    asking(Carrier([answer]), courtesies)
