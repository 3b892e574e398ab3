"""One text message as Twilio keeps it, and as it shows it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from bot.simulated.ledger import Media
from bot.simulated.twilio.account import Account


@dataclass(frozen=True, slots=True)
class Text:
    sid: str
    sender: str
    to: str
    body: str
    direction: str
    status: str
    segments: int
    created: datetime
    sent: datetime | None = None
    updated: datetime | None = None
    service_sid: str = ""
    callback: str = ""
    error: int | None = None
    media: tuple[Media, ...] = ()

    @property
    def moving(self) -> bool:
        """Still on its way: Twilio neither changes nor deletes it."""
        return self.status in ("accepted", "queued", "sending")


def resource(text: Text, account: Account) -> dict[str, object]:
    """The documented JSON of a Message; dates are RFC 2822 in GMT, numbers are strings."""
    uri = f"{account.path}/Messages/{text.sid}"
    return {
        "account_sid": account.sid,
        "api_version": "2010-04-01",
        "body": text.body,
        "date_created": rfc2822(text.created),
        "date_sent": rfc2822(text.sent),
        "date_updated": rfc2822(text.updated or text.created),
        "direction": text.direction,
        "error_code": text.error,
        "error_message": None,
        "from": text.sender,
        "messaging_service_sid": text.service_sid or None,
        "num_media": str(len(text.media)),
        "num_segments": str(text.segments),
        "price": None,
        "price_unit": "USD",
        "sid": text.sid,
        "status": text.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": text.to,
        "uri": f"{uri}.json",
    }


def rfc2822(moment: datetime | None) -> str | None:
    """Like `Thu, 05 Feb 2026 02:30:00 +0000`."""
    return None if moment is None else format_datetime(moment.astimezone(UTC).replace(microsecond=0))
