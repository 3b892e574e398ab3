"""How the bot hears: by webhook, retried with back-off, or by long poll. Never both."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.simulated.ledger import Ledger
from bot.simulated.post import Post
from bot.simulated.telegram.refused import Refused

Json = dict[str, Any]
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
_LONGEST_POLL = 50  # seconds
_NEAR = 10  #: an offset that far beyond the newest update is still believed
_HOOKED = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_TERMINATED = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)


@dataclass(frozen=True, slots=True)
class Webhook:
    url: str
    secret: str = ""
    max_connections: int = 40


class Updates:
    """`patience`: seconds to wait before the n-th retry of a webhook that was not answered with 2xx."""

    def __init__(self, ledger: Ledger, post: Post, patience: Callable[[int], float]) -> None:
        self.ledger, self.post, self.patience = ledger, post, patience
        self.pending: list[Json] = []
        self.webhook: Webhook | None = None
        self.allowed: tuple[str, ...] = ()  # empty: every kind that this carrier knows
        self.last_error = ""
        self._next_id = 700_000_001
        self._arrived = asyncio.Event()
        self._latest_poll: object = None
        self._posting: asyncio.Task[None] | None = None

    def offer(self, kind: str, what: Json) -> None:
        if self.allowed and kind not in self.allowed:
            return
        self.pending.append({"update_id": self._next_id, kind: what})
        self._next_id += 1
        self._wake()

    def number_anew(self, first: int) -> None:
        """After a week without updates the real one goes on from a number drawn by chance, often a lower one."""
        self._next_id = first

    def hook(self, webhook: Webhook | None, *, drop_pending: bool) -> None:
        self.webhook, self.last_error = webhook, ""
        if drop_pending:
            self.pending.clear()
        self._wake()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Updates from `offset` on; earlier ones count as heard. A newer poll ends an older one with 409.

        An offset far beyond the newest confirms nothing, and is answered from the oldest on, as the real one does.
        """
        if self.webhook is not None:
            raise Refused(409, _HOOKED)
        self._latest_poll = me = object()
        self._wake()
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset <= self._next_id + _NEAR:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]
        try:
            async with asyncio.timeout(min(seconds, _LONGEST_POLL)):
                while not self.pending and seconds > 0 and not self.ledger.closed:
                    await self._arrived.wait()
                    if self._latest_poll is not me:
                        raise Refused(409, _TERMINATED)
        except TimeoutError:
            return []
        return self.pending[:limit]

    def close(self) -> None:
        self.webhook = None
        self._wake()

    async def settled(self) -> None:
        """Until every update has been posted; at once where updates are polled."""
        if self._posting is not None:
            await self._posting

    def _wake(self) -> None:
        arrived, self._arrived = self._arrived, asyncio.Event()
        arrived.set()
        if self.webhook is not None and self.pending and (self._posting is None or self._posting.done()):
            self._posting = asyncio.get_running_loop().create_task(self._post_pending())

    async def _post_pending(self) -> None:
        tries = 0
        while self.webhook is not None and self.pending:
            update = self.pending[0]
            headers = {"Content-Type": "application/json"}
            if self.webhook.secret:
                headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook.secret
            status = await self.post(
                self.webhook.url, headers, json.dumps(update, ensure_ascii=False).encode()
            )
            if 200 <= status < 300:
                if update in self.pending:
                    self.pending.remove(update)
                tries, self.last_error = 0, ""
                continue
            tries += 1
            self.last_error = f"Wrong response from the webhook: {status}" if status else "Connection refused"
            self.ledger.troubles.append(f"telegram: a webhook was answered with {status}")
            await asyncio.sleep(self.patience(tries))
