"""What Telegram posts to us: the secret compared in constant time, then read."""

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlsplit

from bot.channels.telegram.updates import read_update
from bot.model.heard import Forged, Hook, Incoming, Unreadable

WEBHOOK = "/hooks/telegram"
_LONGEST_BODY = 1024 * 1024  # bytes


def secret_for(token: str) -> str:
    """The word that Telegram sends along with each update: ours to choose, and new with a new token."""
    return hmac.new(token.encode(), b"aho: this update comes from Telegram", hashlib.sha256).hexdigest()


def opened(hook: Hook, secret: str) -> list[Incoming]:
    """Raises Forged or Unreadable; an update that is not for us is an empty list."""
    given = hook.headers.get("x-telegram-bot-api-secret-token", "")
    if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), secret.encode()):
        raise Forged
    if urlsplit(hook.path).path != WEBHOOK:
        raise Unreadable("there is no such door")
    return read_update(_payload(hook.body))


def _payload(body: bytes) -> dict[str, Any]:
    if len(body) > _LONGEST_BODY:
        raise Unreadable("too long")
    try:
        payload = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Unreadable("this is not an update") from None
    if not isinstance(payload, dict) or type(payload.get("update_id")) is not int:
        raise Unreadable("this is not an update")
    return payload
