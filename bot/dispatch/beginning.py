"""From claimed to calling: looked at once more, worded, and committed before any call."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from bot.acts import budgets, greeting, holding, prompting, telling
from bot.acts.budgets import Purse
from bot.acts.desk import Desk
from bot.acts.rendering import Rendered
from bot.acts.telling import Hearers
from bot.acts.timing import SAFETY, closes
from bot.dispatch import meanwhile
from bot.dispatch.last_look import look
from bot.dispatch.verdicts import Broken, Cancel, Defer, Gather, Go, Verdict
from bot.model.chat import PromptKind
from bot.model.delivery import Choice, Enclosure, Gate, Outgoing, Turn
from bot.store import attempts, gathering, spending
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
    attempt_id: int
    channel: str
    gate: str
    tells: Mapping[str, Any] | None
    prompt_id: int | None
    cells: int  #: how much of a second's worth it takes: an SMS counts its segments, anything else is one


def begin(desk: Desk, delivery_ids: Sequence[int], open_file: Open, room: int | None = None) -> list[Call]:
    """The calls of one chunk; what may not go is cancelled, put off, or fails alone.

    `room`: the cells that it may take. Always one call; what has no place in it waits on, in its turn.
    """
    rows = attempts.claimed(desk.db, delivery_ids)
    known = facts(desk.db, rows, desk.now)
    hearers = telling.hearers_of(desk, _questions(rows, known))
    counting = [row["id"] for row in rows if _counts(row)]
    purse = budgets.purse(desk) if counting else Purse(0)
    rooms = spending.rooms_of(desk.db, counting, purse.rooms, desk.now)
    before = meanwhile.said_before(desk, rows)
    calls: list[Call] = []
    begun: list[Mapping[str, Any]] = []
    released: list[Mapping[str, Any]] = []
    broken: list[Row] = []
    had: list[tuple[Row, Row]] = []  # said before a copy was put back: it has gone, and is not called
    gathered: list[Row] = []
    used = 0
    for place, row in enumerate(rows):
        asked_by = rooms.get(row["id"], frozenset())
        verdict, outgoing = _decided(desk, row, known, hearers, purse, asked_by, open_file)
        these = {"attempt": row["attempt_id"], "delivery": row["id"]}
        match verdict:
            case Go(rendered, tells, lines) if went := before.get((row["address"], rendered.words)):
                _said_in(desk, row, lines)
                begun.append({**these, "words": rendered.words, "words_in": rendered.language,
                              "segments": rendered.segments, "tells": tells})  # fmt: skip
                had.append((row, went))
            case Go(rendered, tells, lines) if outgoing is not None:
                cells = rendered.segments or 1
                if room is not None and calls and used + cells > room:
                    attempts.put_back(desk.db, rows[place:])
                    break
                used += cells
                purse.take(rendered.segments or 0, asked_by)
                _said_in(desk, row, lines)
                begun.append({**these, "words": rendered.words, "words_in": rendered.language,
                              "segments": rendered.segments, "tells": tells})  # fmt: skip
                calls.append(_call(row, outgoing, tells, cells))
            case Cancel(why):
                if gathering.is_digest(row):
                    gathering.give_back(desk.db, row["id"])
                released.append({**these, "state": "cancelled", "why": why})
            case Defer(until):
                released.append({**these, "state": "waiting", "due_at": until})
            case Gather():
                released.append({**these, "state": "gathered"})
                gathered.append(row)
            case Broken(why):
                released.append({**these, "state": "failed", "why": why})
                broken.append(row)
    attempts.release(desk.db, released, desk.now)
    gathering.keep(desk.db, gathered, desk.school.id, desk.now)
    attempts.call(desk.db, begun, desk.now)
    for row in broken:
        _after_breaking(desk, row)
    for row, went in had:
        meanwhile.was_sent(desk, row, row["token"], went)
    return calls


def _said_in(desk: Desk, row: Row, lines: Sequence[int]) -> None:
    """Which lines a weekly text has this time; no other text has any."""
    if lines:
        gathering.number(desk.db, row["id"], lines)
        gathering.give_back(desk.db, row["id"])


def _call(row: Row, outgoing: Outgoing, tells: Mapping[str, Any] | None, cells: int) -> Call:
    return Call(row["id"], row["contact_id"], outgoing, row["attempt_id"], row["channel"], row["gate"],
                tells, row["prompt_id"], cells)  # fmt: skip


def _counts(row: Row) -> bool:
    """Whether the school's ceiling of SMS segments has a say in it."""
    return bool(row["channel"] == "sms" and row["turn"] >= Turn.PROMPT)


def _after_breaking(desk: Desk, row: Row) -> None:
    if row["gate"] == Gate.NOTICE:
        greeting.given(desk, row["contact_id"], desk.now)  # its other language may be enough
    if row["prompt_id"] is not None:
        holding.weigh(desk, row["prompt_id"])


def _questions(rows: Sequence[Row], known: Facts) -> list[int]:
    """Those whose answers may be seen by others at home."""
    asks = [row for row in rows if row["turn"] == Turn.PROMPT]
    return [
        row["id"] for row in asks if any(_is_question(it, known) for it in known.inside.get(row["id"], [row]))
    ]


def _is_question(row: Row, known: Facts) -> bool:
    prompt = known.prompts.get(row["prompt_id"])
    # What is for guardians alone, the writer's words about it are for the school alone (see bot.acts.writing).
    return prompt is not None and PromptKind(prompt["kind"]).asks and not prompt["matter"]


def _decided(desk: Desk, row: Row, known: Facts, hearers: Hearers, purse: Purse, asked_by: Collection[int],
             open_file: Open) -> tuple[Verdict, Outgoing | None]:  # fmt: skip
    """The verdict, and everything that its call needs: worked out before anything says that a call began."""
    try:
        verdict = look(desk, row, known, hearers, purse, asked_by)
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
        rendered.choices + _own_buttons(desk, row, rendered.language, known), enclosure, row["quotes"],
        _valid_seconds(desk, row, known),
    )  # fmt: skip


def _own_buttons(desk: Desk, row: Row, language: str, known: Facts) -> tuple[Choice, ...]:
    """Under a question, an idea or good news on Telegram: the keyword SHARE as a button."""
    if row["channel"] != "telegram" or row["turn"] != Turn.PROMPT or row["gate"] != Gate.LANE:
        return ()
    prompt = known.prompts.get(row["prompt_id"])
    if prompt is not None and prompt["kind"] in prompting.WITHOUT_A_BUTTON:
        return ()
    if language not in known.buttons:
        known.buttons[language] = desk.speech.say(language, prompting.SHARE_BUTTON)
    return (Choice(known.buttons[language], "k.SHARE"),)


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


def _valid_seconds(desk: Desk, row: Row, known: Facts) -> int | None:
    """Until the window ends: a text that arrives at five in the morning is worse than none."""
    if row["channel"] != "sms":
        return None
    hours = (row["reach"], row["zone"])
    if hours not in known.windows:
        known.windows[hours] = closes(desk.school, *hours, desk.now)
    ends = known.windows[hours] or desk.now + (LONGEST if row["reach"] == SAFETY else AN_HOUR)
    return int(max(timedelta(seconds=60), min(ends - desk.now, LONGEST)).total_seconds())
