"""What Twilio's answers mean for a delivery, as a table. Its own sentences hold numbers: never passed on.

Codes: twilio.com/docs/api/errors. Twilio adds finer codes now and then; one that is not here is a refusal of
this one message, which its teacher sees with the code.
"""

from collections.abc import Mapping

from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException  # type: ignore[import-untyped]

from bot.channels.sms.calls import Busy, Garbled
from bot.channels.wire import TROUBLES, never_left
from bot.model.delivery import STEPS, Gone, Halted, Later, Outcome, Refused, Sent, Unsure

EXPECTED = (TwilioException, Busy, Garbled, *TROUBLES)

_NOT_LET_IN = "Twilio does not let us in: check AHO_TWILIO_ACCOUNT_SID and AHO_TWILIO_AUTH_TOKEN"
_SUSPENDED = "Twilio has suspended the account, often because it ran out of money"
_NOT_OUR_NUMBER = "this Twilio account may not write from our number: check AHO_TWILIO_FROM"
_NO_SERVICE = "the Messaging Service cannot send: check AHO_TWILIO_MESSAGING_SERVICE_SID and its numbers"
_NOT_THERE = "Twilio has no such account there: check AHO_TWILIO_ACCOUNT_SID and AHO_TWILIO_API_URL"
_NO_TEXTS = "this number cannot receive texts; it may be a landline"

#: Twilio's code, or the bare HTTP status where no code came with it.
TABLE: Mapping[int, Outcome] = {
    # The person.
    21610: Gone("this number has texted STOP", stopped=True),
    21211: Gone("this is not a telephone number that exists"),
    21614: Gone(_NO_TEXTS),
    21635: Gone(_NO_TEXTS),
    # Ourselves: the sender pauses until somebody has mended it.
    401: Halted(_NOT_LET_IN),
    403: Halted("Twilio forbids us to send"),
    404: Halted(_NOT_THERE),
    10001: Halted(_SUSPENDED),
    20003: Halted(_NOT_LET_IN),
    20005: Halted(_SUSPENDED),
    20008: Halted("these are Twilio's test credentials: they send nothing"),
    20403: Halted("Twilio forbids us to send"),
    20404: Halted(_NOT_THERE),
    21212: Halted(_NOT_OUR_NUMBER),
    21408: Halted("Twilio may not send to this country yet: allow it in Twilio's geographic permissions"),
    21472: Halted(_SUSPENDED),
    21601: Halted(_NOT_OUR_NUMBER),
    21603: Halted("no number to write from is set: check AHO_TWILIO_FROM"),
    21606: Halted(_NOT_OUR_NUMBER),
    21609: Halted("Twilio cannot use our address for receipts: check AHO_PUBLIC_URL"),
    21659: Halted(_NOT_OUR_NUMBER),
    21660: Halted(_NOT_OUR_NUMBER),
    21661: Halted(_NOT_OUR_NUMBER),
    21701: Halted(_NO_SERVICE),
    21703: Halted(_NO_SERVICE),
    21704: Halted(_NO_SERVICE),
    21705: Halted(_NO_SERVICE),
    21711: Halted(_NO_SERVICE),
    30002: Halted(_SUSPENDED),
    90010: Halted(_SUSPENDED),
    # The moment: proved unsent.
    20429: Later("Twilio asks us to slow down", 1.0, lane=True),
    21611: Later("too many texts are waiting at Twilio", 600.0, lane=True),
    21730: Later("Twilio is being repaired", 300.0, lane=True),
    # This one message. 21612 is about the pair of numbers and may be ours to mend: the person is not gone.
    21266: Refused("this is our own number"),
    21602: Refused("there were no words in it"),
    21608: Refused("Twilio's trial accounts only write to numbers that are confirmed there (21608)"),
    21612: Refused("Twilio has no way from our number to this one (21612)"),
    21617: Refused("it is longer than 1600 letters"),
    # A gateway gave up waiting; behind it the message may have been taken.
    408: Unsure("Twilio gave up waiting"),
}  # fmt: skip

_STATES = {"scheduled": "accepted", "partially_delivered": "sent", "canceled": "failed"}


def accepted(sid: object, status: object, segments: object) -> Outcome:
    """Of a 2xx. Without an id we cannot say that anything was sent."""
    if not isinstance(sid, str) or not sid:
        return Unsure("Twilio's answer had no message id")
    return Sent(sid, counted(segments), state(status) or "accepted")


def outcome(trouble: BaseException) -> Outcome:
    match trouble:
        case Busy():
            return Later("Twilio asks us to slow down", trouble.after, lane=True)
        case Garbled():
            return Unsure("nobody can read Twilio's answer")
        case TwilioRestException() | TwilioServiceException():
            return refused(trouble.status, trouble.code)
        case TwilioException():
            return Unsure("nobody can read Twilio's answer")
    if never_left(trouble):
        return Later("Twilio could not be reached", 30.0)
    return Unsure("the connection to Twilio broke before its answer")


def refused(status: int, code: object) -> Outcome:
    """Of an answer that is no success: by its code, else by its status."""
    if not 400 <= status < 500:
        return Unsure(f"Twilio is in trouble ({status})")
    number = code if isinstance(code, int) else status
    known = TABLE.get(number) or TABLE.get(status)
    return known or Refused(f"Twilio refused it ({number})")


def state(status: object) -> str | None:
    """Twilio's word as one of STEPS; None for a word that is no step of ours."""
    word = _STATES.get(str(status), str(status))
    return word if word in STEPS else None


def counted(segments: object) -> int | None:
    """A Messaging Service says 0 until it has chosen a sender: that is no count."""
    written = str(segments or "")
    return int(written) or None if len(written) < 10 and written.isascii() and written.isdigit() else None
