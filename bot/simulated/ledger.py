"""What every pretend phone has said and heard, and what a carrier would complain about."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

Speaker = Literal["school", "phone", "carrier"]


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button; `says` is what the program hears when it is tapped."""

    label: str
    says: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    key: str
    kind: Literal["photo", "voice", "document"]
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing on a phone's screen. `key` is the carrier's own id; an edit writes the same key again."""

    key: str
    phone: str
    by: Speaker
    text: str
    at: datetime
    buttons: tuple[tuple[Button, ...], ...] = ()
    media: tuple[Media, ...] = ()
    segments: int | None = None
    replies_to: str = ""
    edited: bool = False
    written: int = 0  # the ledger's version when this was last written


class Ledger:
    """Shared by both carriers, within one event loop.

    `complaints` lists what the program did that the documentation does not allow, though the carrier let it
    pass; `troubles` lists webhooks that were not answered with 2xx. Neither holds anybody's words.
    """

    def __init__(self) -> None:
        self.epoch = secrets.token_hex(4)
        self.version = 0
        self.closed = False
        self.complaints: list[str] = []
        self.troubles: list[str] = []
        self._bubbles: dict[str, dict[str, Bubble]] = {}
        self._media: dict[str, Media] = {}
        self._changed = asyncio.Event()
        self.watchers: list[Callable[[Bubble], None]] = []  # told of every bubble as it is written

    def write(self, bubble: Bubble) -> Bubble:
        bubble = replace(bubble, written=self.version + 1)
        self._bubbles.setdefault(bubble.phone, {})[bubble.key] = bubble
        for media in bubble.media:
            self._media[media.key] = media
        for watcher in self.watchers:
            watcher(bubble)
        self.stir()
        return bubble

    def on(self, phone: str) -> tuple[Bubble, ...]:
        return tuple(self._bubbles.get(phone, {}).values())

    def bubble(self, phone: str, key: str) -> Bubble | None:
        return self._bubbles.get(phone, {}).get(key)

    def media(self, key: str) -> Media | None:
        return self._media.get(key)

    def stir(self) -> None:
        """Wake everyone who watches, also when no bubble has changed (the clock was moved)."""
        self.version += 1
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def after(self, version: int, within: float | None = None) -> int:
        """The first version later than this one; returns at once when the ledger is closed. TimeoutError
        after `within` seconds of real time."""
        async with asyncio.timeout(within):
            while self.version <= version and not self.closed:
                await self._changed.wait()
        return self.version

    def close(self) -> None:
        """Let go of everyone who waits: long polls and live pages would hold up a shut-down."""
        self.closed = True
        self.stir()
