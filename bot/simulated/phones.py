"""The phones of the people: what they do with their thumbs, and what they see.

The one fake of our tests. Nothing here reaches the school but over its carrier's webhooks and lists.
"""

import asyncio
import secrets
from typing import Protocol

from bot.simulated.ledger import Bubble, Ledger, Media
from bot.simulated.telegram.carrier import Telegram
from bot.simulated.telegram.chat import Chat
from bot.simulated.twilio.carrier import Twilio


class Phone(Protocol):
    @property
    def address(self) -> str: ...
    @property
    def heard(self) -> tuple[Bubble, ...]: ...
    async def says(self, text: str) -> None: ...
    async def hears(self, words: str, within: float = 5.0) -> Bubble: ...


class _Screen:
    """What both kinds of phone have: bubbles, and how far their owner has read."""

    def __init__(self, ledger: Ledger, address: str) -> None:
        self._ledger, self.address = ledger, address
        self._read = 0  # the ledger's version up to which `hears` has looked

    @property
    def heard(self) -> tuple[Bubble, ...]:
        """Every bubble on the screen, oldest first, from the school, from the carrier and from this phone."""
        return self._ledger.on(self.address)

    async def hears(self, words: str, within: float = 5.0) -> Bubble:
        """Wait for a bubble, not yet read, that holds these words; AssertionError with the screen after
        `within` seconds of real time."""
        seen = self._ledger.version
        try:
            async with asyncio.timeout(within):
                while True:
                    for bubble in sorted(self.heard, key=lambda bubble: bubble.written):
                        if bubble.by != "phone" and bubble.written > self._read and words in bubble.text:
                            self._read = bubble.written
                            return bubble
                    seen = await self._ledger.after(seen)
        except TimeoutError:
            screen = "\n".join(f"  {bubble.by}: {bubble.text}" for bubble in self.heard) or "  (nothing)"
            raise AssertionError(f"{self.address} has not heard {words!r}. Its screen:\n{screen}") from None


class SmsPhone(_Screen):
    """An old phone: texts only."""

    channel = "sms"

    def __init__(self, twilio: Twilio, number: str) -> None:
        super().__init__(twilio.ledger, number)
        self._twilio, self.number = twilio, number

    async def says(self, text: str) -> None:
        await self._twilio.hear(self.number, text)

    async def sends_photo(self, content: bytes, caption: str = "", content_type: str = "image/jpeg") -> None:
        media = Media("ME" + secrets.token_hex(16), "photo", content_type, content)
        await self._twilio.hear(self.number, caption, [media])


class TelegramPhone(_Screen):
    """A phone with Telegram, and one chat: the school's bot."""

    channel = "telegram"

    def __init__(self, telegram: Telegram, user_id: int, first_name: str, language_code: str = "") -> None:
        super().__init__(telegram.ledger, str(user_id))
        self._telegram = telegram
        self.chat = telegram.chats.setdefault(user_id, Chat(user_id, first_name, language_code))

    async def starts(self, payload: str = "") -> None:
        """Press START, from a `t.me/…?start=payload` link if there is one."""
        if self.chat.blocked:
            self._telegram.welcomed(self.chat, True)
        self.chat.started = True
        text = f"/start {payload}".strip()
        entity = {"type": "bot_command", "offset": 0, "length": len("/start")}
        self._telegram.hear(self.chat, {"text": text, "entities": [entity]})

    async def says(self, text: str) -> None:
        command, _, payload = text.partition(" ")
        if command == "/start":
            await self.starts(payload.strip())
            return
        self._must_have_started()
        content: dict[str, object] = {"text": text}
        if command.startswith("/") and len(command) > 1:
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command)}]
        self._telegram.hear(self.chat, content)

    async def replies_to(self, bubble: Bubble, text: str) -> None:
        self._must_have_started()
        answered = self.chat.messages[_message_id(bubble)]
        self._telegram.hear(self.chat, {"text": text, "reply_to_message": answered})

    async def sends_photo(self, content: bytes, caption: str = "") -> None:
        self._must_have_started()
        media, sizes = self._telegram.photo(content)
        self._telegram.hear(self.chat, {"photo": sizes} | ({"caption": caption} if caption else {}), media)

    async def sends_voice(self, content: bytes, duration: int = 3) -> None:
        """An OGG file with Opus, as Telegram records it; `duration` in seconds."""
        self._must_have_started()
        media, voice = self._telegram.voice(content, duration)
        self._telegram.hear(self.chat, {"voice": voice}, media)

    async def sends_document(
        self, content: bytes, caption: str = "", name: str = "letter.pdf", mime: str = "application/pdf"
    ) -> None:
        self._must_have_started()
        media, document = self._telegram.document(content, name, mime)
        self._telegram.hear(
            self.chat, {"document": document} | ({"caption": caption} if caption else {}), media
        )

    async def taps(self, label_or_data: str, on: str = "") -> None:
        """Tap the newest button with that label or data; `on` names one bubble by its key."""
        self._must_have_started()
        for bubble in sorted(self.heard, key=lambda bubble: bubble.written, reverse=True):
            for button in (button for row in bubble.buttons for button in row):
                if label_or_data in (button.label, button.says) and on in ("", bubble.key) and button.says:
                    self._telegram.tapped(self.chat, _message_id(bubble), button.says)
                    return
        raise LookupError(f"no button {label_or_data!r} on this screen")

    async def blocks_bot(self) -> None:
        self._telegram.welcomed(self.chat, False)

    async def unblocks_bot(self) -> None:
        self._telegram.welcomed(self.chat, True)

    def _must_have_started(self) -> None:
        if not self.chat.started:
            raise RuntimeError("Telegram shows no keyboard before START was pressed")


def _message_id(bubble: Bubble) -> int:
    return int(bubble.key.partition(":")[2])
