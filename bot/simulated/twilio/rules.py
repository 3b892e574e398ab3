"""What Twilio refuses when a message is created, and with which code (twilio.com/docs/api/errors)."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.simulated.twilio.account import Account

PARAMETERS = frozenset(
    """
    AddressRetention ApplicationSid Attempt Body ContentRetention ContentSid ContentVariables FallbackFrom
    ForceDelivery From MaxPrice MediaUrl MessageIntent MessagingServiceSid PersistentAction ProvideFeedback
    RiskCheck ScheduleType SendAsMms SendAt ShortenUrls SmartEncoded StatusCallback To TrafficType
    ValidityPeriod
    """.split()
)
_E164 = re.compile(r"\+[1-9]\d{7,14}")
_LONGEST_VALIDITY = 36_000  # seconds


@dataclass(frozen=True, slots=True)
class Refusal:
    code: int
    message: str
    status: int = 400

    def resource(self) -> dict[str, object]:
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        return {"code": self.code, "message": self.message, "more_info": more, "status": self.status}


def refusal(
    form: Mapping[str, str], account: Account, opted_out: Set[str], landlines: Set[str] = frozenset()
) -> Refusal | None:
    """The first rule that this form breaks, or None when Twilio would take it."""
    unknown = sorted(set(form) - PARAMETERS)
    to, sender, service = (form.get(name, "") for name in ("To", "From", "MessagingServiceSid"))
    body = form.get("Body", "")
    match True:
        case _ if unknown:
            return Refusal(20001, f"Unknown parameters: {', '.join(unknown)}")
        case _ if not to:
            return Refusal(21604, "A 'To' phone number is required.")
        case _ if not _E164.fullmatch(to):
            return Refusal(21211, f"The 'To' number {to} is not a valid phone number.")
        case _ if not sender and not service:
            return Refusal(21603, "A 'From' phone number is required.")
        case _ if service and service != account.service_sid:
            return Refusal(21701, "The Messaging Service does not exist.")
        case _ if sender and not _E164.fullmatch(sender):
            return Refusal(21212, f"The 'From' number {sender} is not a valid phone number.")
        case _ if sender and sender != account.number:
            return Refusal(21606, f"The 'From' phone number ({sender}) is not ours to send from.")
        case _ if to == sender:
            return Refusal(21266, "'To' and 'From' number cannot be the same.")
        case _ if not body and not form.get("MediaUrl") and not form.get("ContentSid"):
            return Refusal(21602, "Message body is required.")
        case _ if len(body) > 1600:
            return Refusal(21617, "The concatenated message body exceeds the 1600 character limit.")
        case _ if "ValidityPeriod" in form and not _validity(form["ValidityPeriod"]):
            return Refusal(21624, "Validity period can only be set to integers between 1 and 36,000 seconds.")
        case _ if "StatusCallback" in form and not _absolute(form["StatusCallback"]):
            return Refusal(21609, f"The 'StatusCallback' URL {form['StatusCallback']} is not a valid URL.")
        case _ if to in landlines:
            return Refusal(21614, f"'To' number: {to}, is not a valid mobile number")
        case _ if to in opted_out:
            return Refusal(21610, "Attempt to send to unsubscribed recipient")
    return None


def _validity(value: str) -> bool:
    return value.isascii() and value.isdigit() and 1 <= int(value) <= _LONGEST_VALIDITY


def _absolute(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", url)
