"""The phones of the demo school, and what a page sees on them."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from bot.model import documents
from bot.simulated import Bubble, Carriers, SmsPhone, TelegramPhone

_SILENCE = 15.0  # seconds after which the page is told the time again, so that no proxy closes the stream
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Handset:
    """One phone on the page. `address` is an E.164 number or a Telegram user id; `language` tags what is
    read on it; `hint` stands on the empty screen."""

    key: str
    title: str
    subtitle: str
    channel: Literal["sms", "telegram"]
    address: str
    language: str
    hint: str = ""


def phone(carriers: Carriers, handset: Handset) -> SmsPhone | TelegramPhone:
    if handset.channel == "sms":
        return carriers.sms_phone(handset.address)
    return carriers.telegram_phone(int(handset.address), handset.title, handset.language)


async def live(
    carriers: Carriers, roster: tuple[Handset, ...], now: Callable[[], datetime], last_seen: str
) -> AsyncIterator[bytes]:
    """Server-sent events: first all that `last_seen` (an event's id, or '') has missed, then each change."""
    ledger = carriers.ledger
    epoch, _, version = last_seen.partition(":")
    seen = int(version) if epoch == ledger.epoch and version.isdigit() else -1
    first = seen < 0
    while not ledger.closed:
        upto = ledger.version
        told = {
            "fresh": first,
            "now": now().timestamp(),
            "started": [h.key for h in roster if _may_type(carriers, h)],
            "bubbles": list(_since(carriers, roster, seen)),
        }
        yield f"id: {ledger.epoch}:{upto}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n".encode()
        seen, first = upto, False
        with suppress(TimeoutError):
            await ledger.after(seen, within=_SILENCE)


def _since(carriers: Carriers, roster: tuple[Handset, ...], version: int) -> Iterator[Json]:
    for handset in roster:
        for bubble in carriers.ledger.on(handset.address):
            if bubble.written > version:
                yield _seen(handset, bubble)


def _seen(handset: Handset, bubble: Bubble) -> Json:
    return {
        "phone": handset.key,
        "key": bubble.key,
        "by": bubble.by,
        "text": bubble.text,
        "at": bubble.at.timestamp(),
        "buttons": [[asdict(button) for button in row] for row in bubble.buttons],
        "media": [
            {"kind": m.kind, "src": f"/phones/media/{m.key}", "size": documents.bytes_said(len(m.content))}
            for m in bubble.media
        ],
        "segments": bubble.segments,
        "answers": bubble.replies_to,
        "edited": bubble.edited,
    }


def _may_type(carriers: Carriers, handset: Handset) -> bool:
    """Telegram shows no keyboard before START was pressed."""
    held = phone(carriers, handset)
    return held.chat.started if isinstance(held, TelegramPhone) else True
