"""The pretended Bot API, driven by python-telegram-bot and by bare HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from PIL import Image
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.simulated import Carriers, Fault, TelegramPhone
from tests.simulated.school import NOON, School

pytestmark = pytest.mark.anyio
SINA = 7_000_000_041


def picture(kind: str = "JPEG") -> bytes:
    made = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(made, kind)
    return made.getvalue()


@pytest.fixture
async def bot(carriers: Carriers) -> AsyncIterator[Bot]:
    files = carriers.telegram_url.removesuffix("/bot") + "/file/bot"
    async with Bot(carriers.telegram.token, base_url=carriers.telegram_url, base_file_url=files) as bot:
        yield bot


@pytest.fixture
async def sina(carriers: Carriers) -> TelegramPhone:
    phone = carriers.telegram_phone(SINA, "Sina", "sm")
    await phone.starts()
    carriers.telegram.updates.pending.clear()
    return phone


def choice(label: str = "Ioe", data: str = "a:1") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])


async def refusal(call: Any) -> str:
    with pytest.raises(TelegramError) as refused:
        await call
    return str(refused.value)


async def test_who_the_bot_is(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.is_bot, me.username) == (True, "PretendedSchoolBot")


async def test_a_wrong_token(carriers: Carriers) -> None:
    stranger = Bot("1:wrong", base_url=carriers.telegram_url)
    with pytest.raises(InvalidToken):
        await stranger.initialize()


async def test_a_text_reaches_the_phone_without_its_tags(bot: Bot, sina: TelegramPhone) -> None:
    said = await bot.send_message(SINA, "<b>Tālofa</b> &lt;Sina&gt; 🌺 <i>o ā</i> mai?", parse_mode="HTML")
    heard = await sina.hears("Tālofa")

    assert heard.text == said.text == "Tālofa <Sina> 🌺 o ā mai?"
    assert [(e.type, said.parse_entity(e)) for e in said.entities] == [("bold", "Tālofa"), ("italic", "o ā")]
    assert heard.key == f"{SINA}:{said.message_id}"
    assert said.date == NOON


async def test_the_bot_may_not_write_first(bot: Bot, carriers: Carriers) -> None:
    assert await refusal(bot.send_message(SINA, "Talofa")) == "Chat not found"
    sina = carriers.telegram_phone(SINA, "Sina")
    refused = bot.send_message(SINA, "Talofa")
    assert await refusal(refused) == "Forbidden: bot can't initiate conversation with a user"
    with pytest.raises(RuntimeError, match="START"):
        await sina.says("Talofa")

    await sina.starts("CODE-1_x")
    [update] = await bot.get_updates()
    assert update.message is not None
    assert update.message.text == "/start CODE-1_x"
    assert (await bot.send_message(SINA, "Talofa")).message_id == 2


async def test_someone_who_blocks_the_bot(bot: Bot, sina: TelegramPhone) -> None:
    await sina.blocks_bot()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(SINA, "Talofa")

    await sina.unblocks_bot()
    changes = [update.my_chat_member for update in await bot.get_updates()]
    assert [change.new_chat_member.status for change in changes if change] == ["kicked", "member"]
    await bot.send_message(SINA, "Talofa")


@pytest.mark.parametrize(
    ("text", "mode", "why"),
    [
        ("a" * 4097, None, "Message is too long"),
        ("   ", None, "Message text is empty"),
        ("<b>open", "HTML", "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
        ("a < b", "HTML", "Can't parse entities: unsupported start tag"),
        ("<script>x</script>", "HTML", 'Can\'t parse entities: unsupported start tag "script"'),
        ("</b>", "HTML", "Can't parse entities: unexpected end tag"),
    ],
)
async def test_texts_that_are_refused(
    bot: Bot, sina: TelegramPhone, text: str, mode: str | None, why: str
) -> None:
    assert (await refusal(bot.send_message(SINA, text, parse_mode=mode))).lower().startswith(why.lower())


async def test_a_button_holds_64_bytes_at_most(bot: Bot, sina: TelegramPhone) -> None:
    await bot.send_message(SINA, "ok", reply_markup=choice(data="ā" * 32))
    assert (
        await refusal(bot.send_message(SINA, "no", reply_markup=choice(data="ā" * 33)))
        == "Button_data_invalid"
    )


async def test_a_tap_is_heard_and_answered_once(bot: Bot, sina: TelegramPhone) -> None:
    asked = await bot.send_message(SINA, "Matou te o mai?", reply_markup=choice("Ioe", "go:1"))
    await sina.taps("Ioe")
    [update] = await bot.get_updates()

    query = update.callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.message.message_id, query.from_user.id) == ("go:1", asked.message_id, SINA)
    assert await query.answer("Fa'afetai")
    assert (await refusal(query.answer())).startswith("Query is too old")

    await bot.edit_message_reply_markup(SINA, asked.message_id, reply_markup=None)
    assert sina.heard[-1].buttons == ()
    with pytest.raises(LookupError):
        await sina.taps("Ioe")


async def test_an_edit_takes_the_place_of_the_bubble(bot: Bot, sina: TelegramPhone) -> None:
    asked = await bot.send_message(SINA, "Draft", reply_markup=choice())
    before = len(sina.heard)
    await bot.edit_message_text("Sent", SINA, asked.message_id)

    assert (len(sina.heard), sina.heard[-1].text, sina.heard[-1].edited) == (before, "Sent", True)
    same = bot.edit_message_text("Sent", SINA, asked.message_id)
    assert (await refusal(same)).startswith("Message is not modified")
    assert await refusal(bot.edit_message_text("x", SINA, 999)) == "Message to edit not found"


async def test_replies_point_at_what_they_answer(bot: Bot, sina: TelegramPhone) -> None:
    asked = await bot.send_message(SINA, "O a mai Ioane?")
    await sina.replies_to(sina.heard[-1], "Manuia")
    [update] = await bot.get_updates()

    assert update.message is not None
    assert update.message.reply_to_message is not None
    assert update.message.reply_to_message.message_id == asked.message_id
    said = await bot.send_message(SINA, "Lelei", reply_parameters=ReplyParameters(update.message.message_id))
    assert sina.heard[-1].replies_to == f"{SINA}:{update.message.message_id}"
    assert said.reply_to_message is not None
    missing = bot.send_message(SINA, "?", reply_parameters=ReplyParameters(999))
    assert await refusal(missing) == "Message to be replied not found"


async def test_photos_and_voice_notes_come_and_go(bot: Bot, sina: TelegramPhone) -> None:
    await sina.sends_photo(picture(), "Our taro")
    await sina.sends_voice(b"OggS a voice")
    photo, voice = [update.message for update in await bot.get_updates()]

    assert photo is not None
    assert voice is not None
    assert (photo.caption, photo.photo[-1].width) == ("Our taro", 64)
    assert bytes(await (await photo.photo[-1].get_file()).download_as_bytearray()) == picture()
    assert voice.voice is not None
    assert bytes(await (await voice.voice.get_file()).download_as_bytearray()) == b"OggS a voice"

    sent = await bot.send_photo(SINA, picture("PNG"), caption="<b>Fa'afetai</b>", parse_mode="HTML")
    assert (sent.caption, sina.heard[-1].media[0].content) == ("Fa'afetai", picture("PNG"))
    await bot.send_photo(SINA, sent.photo[-1].file_id)
    await bot.send_voice(SINA, b"OggS", duration=2)
    assert [m.kind for m in sina.heard[-1].media] == ["voice"]
    assert await refusal(bot.send_photo(SINA, b"not an image")) == "Image_process_failed"
    assert await bot.send_chat_action(SINA, "typing")


async def test_commands_are_kept_by_scope_and_language(bot: Bot, carriers: Carriers) -> None:
    await bot.set_my_commands([BotCommand("help", "What I can do")])
    await bot.set_my_commands([BotCommand("fesoasoani", "Fesoasoani")], language_code="sm")
    await bot.set_my_commands([BotCommand("ask", "Ask a class")], scope=BotCommandScopeChat(SINA))

    assert [c.command for c in await bot.get_my_commands(language_code="sm")] == ["fesoasoani"]
    assert [c.command for c in await bot.get_my_commands(scope=BotCommandScopeChat(SINA))] == ["ask"]
    await bot.delete_my_commands(language_code="sm")
    assert await bot.get_my_commands(language_code="sm") == ()
    assert await refusal(bot.set_my_commands([("Āwhina", "x")])) == "Bot_command_invalid"
    assert carriers.ledger.complaints == []


async def test_updates_are_heard_until_the_offset_has_passed_them(bot: Bot, sina: TelegramPhone) -> None:
    await sina.says("tasi")
    await sina.says("lua")
    first, second = await bot.get_updates()
    assert len(await bot.get_updates()) == 2

    [again] = await bot.get_updates(offset=second.update_id)
    assert again.update_id == second.update_id == first.update_id + 1
    assert await bot.get_updates(offset=second.update_id + 1) == ()


async def test_a_long_poll_ends_when_something_is_said(bot: Bot, sina: TelegramPhone) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    assert not polling.done()
    await sina.says("O lea")
    [update] = await polling
    assert update.message is not None
    assert update.message.text == "O lea"


async def test_of_two_polls_the_newer_one_stays(bot: Bot, carriers: Carriers, sina: TelegramPhone) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    async with Bot(carriers.telegram.token, base_url=carriers.telegram_url) as elsewhere:
        newer = asyncio.create_task(elsewhere.get_updates(timeout=20))
        with pytest.raises(Conflict):
            await older
        await sina.says("O lea")
        assert len(await newer) == 1


async def test_closing_ends_a_long_poll(bot: Bot, carriers: Carriers) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.05)
    carriers.close()
    assert await polling == ()


async def test_a_webhook_brings_updates_and_its_secret(
    bot: Bot, carriers: Carriers, school: School, sina: TelegramPhone
) -> None:
    url = f"{school.address}/hooks/telegram"
    await bot.set_webhook(url, secret_token="s3cret_-", allowed_updates=["message"])
    await bot.send_message(SINA, "?", reply_markup=choice())
    await sina.taps("Ioe")
    await sina.says("Mālō {name}")
    await carriers.settled()

    [(path, headers, _, body)] = school.heard
    assert (path, headers["x-telegram-bot-api-secret-token"]) == ("/hooks/telegram", "s3cret_-")
    update = Update.de_json(json.loads(body), bot)
    assert update.message is not None
    assert update.message.text == "Mālō {name}"
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "sm"
    with pytest.raises(Conflict):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).url == url
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_webhook_is_tried_again_in_order(
    bot: Bot, carriers: Carriers, school: School, sina: TelegramPhone
) -> None:
    school.answers = [503, 500]
    await bot.set_webhook(f"{school.address}/hooks/telegram")
    await sina.says("tasi")
    await sina.says("lua")
    await carriers.settled()

    said = [json.loads(body)["message"]["text"] for _, _, _, body in school.heard]
    assert said == ["tasi", "tasi", "tasi", "lua"]
    assert len(carriers.ledger.troubles) == 2
    assert (await bot.get_webhook_info()).pending_update_count == 0


@pytest.mark.parametrize("url", ["http://school.example/hook", "https://school.example:8000/hook"])
async def test_a_webhook_wants_https_on_a_known_port(bot: Bot, url: str) -> None:
    assert (await refusal(bot.set_webhook(url))).startswith("Bad webhook")


async def test_unknown_parameters_are_ignored_but_told(
    bot: Bot, carriers: Carriers, sina: TelegramPhone
) -> None:
    await bot.send_message(SINA, "Talofa", api_kwargs={"disable_web_page_preview": True})
    assert carriers.ledger.complaints == ["telegram: sendMessage: unknown parameter disable_web_page_preview"]
    assert not any("Talofa" in complaint for complaint in carriers.ledger.complaints)


async def test_query_form_and_json_say_the_same(carriers: Carriers, sina: TelegramPhone) -> None:
    url = f"{carriers.telegram_url}{carriers.telegram.token}/SENDMESSAGE"
    told = {"chat_id": SINA, "text": "Talofa", "reply_markup": {"inline_keyboard": []}}
    flat = {"chat_id": str(SINA), "text": "Talofa"}
    async with aiohttp.ClientSession() as session:
        for sent in ({"params": flat}, {"data": flat}, {"json": told}):
            async with session.post(url, **sent) as answer:
                assert (await answer.json())["ok"] is True
        async with session.get(url, params=flat) as answer:
            assert answer.status == 200
        async with session.post(url, data=b"{", headers={"Content-Type": "application/json"}) as answer:
            assert (answer.status, (await answer.json())["error_code"]) == (400, 400)
        async with session.get(url.replace("SENDMESSAGE", "sendPoem")) as answer:
            assert answer.status == 404
    assert [bubble.text for bubble in sina.heard if bubble.by == "school"] == ["Talofa"] * 4


@pytest.mark.parametrize(
    ("kind", "arrived"), [("error500_before", 0), ("error500_after_accept", 1), ("drop_after_accept", 1)]
)
async def test_faults_before_and_after_the_message_was_taken(
    bot: Bot, carriers: Carriers, sina: TelegramPhone, kind: Any, arrived: int
) -> None:
    carriers.telegram.faults.put(Fault(kind))
    with pytest.raises(NetworkError) as failure:
        await bot.send_message(SINA, "Talofa")

    assert not isinstance(failure.value, BadRequest)
    assert [bubble.text for bubble in sina.heard if bubble.by == "school"] == ["Talofa"] * arrived


async def test_too_many_requests_say_how_long_to_wait(
    bot: Bot, carriers: Carriers, sina: TelegramPhone
) -> None:
    carriers.telegram.faults.put(Fault("rate_limit", 7))
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(SINA, "Talofa")
    assert refused.value.retry_after == timedelta(seconds=7)


async def test_chances_come_from_the_dice_that_were_given(carriers: Carriers) -> None:
    faults = carriers.telegram.faults
    faults.expect({Fault("error500_before"): 0.5})
    met = [faults.next() for _ in range(400)]
    assert 150 < sum(fault is not None for fault in met) < 250
    faults.clear()
    assert faults.next() is None
