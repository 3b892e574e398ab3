"""What a series would be in some rooms, before it starts: its first text as any message, and what all of them cost."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.acts import matters, prompting, recipients, showing
from bot.acts.desk import Desk
from bot.acts.previewing import SOME_DELIVERY, Preview, preview_of
from bot.acts.rendering import render, spoken
from bot.model.chat import PromptKind
from bot.model.series import Part, Series
from bot.pace.families import Reach
from bot.pace.weeks import week_of
from bot.store import audience, outlook
from bot.store.audience import Audience

FEW = 100  #: phones whose texts are all worded; of more, about so many: there are many texts


@dataclass(frozen=True)
class InLanguage:
    """What all the texts take on the phones that read one language by SMS."""

    language: str
    phones: int
    segments: int
    price: Decimal | None  #: where the school has said what a segment costs


@dataclass(frozen=True)
class Foreseen:
    first: Preview
    texts: int
    by_language: tuple[InLanguage, ...]
    segments: int
    price: Decimal | None
    about: bool  #: reckoned from a fair sample of the phones


def foresee(desk: Desk, it: Series, child_ids: Collection[int], room_ids: Sequence[int], place: int,
            in_terms: bool, at: datetime) -> Foreseen:  # fmt: skip
    """From this place on, with today's members; `at` is the moment of the first text."""
    parts = it.parts[place - 1 :]
    row, asked = _row(it, parts[0], in_terms), _asked(desk, child_ids, parts[0])
    first = preview_of(desk, desk.speech, row, asked, parts[0].said, room_ids, at)
    phones = {group.language: group.phones for group in first.groups if group.channel == "sms"}
    some = _some(desk, asked, at, sum(group.phones for group in first.groups))
    found = tuple(
        InLanguage(tag, phones[tag], used, desk.school.texts.price(used))
        for tag, used in _used(desk, row, asked, parts, phones, some).items()
    )
    total = sum(one.segments for one in found)
    return Foreseen(
        first, len(parts), found, total, desk.school.texts.price(total), sum(phones.values()) > len(some)
    )


def _row(it: Series, part: Part, in_terms: bool) -> Mapping[str, Any]:
    """As the prompt's will be, which bot.acts.series.sending makes of it."""
    return {
        "id": 0, "content_id": 0, "kind": PromptKind.ACTIVITY.value, "author_id": None, "choices": None,
        "series": f"{prompting.OF_A_SERIES}{it.id}", "reach": None if in_terms else Reach.HOLIDAYS.value,
    }  # fmt: skip


def _asked(desk: Desk, child_ids: Collection[int], part: Part) -> Audience:
    private = matters.of_prompt(desk.school, PromptKind.ACTIVITY, part.said, delicate=False) is not None
    return audience.of_children(child_ids, PromptKind.ACTIVITY, desk.now, private=private)


def _some(desk: Desk, asked: Audience, at: datetime, phones: int) -> list[int]:
    """Phones whose texts stand for all: of each kind one at least."""
    week = week_of(at, desk.school.calendar.zone)
    kinds = {it.one for it in outlook.counted(desk.db, asked, week)}
    return sorted(kinds.union(outlook.sample(desk.db, asked, week, min(1.0, FEW / phones)) if phones else ()))


def _used(desk: Desk, row: Mapping[str, Any], asked: Audience, parts: Sequence[Part], phones: Mapping[str, int],
          some: Collection[int]) -> dict[str, int]:  # fmt: skip
    """Segments of all these texts on all the `phones`, by language."""
    frame, doubled = prompting.frame(desk, row), desk.school.texts.double_vowels
    link = showing.link(desk.links, SOME_DELIVERY)
    read: dict[str, list[tuple[str, ...]]] = {}
    for it in recipients.of(desk, asked, some):
        if it.channel == "sms":
            read.setdefault(spoken(it.reads, desk.school.languages), []).append(it.children)

    def of(tag: str, part: Part, children: Sequence[str]) -> int:
        text = render(desk.speech, channel="sms", language=tag, parts=frame, wordings=part.said,
                      children=children, doubled=doubled, whole=link)  # fmt: skip
        return text.segments or 0

    return {
        tag: round(
            sum(of(tag, part, it) for part in parts for it in read[tag]) * phones[tag] / len(read[tag])
        )
        for tag in sorted(read)
        if tag in phones
    }
