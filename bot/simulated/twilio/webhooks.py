"""The parameters that Twilio posts to the school: what was heard, and how a message fares."""

from bot.simulated.twilio.account import Account
from bot.simulated.twilio.message import Text


def inbound(text: Text, account: Account, address: str) -> dict[str, str]:
    """Every documented parameter, the blank ones too: they are part of what is signed."""
    parameters = {
        **_both(text, account, "SmsStatus"),
        "Body": text.body,
        "NumMedia": str(len(text.media)),
        "NumSegments": str(text.segments),
        "SmsMessageSid": text.sid,
    }
    for end in ("From", "To"):
        parameters |= {f"{end}City": "", f"{end}Country": "NZ", f"{end}State": "", f"{end}Zip": ""}
    for number, media in enumerate(text.media):
        parameters[f"MediaUrl{number}"] = f"{address}{account.path}/Messages/{text.sid}/Media/{media.key}"
        parameters[f"MediaContentType{number}"] = media.content_type
    return parameters


def status(text: Text, account: Account) -> dict[str, str]:
    parameters = _both(text, account, "SmsStatus", "MessageStatus") | {"NumSegments": str(text.segments)}
    return parameters | {"ErrorCode": str(text.error)} if text.error else parameters


def _both(text: Text, account: Account, *status_names: str) -> dict[str, str]:
    parameters = {
        "AccountSid": account.sid,
        "ApiVersion": "2010-04-01",
        "From": text.sender,
        "MessageSid": text.sid,
        "SmsSid": text.sid,
        "To": text.to,
        **dict.fromkeys(status_names, text.status),
    }
    return parameters | {"MessagingServiceSid": text.service_sid} if text.service_sid else parameters
