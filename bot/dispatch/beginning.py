"""From claimed to calling: looked at once more, worded, and committed before any call."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.acts import greeting, prompting
from bot.acts.desk import Desk
from bot.acts.rendering import Rendered
from bot.acts.timing import closes
from bot.dispatch import meanwhile
from bot.dispatch.last_look import Broken, Cancel, Defer, Go, Verdict, look, segments_left
from bot.model.delivery import Choice, Enclosure, Gate, Outgoing, Turn
from bot.store import attempts
from bot.store.calling import Facts, facts
from bot.store.rows import Row

log = structlog.get_logger()

AN_HOUR = timedelta(hours=1)
LONGEST = timedelta(hours=10)  # Twilio's own limit: ValidityPeriod is 36,000 s at most
UNDER_A_PICTURE = 1024  # UTF-16 units: Telegram's limit for words beside a picture or a voice note

Open = Callable[[str], bytes | None]  #: reads a held picture or voice note by its random name


@dataclass(frozen=True)
class Call:
    """One call to make: everything decided, everything stored."""

    delivery_id: int
    contact_id: int
    outgoing: Outgoing


def begin(desk: Desk, delivery_ids: Sequence[int], open_file: Open) -> list[Call]:
    """The calls of one chunk; what may not go is cancelled, put off, or fails alone."""
    rows = attempts.claimed(desk.db, delivery_ids)
    known = facts(desk.db, rows, desk.now)
    left = segments_left(desk)
    before = meanwhile.said_before(desk, rows)
    calls: list[Call] = []
    for row in rows:
        verdict, outgoing = _decided(desk, row, known, left, open_file)
        match verdict:
            case Go(rendered) if went := before.get((row["address"], rendered.words)):
                attempts.call(desk.db, row, desk.now, words=rendered.words, words_in=rendered.language,
                              segments=rendered.segments)  # fmt: skip
                meanwhile.was_sent(desk, row, row["token"], went)
            case Go(rendered) if outgoing is not None:
                attempts.call(desk.db, row, desk.now, words=rendered.words, words_in=rendered.language,
                              segments=rendered.segments)  # fmt: skip
                left -= rendered.segments or 0
                calls.append(Call(row["id"], row["contact_id"], outgoing))
            case Cancel(why):
                attempts.release(desk.db, row, desk.now, state="cancelled", why=why)
            case Defer(until):
                attempts.release(desk.db, row, desk.now, state="waiting", due_at=until)
            case Broken(why):
                attempts.release(desk.db, row, desk.now, state="failed", why=why)
                if row["gate"] == Gate.NOTICE:
                    greeting.given(desk, row["contact_id"], desk.now)  # its other language may be enough
    return calls


def _decided(
    desk: Desk, row: Row, known: Facts, left: int, open_file: Open
) -> tuple[Verdict, Outgoing | None]:
    """The verdict, and everything that its call needs: worked out before anything says that a call began."""
    try:
        verdict = look(desk, row, known, left)
        return verdict, _outgoing(desk, row, known, verdict.rendered, open_file) if isinstance(
            verdict, Go
        ) else None
    except Exception as error:  # one of the walls: whatever is wrong with this row, its neighbours go
        log.error("a delivery could not be begun", delivery=row["id"], error=type(error).__name__)
        return Broken(f"cannot be sent: {type(error).__name__}"), None


def _outgoing(desk: Desk, row: Row, known: Facts, rendered: Rendered, open_file: Open) -> Outgoing:
    enclosure = _enclosure(row, known, open_file)
    if enclosure is not None and len(rendered.words.encode("utf-16-le")) > 2 * UNDER_A_PICTURE:
        enclosure = None  # every word goes; their frame says that a photo was sent, and the console shows it
    return Outgoing(
        row["token"], row["address"], rendered.words, rendered.language,
        rendered.choices + _own_buttons(desk, row, rendered.language), enclosure, _valid_seconds(desk, row),
    )  # fmt: skip


def _own_buttons(desk: Desk, row: Row, language: str) -> tuple[Choice, ...]:
    """Under a prompt on Telegram: the keyword SHARE as a button."""
    if row["channel"] != "telegram" or row["turn"] != Turn.PROMPT or row["gate"] != Gate.LANE:
        return ()
    return (Choice(desk.speech.say(language, prompting.SHARE_BUTTON), "k.SHARE"),)


def _enclosure(row: Row, known: Facts, open_file: Open) -> Enclosure | None:
    if row["channel"] != "telegram":
        return None  # a picture of a child never goes by SMS
    for it in known.media.get(row["content_id"], []):
        try:
            content = open_file(it["file"]) if it["state"] == "held" and it["file"] else None
        except OSError:
            content = None  # a disk in trouble keeps a picture back, never the words
        if content is not None:
            return Enclosure(it["kind"], content, it["mime"])
    return None


def _valid_seconds(desk: Desk, row: Row) -> int | None:
    """Until the window ends: a text that arrives at five in the morning is worse than none."""
    if row["channel"] != "sms":
        return None
    ends: datetime = closes(desk.school, row["reach"], row["zone"], desk.now) or desk.now + AN_HOUR
    return int(max(timedelta(seconds=60), min(ends - desk.now, LONGEST)).total_seconds())
