"""Asking Twilio what it heard and how our messages fare, where it cannot knock at our door, or missed it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]

from bot.channels.sms import outcomes
from bot.channels.sms.listing import Endless, back_to
from bot.channels.sms.media import kind_of, sights
from bot.channels.sms.messages import Message, Messages
from bot.config import Config
from bot.model.delivery import Halted, Later
from bot.model.heard import Batch, Incoming, Receipt

MOST_PAGES = 500  # a hundred thousand messages: the busiest days of a large cluster
OVERLAP = timedelta(minutes=5)  # Twilio's list shows a message a little after the moment it bears
LONGEST_JOURNEY = timedelta(hours=11)  # its queue holds for ten hours: an older message changes no more


async def heard_since(messages: Messages, config: Config, mark: str) -> Batch | Later | Halted:
    since = _before(mark, OVERLAP)
    to = config.twilio_from
    day = since.date().isoformat() if since else ""
    heard: list[Incoming] = []
    read: list[datetime | None] = []
    whole = True
    try:
        async for message in back_to(messages, since, to=to, day=day, pages=MOST_PAGES):
            read.append(message.date_created)
            if message.direction == "inbound" and ours(message, config):
                heard.append(await _incoming(messages, message, config))
    except outcomes.EXPECTED as trouble:
        return trouble_of(trouble)
    except Endless:
        whole = False
    return Batch(tuple(heard), _latest(mark, [one.at for one in heard] if whole else read), whole)


async def receipts_since(messages: Messages, config: Config, mark: str) -> Batch | Later | Halted:
    changed, created = _before(mark, OVERLAP), _before(mark, LONGEST_JOURNEY)
    receipts: list[Receipt] = []
    moments: list[datetime | None] = []
    whole = True
    try:
        async for message in back_to(messages, created, sender=config.twilio_from, pages=MOST_PAGES):
            state = outcomes.state(message.status)
            moved = message.date_updated or message.date_created
            if message.direction != "outbound-api" or state is None or not ours(message, config):
                continue
            if changed is None or moved is None or moved >= changed:
                error = "" if message.error_code is None else str(message.error_code)
                receipts.append(
                    Receipt("sms", message.sid, state, error, segments=outcomes.counted(message.num_segments))
                )
                moments.append(moved)
    except outcomes.EXPECTED as trouble:
        return trouble_of(trouble)
    except Endless:
        whole = False
    return Batch(tuple(receipts), _latest(mark, moments), whole)


def ours(message: Message, config: Config) -> bool:
    """With a number of our own Twilio has filtered already; a service's messages bear its id."""
    return bool(config.twilio_from) or message.messaging_service_sid == config.twilio_messaging_service_sid


def trouble_of(trouble: BaseException) -> Later | Halted:
    """Asking harms nothing, so whatever went wrong may simply be asked again, unless we are not let in."""
    if isinstance(trouble, Endless):
        return Halted("Twilio's list is longer than we can read")
    what = outcomes.outcome(trouble)
    if isinstance(what, Later | Halted):
        return what
    return Later("Twilio's list could not be read", 20.0)


async def _incoming(messages: Messages, message: Message, config: Config) -> Incoming:
    words, many = message.body or "", outcomes.counted(message.num_media) or 0
    seen, strange = sights(await _came_along(messages, message, config) if many else ())
    return Incoming("sms", message.sid, message.from_ or "", kind_of(words, seen, many), words=words, sights=seen,
                    strange=strange, at=message.date_created)  # fmt: skip


async def _came_along(messages: Messages, message: Message, config: Config) -> Sequence[tuple[str, str]]:
    try:
        listed = await messages.media(message.sid)
    except TwilioRestException as trouble:
        if trouble.status != 404:
            raise
        return ()  # deleted at Twilio meanwhile: the words are still to be heard
    return [(config.twilio_api_url + uri.removesuffix(".json"), mime) for uri, mime in listed]


def _before(mark: str, how_long: timedelta) -> datetime | None:
    return datetime.fromisoformat(mark).astimezone(UTC) - how_long if mark else None


def _latest(mark: str, moments: list[datetime | None]) -> str:
    known = [moment for moment in moments if moment] + ([datetime.fromisoformat(mark)] if mark else [])
    return max(known).isoformat() if known else ""
