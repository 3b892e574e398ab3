"""Telegram through python-telegram-bot, as parser and client only: its framework keeps state in memory."""

import os
from collections.abc import Mapping, Sequence

import aiohttp

# python-telegram-bot looks at this whenever it hands out a length of time: with it, never a bare number.
os.environ.setdefault("PTB_TIMEDELTA", "1")

from bot.lean import without

# For Telegram's Passport, which is nothing for a school, 7 MB; and for httpx's own command line, 2 MB.
with without("cryptography"), without("pygments"):
    from telegram import Bot

from bot.channels import Fetched, Unfetched
from bot.channels.telegram import buttons, files, opening, polling, sending, settling
from bot.channels.telegram.request import AiohttpRequest
from bot.channels.telegram.settling import Settled
from bot.config import Config
from bot.model.delivery import Finding, Halted, Later, Open, Outcome, Outgoing, Unsure
from bot.model.heard import Batch, Hook, Incoming, Receipt, Sight

LONGEST_TEXT, LONGEST_CAPTION = sending.LONGEST_TEXT, sending.LONGEST_CAPTION
secret_for = opening.secret_for

__all__ = ["LONGEST_CAPTION", "LONGEST_TEXT", "Settled", "Telegram", "secret_for"]


class Telegram:
    """Held open: the Bot on the shared wire."""

    name = "telegram"

    def __init__(self, config: Config, wire: aiohttp.ClientSession) -> None:
        self.config, self.wire = config, wire
        self.token = config.telegram_token.get_secret_value()
        self.secret = opening.secret_for(self.token)
        self.address = config.telegram_api_url
        self.request = AiohttpRequest(wire)
        self.bot = Bot(
            self.token,
            base_url=self.address,
            base_file_url=files.beside(self.address),
            request=self.request,
            get_updates_request=AiohttpRequest(wire),
        )

    def open(self, hook: Hook) -> list[Incoming | Receipt]:
        return list(opening.opened(hook, self.secret))

    async def send(self, out: Outgoing) -> Outcome:
        """One call. Words beyond LONGEST_TEXT, or LONGEST_CAPTION beside a picture, are Refused, never cut:
        the caller splits them, since two calls cannot share one attempt. `valid_seconds` has no use here."""
        return await sending.send(self.bot, self.request, self.address + self.token, out)

    async def find(self, open: Open) -> Finding:
        return Unsure("Telegram cannot be asked")

    async def fetch(self, sight: Sight) -> Fetched | Unfetched:
        return await files.fetch(self.request, self.wire, self.address, self.token, sight)

    async def forget(self, _sight: Sight) -> bool:
        """A family's own chat is theirs: what they sent stays in it, and Telegram lets no bot delete a file."""
        return True

    async def poll(self, offset: int, seconds: int = 25) -> Batch | Later | Halted:
        """Updates from `offset` on, waiting up to `seconds` for the first.

        `next_mark` is the offset for the next call, as text. Telegram forgets what lies before an offset, so
        the caller moves it only after its commit. Halted: we are not let in, or somebody else is listening.
        """
        return await polling.poll(self.request, self.address + self.token, offset, seconds)

    async def settle_in(
        self, public_url: str | None, menus: Mapping[str, Sequence[tuple[str, str]]]
    ) -> Settled | Later | Halted:
        """Say where we listen (None: we poll) and what the menu offers, by two-letter language ("": others).

        What waits at Telegram is kept either way.
        """
        return await settling.settle_in(self.bot, self.secret, public_url, menus)

    async def end_tap(self, tap_key: str) -> None:
        """End the little clock on a tapped button. Best effort: Telegram ends it by itself after a while."""
        await buttons.end_tap(self.bot, tap_key)

    async def put_away_buttons(self, external_id: str) -> None:
        """Take the buttons off a message that has been answered. Best effort."""
        await buttons.put_away(self.bot, external_id)

    async def check(self) -> list[str]:
        """What is wrong with the bot, in plain sentences; an empty list is good news."""
        return await settling.check(self.bot, self.config.public_url if self.config.webhook else None)

    async def close(self) -> None:
        pass  # the wire belongs to whoever opened it
