"""The carriers, all behind one face. A channel translates; it never decides, and it never sees a row.

Adding one is a folder beside `sms` and `telegram` and a line in `bot/main.py`.
"""

from dataclasses import dataclass
from typing import Protocol

from bot.model.delivery import Finding, Open, Outcome, Outgoing
from bot.model.heard import Hook, Incoming, Receipt, Sight


@dataclass(frozen=True)
class Fetched:
    """A picture or a voice note as the carrier gave it: not yet looked into."""

    content: bytes
    mime: str


@dataclass(frozen=True)
class Unfetched:
    """Not to be had; `again` when asking later may help."""

    why: str
    again: bool = False


class Channel(Protocol):
    """One carrier. Whatever a network can do wrong comes back as a value, never as an exception."""

    @property
    def name(self) -> str:
        """The word that contacts and incoming things carry: "sms", "telegram"."""

    def open(self, hook: Hook) -> list[Incoming | Receipt]:
        """Verify, then read. Raises Forged (answer 403) or Unreadable (400); an empty list is fine (200)."""

    async def send(self, out: Outgoing) -> Outcome:
        """One call to the carrier, no more. Never retries by itself."""

    async def find(self, open: Open) -> Finding:
        """What became of a call whose end we never saw."""

    async def fetch(self, sight: Sight) -> Fetched | Unfetched: ...

    async def forget(self, sight: Sight) -> bool:
        """Deletes it where the carrier keeps it. False: to be tried again later."""

    async def close(self) -> None:
        """Let go of what this channel holds open; the shared wire is closed by whoever opened it."""
