"""What a prompt will look like, cost and reach, before anybody confirms it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bot.acts import prompting, recipients, telling
from bot.acts.desk import Desk
from bot.acts.recipients import Missed
from bot.acts.rendering import Rendered, render, spoken
from bot.languages import segments
from bot.languages.catalogue import Catalogues
from bot.model.chat import PromptKind, Wording
from bot.pace.schedule import local, occurrence
from bot.store import audience, contents, hearing, missing, outbox, outlook, prompts
from bot.store.audience import Audience
from bot.store.fanning import Pace
from bot.store.outlook import Counted
from bot.store.rows import Row

EXACTLY = 1000  #: phones whose texts are all worded, for the sum of their segments; of more, about so many
MISSED = 500  #: people who will not get it, by name

Kind = tuple[str, str]  #: a channel, and the language that is read on it


@dataclass(frozen=True)
class Group:
    """Phones of one kind that read one language."""

    channel: str
    language: str
    worded: bool  #: the school gave words in this language; else the original goes
    phones: int
    segments: int  #: of all these phones together; none on Telegram
    costly: tuple[str, ...]  #: the characters that make each segment short
    sample: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Preview:
    groups: tuple[Group, ...]
    people: int
    segments: int
    about: bool  #: too many phones to word each of them: `segments` are reckoned from a fair sample
    cents: float
    left_this_month: int  #: segments before the school's ceiling
    fourth: int  #: phones for which it is more than the week's three
    missed: tuple[Missed, ...]  #: the first MISSED
    unreached: int  #: people, all of those who are missed
    never: int  #: phones for which no decent hour opens within a year


def preview(desk: Desk, speech: Catalogues, prompt_id: int, at: datetime | None = None) -> Preview:
    """Counts where the rows are, with today's members, exactly as fan-out will."""
    row = prompts.one(desk.db, prompt_id)
    when = max(at or row["due_at"] or desk.now, desk.now)
    asked, pace = audience.of_prompt(row, desk.now), prompting.pace(desk, when)
    counted = outlook.counted(desk.db, asked, pace.week)
    going = [it for it in counted if it.zone in pace.due_at]
    phones = sum(it.phones for it in going)
    chosen = {it.one for it in going}.union(_sample(desk, asked, pace, phones))
    wordings = contents.wordings(desk.db, [row["content_id"]])[row["content_id"]]
    texts = _texts(desk, speech, row, asked, wordings, chosen)
    groups = _groups(desk, going, texts, pace, {it.language for it in wordings})
    total = sum(group.segments for group in groups)
    missed = recipients.missed(desk, asked, MISSED)
    unreached = {it.person.id for it in missed}
    return Preview(
        groups, sum(it.people for it in counted), total, phones > EXACTLY, total * desk.school.segment_price_cents,
        left_this_month(desk), sum(it.fourth for it in counted), tuple(missed),
        missing.count_missed(desk.db, asked) if len(missed) == MISSED else len(unreached),
        sum(it.phones for it in counted if it.zone not in pace.due_at),
    )  # fmt: skip


def left_this_month(desk: Desk) -> int:
    """SMS segments that prompts may still use this month."""
    zone = desk.school.calendar.zone
    first = occurrence(local(desk.now, zone).date().replace(day=1), time(0), zone)
    return max(0, desk.school.segment_ceiling - outbox.segments_since(desk.db, desk.school.id, first))


def _sample(desk: Desk, asked: Audience, pace: Pace, phones: int) -> list[int]:
    """Phones whose texts stand for all: all of them, where they are not too many."""
    return outlook.sample(desk.db, asked, pace.week, min(1.0, EXACTLY / phones)) if phones else []


def _texts(desk: Desk, speech: Catalogues, row: Row, asked: Audience, wordings: Sequence[Wording],
           phones: Collection[int]) -> dict[Kind, list[Rendered]]:  # fmt: skip
    """What these phones will read, each its own text."""
    frame, found = prompting.frame(desk, row), dict[Kind, list[Rendered]]()
    told = asked.kind == PromptKind.PROMPT
    hearers = telling.hearers(desk, hearing.of_phones(desk.db, asked, phones)) if told else telling.NOBODY
    for it in recipients.of(desk, asked, phones):
        tag = spoken(it.reads, desk.school.languages)
        untold = hearers.untold(it.contact_id, it.homes)
        parts = [*frame, untold.words] if untold else frame
        text = render(
            speech, channel=it.channel, language=tag, parts=parts, wordings=wordings, children=it.children
        )
        found.setdefault((it.channel, tag), []).append(text)
    return found


def _groups(desk: Desk, going: Sequence[Counted], texts: Mapping[Kind, Sequence[Rendered]], pace: Pace,
            has: Collection[str]) -> tuple[Group, ...]:  # fmt: skip
    alike: dict[Kind, list[Counted]] = {}
    for it in going:
        alike.setdefault((it.channel, spoken(it.reads, desk.school.languages)), []).append(it)
    return tuple(_group(kind, alike[kind], texts[kind], pace, has) for kind in sorted(alike))


def _group(
    kind: Kind, alike: Sequence[Counted], texts: Sequence[Rendered], pace: Pace, has: Collection[str]
) -> Group:
    channel, tag = kind
    words, phones = texts[0].words, sum(it.phones for it in alike)
    used = sum(it.segments or 0 for it in texts) * phones / len(texts)
    times = [pace.due_at[it.zone] for it in alike]
    costly = segments.count(words).costly if channel == "sms" else ()
    return Group(channel, tag, tag in has, phones, round(used), costly, words, min(times), max(times))
