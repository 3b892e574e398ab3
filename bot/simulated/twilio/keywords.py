"""Twilio's own handling of English keywords, when Advanced Opt-Out is off: the whole message is the word."""

STOP = frozenset(["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"])
START = frozenset(["START", "YES", "UNSTOP"])
HELP = frozenset(["HELP", "INFO"])

STOPPED = (
    "You have successfully been unsubscribed. You will not receive any more messages from this number. "
    "Reply START to resubscribe."
)
STARTED = (
    "You have successfully been re-subscribed to messages from this number. Reply HELP for help. "
    "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
)
HELPED = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."


def heard(text: str, opted_out: set[str], sender: str) -> str:
    """Change who is opted out as this text asks, and return the carrier's own answer, or ''."""
    word = text.strip().upper()
    if word in STOP and sender not in opted_out:
        opted_out.add(sender)
        return STOPPED
    if word in START and sender in opted_out:
        opted_out.remove(sender)
        return STARTED
    return HELPED if word in HELP and sender not in opted_out else ""
