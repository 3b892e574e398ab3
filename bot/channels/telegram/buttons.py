"""Small courtesies around a tapped button. Nothing depends on them, so nothing is told when they fail."""

from contextlib import suppress

from telegram import Bot
from telegram.error import TelegramError


async def end_tap(bot: Bot, tap_key: str) -> None:
    with suppress(TelegramError):
        await bot.answer_callback_query(tap_key)


async def put_away(bot: Bot, external_id: str) -> None:
    chat, _, message = external_id.partition(":")
    if not (chat.removeprefix("-").isdecimal() and message.isdecimal()):
        return
    with suppress(TelegramError):
        await bot.edit_message_reply_markup(int(chat), int(message), reply_markup=None)
