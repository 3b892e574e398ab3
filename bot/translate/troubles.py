"""What a server's refusal means, in words for the school; alike for every translator that is asked over HTTP."""

from bot.translate import Trouble

SECONDS = 15.0  #: for one answer; delivery waits no longer than the school says anyway
SOON, LATER = 10.0, 300.0
LONGEST_WAIT = 3600.0

TIME_OUT = Trouble("the translator took too long", SOON)
UNREACHABLE = Trouble("the translator cannot be reached", SOON)
ODD = Trouble("the translator gave an answer that nobody can read", LATER)
NOT_THIS_LANGUAGE = Trouble("the translator does not know this language")


def of_status(status: int, retry_after: str | None = None) -> Trouble:
    if status in (401, 403):
        return Trouble("the translator does not accept the school's key", LATER)
    if status in (402, 456):
        return Trouble("the translator's allowance is used up", LATER)
    if status == 429:
        return Trouble("the translator asks us to wait", _seconds(retry_after))
    if status >= 500 or status == 408:
        return Trouble("the translator is in trouble", _seconds(retry_after))
    return Trouble("the translator refuses this text or this language")


def _seconds(told: str | None) -> float:
    try:
        return min(max(float(told or SOON), 1.0), LONGEST_WAIT)
    except ValueError:
        return SOON
