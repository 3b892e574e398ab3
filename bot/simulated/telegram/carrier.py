"""Telegram's side of the wire: chats, what is said in them, files, and the buttons waiting for an answer."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from bot.simulated.faults import Faults
from bot.simulated.ledger import Bubble, Ledger, Media, Speaker
from bot.simulated.post import Post
from bot.simulated.telegram import keyboard
from bot.simulated.telegram.chat import Chat
from bot.simulated.telegram.refused import bad
from bot.simulated.telegram.updates import Updates

Json = dict[str, Any]
TOKEN = "2000000040:AA" + "pretended" * 3 + "000040"


@dataclass(frozen=True, slots=True)
class File:
    path: str
    media: Media


class Telegram:
    """Held open: the bot, its chats by user id, its commands, and the files it may fetch."""

    def __init__(
        self,
        ledger: Ledger,
        now: Callable[[], datetime],
        post: Post,
        *,
        token: str = TOKEN,
        username: str = "PretendedSchoolBot",
        name: str = "Pretended school",
        patience: Callable[[int], float] = lambda tries: min(60.0, 0.5 * 2**tries),
    ) -> None:
        self.ledger, self.now, self.token = ledger, now, token
        self.faults = Faults()
        self.updates = Updates(ledger, post, patience)
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, File] = {}
        self.open_queries: dict[str, Chat] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": name,
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def hear(self, chat: Chat, content: Json, media: Media | None = None) -> Bubble:
        """The person says something: keep it and offer it to the bot."""
        message = self.keep(chat, chat.user, content)
        self.updates.offer("message", message)
        return self.show(chat, message, "phone", (media,) if media else ())

    def tapped(self, chat: Chat, message_id: int, data: str) -> None:
        query = str(secrets.randbits(63))
        self.open_queries[query] = chat
        told = {"id": query, "from": chat.user, "message": chat.messages[message_id], "data": data}
        self.updates.offer("callback_query", told | {"chat_instance": f"-{chat.user_id}000"})

    def welcomed(self, chat: Chat, welcome: bool) -> None:
        """The person blocks the bot, or lets it in again: `my_chat_member` tells."""
        before, after = ("kicked", "member") if welcome else ("member", "kicked")
        chat.blocked = not welcome
        kicked: dict[bool, Json] = {True: {"until_date": 0}, False: {}}
        self.updates.offer(
            "my_chat_member",
            {
                "chat": chat.resource,
                "from": chat.user,
                "date": self.stamp(),
                "old_chat_member": {"user": self.bot, "status": before} | kicked[welcome],
                "new_chat_member": {"user": self.bot, "status": after} | kicked[not welcome],
            },
        )
        self.ledger.stir()

    def keep(self, chat: Chat, sender: Json, content: Json) -> Json:
        message = {
            "message_id": chat.next_message_id(),
            "from": sender,
            "chat": chat.resource,
            "date": self.stamp(),
            **content,
        }
        chat.messages[message["message_id"]] = message
        return message

    def show(self, chat: Chat, message: Json, by: Speaker, media: tuple[Media, ...] = ()) -> Bubble:
        key = f"{chat.user_id}:{message['message_id']}"
        before = self.ledger.bubble(chat.address, key)
        answered = message.get("reply_to_message", {}).get("message_id")
        return self.ledger.write(
            Bubble(
                key=key,
                phone=chat.address,
                by=by,
                text=str(message.get("text") or message.get("caption") or ""),
                at=before.at if before else self.now(),
                buttons=keyboard.buttons(message.get("reply_markup", {})),
                media=before.media if before else media,
                replies_to=f"{chat.user_id}:{answered}" if answered else "",
                edited="edit_date" in message,
            )
        )

    def photo(self, content: bytes) -> tuple[Media, list[Json]]:
        """Hold an image; Telegram lists its sizes, smallest first."""
        from PIL import Image, UnidentifiedImageError  # until a picture comes, its megabytes stay away

        try:
            with Image.open(BytesIO(content)) as image:
                width, height, kind = (
                    image.width,
                    image.height,
                    Image.MIME.get(image.format or "", "image/jpeg"),
                )
        except (UnidentifiedImageError, OSError):
            bad("IMAGE_PROCESS_FAILED")
        media = Media(secrets.token_hex(8), "photo", kind, content)
        size = {"width": width, "height": height, "file_size": len(content)}
        return media, [self.hold(media, "photos", "jpg") | size]

    def voice(self, content: bytes, duration: int) -> tuple[Media, Json]:
        media = Media(secrets.token_hex(8), "voice", "audio/ogg", content)
        told = {"duration": duration, "mime_type": "audio/ogg", "file_size": len(content)}
        return media, self.hold(media, "voice", "oga") | told

    def document(
        self, content: bytes, name: str = "document.pdf", mime: str = "application/pdf"
    ) -> tuple[Media, Json]:
        media = Media(secrets.token_hex(8), "document", mime, content)
        told = {"file_name": name, "mime_type": mime, "file_size": len(content)}
        return media, self.hold(media, "documents", name.rpartition(".")[2]) | told

    def hold(self, media: Media, folder: str, ending: str) -> Json:
        file_id = "AgAC" + secrets.token_urlsafe(24)
        self.files[file_id] = File(f"{folder}/file_{len(self.files)}.{ending}", media)
        return {"file_id": file_id, "file_unique_id": f"AQ{media.key}"}

    def stamp(self) -> int:
        return int(self.now().timestamp())
