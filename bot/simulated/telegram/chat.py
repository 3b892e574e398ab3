"""One person's private chat with the school's bot, as Telegram holds it."""

from dataclasses import dataclass, field
from typing import Any

from bot.simulated.telegram.refused import bad, forbidden

Json = dict[str, Any]


@dataclass(slots=True)
class Chat:
    """`started` until which the bot may not write; message ids count within this chat only."""

    user_id: int
    first_name: str
    language_code: str = ""
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    messages: dict[int, Json] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return str(self.user_id)

    @property
    def user(self) -> Json:
        user: Json = {"id": self.user_id, "is_bot": False, "first_name": self.first_name}
        return user | {"language_code": self.language_code} if self.language_code else user

    @property
    def resource(self) -> Json:
        return {"id": self.user_id, "first_name": self.first_name, "type": "private"}

    def next_message_id(self) -> int:
        return max(self.messages, default=0) + 1

    def must_welcome_the_bot(self) -> None:
        """Raise what the Bot API answers to a bot that may not write here."""
        if self.deactivated:
            forbidden("user is deactivated")
        if self.blocked:
            forbidden("bot was blocked by the user")
        if not self.started:
            forbidden("bot can't initiate conversation with a user")

    def message(self, message_id: str, missing: str) -> Json:
        found = self.messages.get(int(message_id)) if message_id.isdigit() else None
        return found if found is not None else bad(missing)
