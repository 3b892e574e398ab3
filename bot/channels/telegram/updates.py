"""One update, in our words. The webhook and the poll read it alike."""

from datetime import UTC, datetime
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Message, PhotoSize, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.channels.telegram.files import LARGEST
from bot.model.documents import PDF
from bot.model.heard import Incoming, Kind, Sight

#: What we ask Telegram for; edits, channels, reactions and the rest are never sent to us.
WANTED = ("message", "callback_query", "my_chat_member")

_THINGS = "sticker document video video_note animation location venue contact dice poll game story".split()
_MOVES = {
    ChatMemberStatus.BANNED: Kind.LEFT,
    ChatMemberStatus.LEFT: Kind.LEFT,
    ChatMemberStatus.MEMBER: Kind.CAME_BACK,
}
#: What a message may trip over when it is not what the library expects of Telegram.
_UNEXPECTED = (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError, RecursionError)


def read_update(payload: dict[str, Any]) -> list[Incoming]:
    """At most one thing heard. Empty for what is not ours, and for what the library cannot read: an error
    would make Telegram bring it again and again, and hold back everybody behind it."""
    try:
        if (plain := _plain_words(payload)) is not None:
            return [plain]
        update = Update.de_json(payload, None)
        key = str(update.update_id)
        if update.message:
            return _said(key, update.message)
        if update.callback_query:
            return _tapped(key, update.callback_query)
        if update.my_chat_member:
            return _moved(key, update.my_chat_member)
    except _UNEXPECTED:
        return []
    return []


def _plain_words(payload: dict[str, Any]) -> Incoming | None:
    """Words in a private chat and nothing beside them, as most messages are; None: it is more than that.

    Read as the library reads it, which makes two hundred attributes for it: a tenth of what a reply costs.
    """
    match payload:
        case {
            "update_id": int(update),
            "message": {
                "message_id": int(number),
                "date": int(date),
                "text": str(words),
                "chat": {"id": int(chat), "type": "private"},
                "from": {"id": int(_), "is_bot": bool(_), "first_name": str(first), **more},
                **beside,
            },
        } if words and not beside:
            return Incoming(
                "telegram",
                str(update),
                str(chat),
                Kind.TEXT,
                words=words,
                name=f"{first} {last}" if (last := more.get("last_name")) else first,
                tongue=str(more.get("language_code") or ""),
                at=datetime.fromtimestamp(date, UTC),
                quotable=f"{chat}:{number}",
            )
    return None


def _said(key: str, message: Message) -> list[Incoming]:
    chat = message.chat
    if chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
        # Other families' words: not ours to keep. Somebody leaving calls for no answer.
        gone = message.left_chat_member or message.migrate_to_chat_id
        return [] if gone else [Incoming("telegram", key, str(chat.id), Kind.GROUP, at=message.date)]
    if chat.type != ChatType.PRIVATE:
        return []
    kind, sights = _brought(message)
    words = message.text or message.caption or ""
    if kind is None:
        return []
    quoted = message.reply_to_message
    return [
        Incoming(
            "telegram",
            key,
            str(chat.id),
            kind,
            words=words,
            sights=sights,
            quotes=f"{chat.id}:{quoted.message_id}" if quoted else None,
            name=message.from_user.full_name if message.from_user else "",
            tongue=(message.from_user.language_code or "") if message.from_user else "",
            at=message.date,
            quotable=f"{chat.id}:{message.message_id}",
            album=message.media_group_id or "",
        )
    ]


def _brought(message: Message) -> tuple[Kind | None, tuple[Sight, ...]]:
    """The kind of message, and what came along; None for Telegram's own notes (something was pinned)."""
    document = message.document
    if message.photo:
        return Kind.PHOTO, (Sight("photo", _best(message.photo).file_id, "image/jpeg"),)
    if document and (document.mime_type or "").startswith("image/"):
        return Kind.PHOTO, (Sight("photo", document.file_id, document.mime_type or ""),)
    if document and document.mime_type == PDF:
        return Kind.DOCUMENT, (Sight("document", document.file_id, PDF),)
    if sound := message.voice or message.audio:
        return Kind.VOICE, (Sight("voice", sound.file_id, sound.mime_type or "", _seconds(sound.duration)),)
    if message.text:
        return Kind.TEXT, ()
    return (Kind.OTHER if any(getattr(message, thing) for thing in _THINGS) else None), ()


def _best(sizes: tuple[PhotoSize, ...]) -> PhotoSize:
    """The largest that Telegram lets a bot fetch."""
    fitting = [size for size in sizes if (size.file_size or 0) <= LARGEST]
    return max(fitting or sizes[:1], key=lambda size: size.width * size.height)


def _seconds(length: Any) -> int:
    return int(length.total_seconds()) if hasattr(length, "total_seconds") else int(length)


def _tapped(key: str, query: CallbackQuery) -> list[Incoming]:
    under = query.message
    if under is None or under.chat.type != ChatType.PRIVATE or query.data is None:
        return []
    return [
        Incoming(
            "telegram",
            key,
            str(under.chat.id),
            Kind.TAP,
            quotes=f"{under.chat.id}:{under.message_id}",
            tapped=query.data,
            tap_key=query.id,
            name=query.from_user.full_name,
            tongue=query.from_user.language_code or "",
        )
    ]


def _moved(key: str, change: ChatMemberUpdated) -> list[Incoming]:
    kind = _MOVES.get(ChatMemberStatus(change.new_chat_member.status))
    if kind is None or change.chat.type != ChatType.PRIVATE:
        return []
    person = change.from_user
    tongue = person.language_code or ""
    return [
        Incoming(
            "telegram", key, str(change.chat.id), kind, name=person.full_name, tongue=tongue, at=change.date
        )
    ]
