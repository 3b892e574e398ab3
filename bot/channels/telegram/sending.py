"""One message to one chat, and what Telegram's answers mean for it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Message, ReplyParameters
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram.request import AiohttpRequest, Fields, Garbled, Unsent
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

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024  # UTF-16 units
NO_PREVIEW = {"is_disabled": True}
LONGEST_MARK = 64  # bytes; python-telegram-bot does not count them

#: Words of Telegram's sentences, in lower case, and what the teacher reads in their place.
REFUSED: Mapping[str, Outcome] = {
    "chat not found": Gone("Telegram knows no such chat"),
    "user not found": Gone("Telegram knows no such person"),
    "peer_id_invalid": Gone("Telegram knows no such chat"),
    "chat was deactivated": Gone("this chat was closed"),
    "chat was upgraded": Gone("this chat has become another one"),
    "message text is empty": Refused("there were no words in it"),
    "message is too long": Refused("it is longer than Telegram takes"),
    "caption is too long": Refused("it is longer than Telegram takes beside a picture"),
    "image_process_failed": Refused("Telegram could not read the picture"),
    "photo_invalid_dimensions": Refused("Telegram does not take a picture of this shape"),
    "voice_messages_forbidden": Refused("this person does not take voice notes on Telegram"),
    "button_data_invalid": Refused("a button's hidden word is too long"),
    "status 413": Refused("it is bigger than Telegram takes"),
}
FORBIDDEN: Mapping[str, Outcome] = {
    "blocked by the user": Gone("this person has blocked us on Telegram", stopped=True),
    "user is deactivated": Gone("this person has left Telegram"),
    "can't initiate conversation": Gone("this person has not written to us on Telegram yet"),
    "was kicked": Gone("we were sent out of this chat", stopped=True),
    "not a member": Gone("we are not in this chat", stopped=True),
}
_NAMES = {
    "photo": {"image/png": "photo.png", "image/webp": "photo.webp"},
    "voice": {"audio/mpeg": "voice.mp3", "audio/mp4": "voice.m4a"},
}


async def send(bot: Bot, request: AiohttpRequest, address: str, out: Outgoing) -> Outcome:
    """`address` ends with the token."""
    wrong = _unsendable(out)
    if wrong:
        return Refused(wrong)
    try:
        if out.enclosure is None:
            return Sent(await _say(request, address, out), state="sent")
        message = await _call(bot, out, out.enclosure)
    except TelegramError as trouble:
        return outcome(trouble)
    return Sent(f"{message.chat.id}:{message.message_id}", state="sent")


async def _say(request: AiohttpRequest, address: str, out: Outgoing) -> str:
    """Words alone, as nearly every message is: of the answer only its number is read, and no Message is made of it."""
    # Plain words: with a parse mode, somebody's < or _ would be markup. A preview would fetch the link.
    said = {"chat_id": int(out.address), "text": out.words, "link_preview_options": NO_PREVIEW}
    keys, under = _keys(out.choices), _under(out)
    if keys is not None:
        said["reply_markup"] = keys
    if under is not None:
        said["reply_parameters"] = under.to_dict()
    told = await request.post(f"{address}/sendMessage", Fields(said))  # type: ignore[arg-type]
    match told:
        case {"message_id": int(number), "chat": {"id": int(chat)}}:
            return f"{chat}:{number}"
    raise Garbled("unreadable")


async def _call(bot: Bot, out: Outgoing, enclosed: Enclosure) -> Message:
    chat, caption = int(out.address), out.words or None
    send: Any = {"reply_markup": _keyboard(out.choices), "reply_parameters": _under(out)}
    if enclosed.kind == "photo":
        name = _NAMES["photo"].get(enclosed.mime, "photo.jpg")
        file = InputFile(enclosed.content, filename=name)
        return await bot.send_photo(chat, file, caption=caption, **send)
    if enclosed.kind == "document":
        file = InputFile(enclosed.content, filename="document.pdf")
        return await bot.send_document(
            chat, file, caption=caption, disable_content_type_detection=True, **send
        )
    name = _NAMES["voice"].get(enclosed.mime, "voice.ogg")
    file = InputFile(enclosed.content, filename=name)
    return await bot.send_voice(chat, file, caption=caption, **send)


def outcome(trouble: TelegramError) -> Outcome:
    """The order matters: BadRequest and Unsent are network trouble, too, to python-telegram-bot."""
    sentence = str(trouble.message).lower()
    match trouble:
        case RetryAfter():
            return Later("Telegram asks us to slow down", wait(trouble), lane=True)
        case Forbidden():
            return _known(sentence, FORBIDDEN) or Gone("Telegram does not let us write to this person")
        case ChatMigrated():
            return Gone("this chat has become another one")
        case BadRequest():
            return _known(sentence, REFUSED) or Refused("Telegram refused it")
        case InvalidToken():
            return Halted("Telegram does not know our bot: check AHO_TELEGRAM_TOKEN and AHO_TELEGRAM_API_URL")
        case Conflict():
            return Halted("somebody else is listening with this bot's token")
        case Unsent():
            return Later("Telegram could not be reached", 30.0)
    return Unsure("the connection to Telegram broke before its answer")


def wait(trouble: RetryAfter) -> float:
    """Seconds, whichever way the library was set to tell them."""
    told = trouble.retry_after
    return max(1.0, float(told) if isinstance(told, int | float) else told.total_seconds())


def _known(sentence: str, table: Mapping[str, Outcome]) -> Outcome | None:
    return next((what for words, what in table.items() if words in sentence), None)


def _unsendable(out: Outgoing) -> str | None:
    """A chat id is a number: a name would be somebody's public channel."""
    if not out.address.removeprefix("-").isdecimal():
        return "this is not a Telegram chat"
    if any(not 1 <= len(choice.mark.encode()) <= LONGEST_MARK for choice in out.choices):
        return "a button's hidden word is too long"
    length = len(out.words.encode("utf-16-le", "surrogatepass")) // 2
    if length > (LONGEST_CAPTION if out.enclosure else LONGEST_TEXT):
        return "it is longer than Telegram takes" + (" beside a picture" if out.enclosure else "")
    return None


def _under(out: Outgoing) -> ReplyParameters | None:
    """What it answers in this chat; where they have deleted that, it goes all the same."""
    chat, _, number = (out.quotes or "").partition(":")
    if chat != out.address or not number.isdecimal():
        return None
    return ReplyParameters(int(number), allow_sending_without_reply=True)


@lru_cache(64)  # the same for each phone of a broadcast
def _keys(choices: tuple[Choice, ...]) -> Mapping[str, Any] | None:
    keyboard = _keyboard(choices)
    return keyboard.to_dict() if keyboard else None


def _keyboard(choices: tuple[Choice, ...]) -> InlineKeyboardMarkup | None:
    """One button a row: thumbs are broad, and labels in some languages long."""
    rows = [[InlineKeyboardButton(choice.label, callback_data=choice.mark)] for choice in choices]
    return InlineKeyboardMarkup(rows) if rows else None
