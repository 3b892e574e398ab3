"""The methods by which the bot arranges to hear: a webhook, or long polls."""

import json
import re
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from bot.simulated.forms import Form
from bot.simulated.telegram.carrier import Telegram
from bot.simulated.telegram.refused import bad
from bot.simulated.telegram.updates import KINDS, Webhook

Json = dict[str, Any]
_PORTS = (80, 88, 443, 8443)


async def set_webhook(telegram: Telegram, form: Form) -> bool:
    """HTTPS on one of four ports; anything on loopback, as a Bot API server of one's own would allow."""
    values = form.values
    url, secret = values.get("url", ""), values.get("secret_token", "")
    drop_pending = values.get("drop_pending_updates", "").lower() == "true"
    if not url:
        telegram.updates.hook(None, drop_pending=drop_pending)
        return True
    _check(url)
    if "secret_token" in values and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        bad("secret token contains unallowed characters")
    connections = values.get("max_connections", "40")
    if not connections.isdigit() or not 1 <= int(connections) <= 100:
        bad("max_connections is out of range")
    _allow(telegram, form)
    telegram.updates.hook(Webhook(url, secret, int(connections)), drop_pending=drop_pending)
    return True


async def delete_webhook(telegram: Telegram, form: Form) -> bool:
    drop_pending = form.values.get("drop_pending_updates", "").lower() == "true"
    telegram.updates.hook(None, drop_pending=drop_pending)
    return True


async def get_webhook_info(telegram: Telegram, form: Form) -> Json:
    updates, webhook = telegram.updates, telegram.updates.webhook
    told: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates.pending),
    }
    if webhook:
        told["max_connections"] = webhook.max_connections
    if updates.allowed:
        told["allowed_updates"] = list(updates.allowed)
    if updates.last_error:
        told |= {"last_error_date": telegram.stamp(), "last_error_message": updates.last_error}
    return told


async def get_updates(telegram: Telegram, form: Form) -> list[Json]:
    values = form.values
    try:
        offset, limit = int(values.get("offset") or 0), int(values.get("limit") or 100)
        seconds = float(values.get("timeout") or 0)
    except ValueError:
        bad("offset, limit and timeout are numbers")
    _allow(telegram, form)
    return await telegram.updates.poll(offset, min(max(limit, 1), 100), seconds)


def _allow(telegram: Telegram, form: Form) -> None:
    """Without the parameter the earlier setting stays; an empty list restores the default."""
    if "allowed_updates" not in form.values:
        return
    try:
        allowed = json.loads(form.values["allowed_updates"])
    except json.JSONDecodeError:
        bad("can't parse allowed_updates JSON object")
    if not isinstance(allowed, list):
        bad("expected an Array of allowed update types")
    telegram.updates.allowed = tuple(str(kind) for kind in allowed)
    if allowed and not set(telegram.updates.allowed) & set(KINDS):
        telegram.ledger.complaints.append("telegram: allowed_updates lets nothing through")


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        bad("bad webhook: invalid webhook URL specified")
    if _loopback(parts.hostname or ""):
        return
    if parts.scheme != "https" or not parts.hostname:
        bad("bad webhook: An HTTPS URL must be provided for webhook")
    if (port or 443) not in _PORTS:
        bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
