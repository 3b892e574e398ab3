"""What a prompt will look like, cost and reach, before anybody confirms it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time

from bot.acts import prompting, recipients
from bot.acts.desk import Desk
from bot.acts.recipients import Missed
from bot.acts.rendering import render, spoken
from bot.acts.timing import due
from bot.languages import segments
from bot.languages.catalogue import Catalogues
from bot.model.chat import PromptKind
from bot.pace.schedule import local, occurrence
from bot.pace.weeks import CAP, week_of
from bot.store import contents, outbox, prompts


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
    cents: float
    left_this_month: int  #: segments before the school's ceiling
    fourth: int  #: phones for which it is more than the week's three
    missed: tuple[Missed, ...]
    never: int  #: phones for which no decent hour opens within a year


def preview(desk: Desk, speech: Catalogues, prompt_id: int, at: datetime | None = None) -> Preview:
    """Counts with today's members, as fan-out will; renders every phone's own text."""
    row = prompts.one(desk.db, prompt_id)
    when = max(at or row["due_at"] or desk.now, desk.now)
    found, missed = recipients.of(desk, prompts.children(desk.db, row, desk.now), PromptKind(row["kind"]))
    wordings = contents.wordings(desk.db, [row["content_id"]])[row["content_id"]]
    has = {it.language for it in wordings}
    gathered: dict[tuple[str, str], list[tuple[str, int, datetime]]] = {}
    never = 0
    for it in found:
        goes_at = due(desk.school, prompting.REACH, it.contact.zone, when)
        if goes_at is None:
            never += 1
            continue
        tag = spoken(it.person.language, desk.school.languages)
        parts, _tells = prompting.parts_for(desk, row, it)
        children = list(dict.fromkeys(member.lane.child.name for member in it.members))
        text = render(
            speech,
            channel=it.contact.channel,
            language=tag,
            parts=parts,
            wordings=wordings,
            children=children,
        )
        gathered.setdefault((it.contact.channel, tag), []).append((text.words, text.segments or 0, goes_at))
    groups = tuple(
        Group(channel, tag, tag in has, len(rows), sum(row[1] for row in rows), _costly(channel, rows[0][0]),
              rows[0][0], min(row[2] for row in rows), max(row[2] for row in rows))
        for (channel, tag), rows in sorted(gathered.items())
    )  # fmt: skip
    total = sum(group.segments for group in groups)
    since, until = week_of(when, desk.school.calendar.zone)
    had = Counter(outbox.prompts_by_phone(desk.db, [it.contact.id for it in found], since, until))
    return Preview(
        groups, sum(len({m.person.id for m in it.members}) for it in found), total,
        total * desk.school.segment_price_cents, left_this_month(desk),
        sum(had[it.contact.id] >= CAP for it in found), tuple(missed), never,
    )  # fmt: skip


def left_this_month(desk: Desk) -> int:
    """SMS segments that prompts may still use this month."""
    zone = desk.school.calendar.zone
    first = occurrence(local(desk.now, zone).date().replace(day=1), time(0), zone)
    return max(0, desk.school.segment_ceiling - outbox.segments_since(desk.db, desk.school.id, first))


def _costly(channel: str, words: str) -> tuple[str, ...]:
    return segments.count(words).costly if channel == "sms" else ()
