"""Reads `reply_markup`: what the Bot API checks before it shows buttons."""

import json
from typing import Any

from bot.simulated.ledger import Button
from bot.simulated.telegram.refused import bad

_DOES = {"callback_data", "url", "login_url", "web_app", "copy_text", "switch_inline_query"}
_OTHER_KINDS = ("keyboard", "remove_keyboard", "force_reply")


def read(reply_markup: str) -> dict[str, Any]:
    """The markup as it was sent, checked; an empty dict for none."""
    if not reply_markup:
        return {}
    try:
        markup = json.loads(reply_markup)
    except json.JSONDecodeError:
        bad("object expected as reply markup")
    if not isinstance(markup, dict):
        bad("object expected as reply markup")
    if any(kind in markup for kind in _OTHER_KINDS):
        return markup
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        bad('field "inline_keyboard" must be an Array of Arrays')
    for button in (button for row in rows for button in row):
        if not isinstance(button, dict) or not str(button.get("text", "")).strip():
            bad("inline keyboard button text must be non-empty")
        if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
            bad("BUTTON_DATA_INVALID")
        if not {"callback_data", "url", "login_url", "web_app", "copy_text", "switch_inline_query"} & set(
            button
        ):
            bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    return markup


def buttons(markup: dict[str, Any]) -> tuple[tuple[Button, ...], ...]:
    """What the phone draws under the bubble."""
    return tuple(
        tuple(Button(b["text"], b.get("callback_data", ""), b.get("url", "")) for b in row)
        for row in markup.get("inline_keyboard", [])
        if row
    )
