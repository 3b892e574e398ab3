"""The methods by which the bot speaks: send, edit, answer a tap. Each returns `result`, or raises Refused."""

import json
from typing import Any

from bot.simulated.forms import Form
from bot.simulated.ledger import Media
from bot.simulated.telegram import keyboard, markup
from bot.simulated.telegram.carrier import Telegram
from bot.simulated.telegram.chat import Chat
from bot.simulated.telegram.refused import bad

Json = dict[str, Any]
_MEGABYTE = 1024 * 1024


async def send_message(telegram: Telegram, form: Form) -> Json:
    chat = welcome(telegram, form)
    text, entities = _words(form, "text", 4096, "message is too long")
    if not text.strip():
        bad("message text is empty")
    return _send(telegram, chat, form, {"text": text} | ({"entities": entities} if entities else {}))


async def send_photo(telegram: Telegram, form: Form) -> Json:
    chat = welcome(telegram, form)
    content = _upload(telegram, form, "photo", 10 * _MEGABYTE)
    media, sizes = telegram.photo(content)
    return _send(telegram, chat, form, {"photo": sizes, **_caption(form)}, media)


async def send_voice(telegram: Telegram, form: Form) -> Json:
    chat = welcome(telegram, form)
    content = _upload(telegram, form, "voice", 50 * _MEGABYTE)
    media, voice = telegram.voice(content, int(form.values.get("duration") or 0))
    return _send(telegram, chat, form, {"voice": voice, **_caption(form)}, media)


async def send_document(telegram: Telegram, form: Form) -> Json:
    chat = welcome(telegram, form)
    content = _upload(telegram, form, "document", 50 * _MEGABYTE)
    media, document = telegram.document(content)
    return _send(telegram, chat, form, {"document": document, **_caption(form)}, media)


async def send_chat_action(telegram: Telegram, form: Form) -> bool:
    welcome(telegram, form)
    if form.values.get("action") not in ("typing", "upload_photo", "record_voice", "upload_voice"):
        bad("wrong parameter action in request")
    return True


async def edit_message_text(telegram: Telegram, form: Form) -> Json:
    text, entities = _words(form, "text", 4096, "message is too long")
    if not text.strip():
        bad("message text is empty")
    return _edit(telegram, form, {"text": text} | ({"entities": entities} if entities else {}))


async def edit_message_reply_markup(telegram: Telegram, form: Form) -> Json:
    return _edit(telegram, form, {})


async def answer_callback_query(telegram: Telegram, form: Form) -> bool:
    if telegram.open_queries.pop(form.values.get("callback_query_id", ""), None) is None:
        bad("query is too old and response timeout expired or query ID is invalid")
    if len(form.values.get("text", "")) > 200:
        bad("MESSAGE_TOO_LONG")
    return True


def welcome(telegram: Telegram, form: Form) -> Chat:
    """The chat that is meant, if the bot may write there."""
    chat = _chat(telegram, form)
    chat.must_welcome_the_bot()
    return chat


def _chat(telegram: Telegram, form: Form) -> Chat:
    chat_id = form.values.get("chat_id", "")
    if not chat_id:
        bad("chat_id is empty")
    chat = telegram.chats.get(int(chat_id)) if chat_id.lstrip("-").isdigit() else None
    return chat if chat is not None else bad("chat not found")


def _send(telegram: Telegram, chat: Chat, form: Form, content: Json, media: Media | None = None) -> Json:
    buttons = keyboard.read(form.values.get("reply_markup", ""))
    if buttons.get("inline_keyboard"):
        content = content | {"reply_markup": buttons}
    message = telegram.keep(chat, telegram.bot, content | _answered(chat, form))
    telegram.show(chat, message, "school", (media,) if media else ())
    return message


def _answered(chat: Chat, form: Form) -> Json:
    if "reply_parameters" not in form.values:
        return {}
    try:
        wanted = json.loads(form.values["reply_parameters"])
        found = chat.messages.get(int(wanted["message_id"]))
    except (ValueError, KeyError, TypeError):
        bad("can't parse reply parameters JSON object")
    if found is None and not wanted.get("allow_sending_without_reply"):
        bad("message to be replied not found")
    return {"reply_to_message": found} if found else {}


def _edit(telegram: Telegram, form: Form, content: Json) -> Json:
    chat = _chat(telegram, form)
    message = chat.message(form.values.get("message_id", ""), "message to edit not found")
    if message["from"] is not telegram.bot:
        bad("message can't be edited")
    buttons = keyboard.read(form.values.get("reply_markup", ""))
    kept = {name: value for name, value in message.items() if name not in ("reply_markup", "edit_date")}
    if content:
        kept.pop("entities", None)
    edited = kept | content | ({"reply_markup": buttons} if buttons.get("inline_keyboard") else {})
    if edited == {name: value for name, value in message.items() if name != "edit_date"}:
        bad(
            "message is not modified: specified new message content and reply markup are exactly the same as "
            "a current content and reply markup of the message"
        )
    edited["edit_date"] = telegram.stamp()
    chat.messages[message["message_id"]] = edited
    telegram.show(chat, edited, "school")
    return edited


def _words(form: Form, name: str, longest: int, too_long: str) -> tuple[str, list[markup.Entity]]:
    text, entities = markup.read(form.values.get(name, ""), form.values.get("parse_mode", ""))
    if len(text) > longest:
        bad(too_long)
    return text, entities


def _caption(form: Form) -> Json:
    caption, entities = _words(form, "caption", 1024, "message caption is too long")
    told: Json = {"caption": caption} if caption else {}
    return told | ({"caption_entities": entities} if entities else {})


def _upload(telegram: Telegram, form: Form, name: str, most: int) -> bytes:
    """A part of the form by that name, one that `attach://` points at, or a file the bot already knows."""
    wanted = form.values.get(name, "")
    upload = form.files.get(wanted.removeprefix("attach://") if wanted.startswith("attach://") else name)
    if upload is None and wanted not in telegram.files:
        bad(f"there is no {name} in the request")
    content = upload.content if upload else telegram.files[wanted].media.content
    if not content:
        bad("file must be non-empty")
    if len(content) > most:
        bad("file is too big")
    return content
