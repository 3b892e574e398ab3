"""Pictures and voice notes from Telegram's own store, and from nowhere else."""

from urllib.parse import quote, urlencode

import aiohttp
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.channels import Fetched, Unfetched
from bot.channels.telegram.request import AiohttpRequest
from bot.channels.wire import TROUBLES, read_at_most
from bot.model.heard import Sight

LARGEST = 20 * 1024 * 1024  # bytes; more than that Telegram does not let a bot fetch


def beside(address: str) -> str:
    """Where files are: `http://127.0.0.1:9001/bot` → `http://127.0.0.1:9001/file/bot`."""
    host, _, last = address.rpartition("/")
    return f"{host}/file/{last}"


async def fetch(
    request: AiohttpRequest, wire: aiohttp.ClientSession, address: str, token: str, sight: Sight
) -> Fetched | Unfetched:
    try:
        asked = urlencode({"file_id": sight.reference})
        told = await request.post(f"{address}{token}/getFile?{asked}")
    except (BadRequest, InvalidToken):
        return Unfetched("Telegram does not give it out")
    except TelegramError:
        return Unfetched("Telegram could not be reached", again=True)
    path = told.get("file_path") if isinstance(told, dict) else None
    size = told.get("file_size") if isinstance(told, dict) else None
    if isinstance(size, int) and size > LARGEST:
        return Unfetched("it is too big")
    # The library would follow an address here, and read a path that exists on this machine as a local file.
    if (
        not isinstance(path, str)
        or not path
        or ":" in path
        or path.startswith("/")
        or ".." in path.split("/")
    ):
        return Unfetched("Telegram named no file")
    try:
        url = f"{beside(address)}{token}/{quote(path)}"
        async with wire.get(url, allow_redirects=False) as answer:
            if answer.status != 200:
                return Unfetched(f"Telegram did not give it out ({answer.status})", answer.status >= 500)
            content = await read_at_most(answer, LARGEST)
    except TROUBLES:
        return Unfetched("Telegram could not be reached", again=True)
    return Unfetched("it is too big") if content is None else Fetched(content, sight.mime)
