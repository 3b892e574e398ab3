"""Pictures and voice notes that came by MMS: which kind they are, and how to get them from Twilio."""

from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

import aiohttp

from bot.channels import Fetched, Unfetched
from bot.channels.wire import TROUBLES, read_at_most
from bot.config import Config
from bot.model.documents import PDF
from bot.model.heard import Kind, Sight

LARGEST = 5 * 1024 * 1024  # bytes; more than any carrier lets an MMS be
_KINDS = {"image": "photo", "audio": "voice", PDF: "document"}
_STRANGE = "other"  # a video, a contact card
_STORES = (".twilio.com", ".twiliocdn.com")


def sights(came: Iterable[tuple[str, str]]) -> tuple[tuple[Sight, ...], tuple[Sight, ...]]:
    """What came along, by address and type: what we can read, and what is only to be deleted at Twilio."""
    known = ((_KINDS.get(mime) or _KINDS.get(mime.partition("/")[0]), url, mime) for url, mime in came if url)
    every = [Sight(kind or _STRANGE, url, mime) for kind, url, mime in known]
    return tuple(it for it in every if it.kind != _STRANGE), tuple(it for it in every if it.kind == _STRANGE)


def kind_of(words: str, sights: tuple[Sight, ...], many: int) -> Kind:
    """`many` counts what came along, also what we cannot read: a video, a contact card."""
    kinds = {seen.kind for seen in sights}
    if "photo" in kinds:
        return Kind.PHOTO
    if "voice" in kinds:
        return Kind.VOICE
    if kinds:
        return Kind.DOCUMENT
    return Kind.OTHER if many and not words.strip() else Kind.TEXT


async def fetch(wire: aiohttp.ClientSession, config: Config, wanted: Sight) -> Fetched | Unfetched:
    """Our credentials go to Twilio's API alone. Sent on, we follow once, to its store, without them."""
    address = _address(config, wanted)
    if address is None:
        return Unfetched("this is not Twilio's address for our media")
    headers = _signed_in(config)
    try:
        async with wire.get(address, headers=headers, allow_redirects=False) as answer:
            if answer.status not in (301, 302, 303, 307, 308):
                return await _read(answer, wanted)
            onward = urljoin(address, answer.headers.get("Location", ""))
        store = urlsplit(onward)
        if store.scheme != "https" or not (store.hostname or "").endswith(_STORES):
            return Unfetched("Twilio sent us on to an address that is not its own")
        async with wire.get(onward, allow_redirects=False) as answer:
            return await _read(answer, wanted)
    except TROUBLES:
        return Unfetched("Twilio could not be reached", again=True)


async def forget(wire: aiohttp.ClientSession, config: Config, sight: Sight) -> bool:
    """Deletes it at Twilio, which keeps it for good otherwise. What is not there any more is deleted."""
    address = _address(config, sight)
    if address is None:
        return True
    try:
        async with wire.delete(address, headers=_signed_in(config), allow_redirects=False) as answer:
            return answer.status in (204, 404)
    except TROUBLES:
        return False


def _address(config: Config, sight: Sight) -> str | None:
    account = f"/2010-04-01/Accounts/{config.twilio_account_sid}/"
    _, ours, rest = urlsplit(sight.reference).path.partition(account)
    return config.twilio_api_url + account + rest if ours and ".." not in rest else None


def _signed_in(config: Config) -> dict[str, str]:
    token = config.twilio_auth_token.get_secret_value()
    return {"Authorization": aiohttp.encode_basic_auth(config.twilio_account_sid, token)}


async def _read(answer: aiohttp.ClientResponse, wanted: Sight) -> Fetched | Unfetched:
    if answer.status != 200:
        again = answer.status == 429 or answer.status >= 500
        return Unfetched(f"Twilio did not give it out ({answer.status})", again)
    content = await read_at_most(answer, LARGEST)
    if content is None:
        return Unfetched("it is too big")
    return Fetched(content, answer.content_type or wanted.mime)
