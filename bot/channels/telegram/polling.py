"""Long polling, one batch at a time. The offset is the caller's: it moves after the commit."""

import json
from urllib.parse import urlencode

from telegram.error import TelegramError

from bot.channels.telegram import sending
from bot.channels.telegram.request import READ, AiohttpRequest
from bot.channels.telegram.updates import WANTED, read_update
from bot.model.delivery import Halted, Later
from bot.model.heard import Batch, Incoming


async def poll(request: AiohttpRequest, address: str, offset: int, seconds: int) -> Batch | Later | Halted:
    """`address` ends with the token. Reads raw updates: in the library one bad update sinks the batch."""
    asked = urlencode({"offset": offset, "timeout": seconds, "allowed_updates": json.dumps(WANTED)})
    try:
        told = await request.post(f"{address}/getUpdates?{asked}", read_timeout=READ + seconds)
    except TelegramError as trouble:
        what = sending.outcome(trouble)
        # Asking harms nothing: whatever else went wrong may simply be asked again.
        return what if isinstance(what, Later | Halted) else Later("Telegram could not be asked", 5.0)
    updates = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    numbered = [one for one in updates if type(one.get("update_id")) is int]
    heard: list[Incoming] = [thing for one in numbered for thing in read_update(one)]
    # Also lower than what was asked from: after a week without updates Telegram numbers them anew, at random, hands
    # them out whatever the offset, and counts as heard only what lies before an offset of the new kind.
    return Batch(tuple(heard), str(max((one["update_id"] + 1 for one in numbered), default=offset)))
