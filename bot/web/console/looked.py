"""A draft as its preview shows it: on each kind of phone, at the moment that was asked for."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.acts import prompting, repeating, safety
from bot.acts.desk import Desk
from bot.acts.faring import why_later
from bot.acts.previewing import Group, Preview, preview
from bot.acts.reading import asked
from bot.acts.reading.asked import Asked
from bot.acts.reading.composing import tongue
from bot.acts.reading.viewer import Viewer
from bot.languages import segments
from bot.languages.money import money
from bot.languages.segments import Count
from bot.model.chat import PromptKind
from bot.model.school import School
from bot.pace.schedule import local
from bot.store import senders
from bot.web.console import form
from bot.web.console.door import NotThere
from bot.web.console.question import read_at


@dataclass(frozen=True)
class Sample:
    """One kind of phone in one language, as it will look there."""

    group: Group
    language: str
    direction: str
    count: Count | None  #: of the sample, for SMS
    price: str  #: of all these phones' texts; empty where the school has not said what one costs
    buttons: tuple[str, ...]
    late: str  #: why it arrives later than asked; empty: it does not
    shut: str  #: why nothing can go out on this channel at the moment; empty: it can


@dataclass(frozen=True)
class Looked:
    """A draft with its preview, at the moment that was asked for."""

    asked: Asked
    now: datetime
    preview: Preview
    samples: tuple[Sample, ...]
    at: datetime | None
    passed: bool  #: that moment is over: it would go now
    halted: tuple[tuple[str, str], ...]  #: its channels on which nothing can go out at the moment, and why
    again: tuple[date, ...]  #: the further days on which it goes
    until: date | None
    times: int = 1  #: how often it goes …
    this_month: int = 1  #: … and of those, how often before the month's segments are counted anew

    @property
    def short(self) -> bool:
        """There are segments for its first time this month, and not for all of its times."""
        seen = self.preview
        return not seen.overrides and not seen.over and seen.segments * self.this_month > seen.left_this_month

    @property
    def refused(self) -> str:
        """Why it cannot be confirmed; empty when it can."""
        if not self.samples and self.nobody:
            where = ", ".join(self.asked.audience)
            return f"There is nobody in {where} to write to yet: no child, or no adult at home."
        if not self.samples:
            return "Nobody can be reached with this. The reasons stand under “Who gets it”."
        shut = all(it.shut == senders.NO_CARRIER for it in self.samples)
        return safety.NOBODY if self.urgent and shut else ""

    @property
    def first_at(self) -> datetime | None:
        """When the first phone gets it, where that is later than the moment that was asked for."""
        first = min((it.group.first_at for it in self.samples), default=None)
        return first if first and first > max(self.at or self.now, self.now) else None

    @property
    def nobody(self) -> bool:
        """Nobody at home is known at all, so there is no reason to tell either."""
        return not (self.preview.people or self.preview.unreached or self.preview.farings)

    @property
    def stuck(self) -> bool:
        """Nothing of it can go at the moment."""
        return bool(self.samples) and all(it.shut for it in self.samples)

    @property
    def urgent(self) -> bool:
        """It is confirmed twice, and then it goes at once."""
        return PromptKind(self.asked.kind).overrides


def looked(desk: Desk, who: Viewer, prompt_id: int, at: str, until: str = "") -> Looked | None:
    """None when it is no draft any more. A draft is shown to those who may see everybody in it."""
    it = asked.one(desk, who, prompt_id)
    if it is None or (it.state == "draft" and not it.governed):
        raise NotThere
    if it.state != "draft":
        return None
    moment, last = read_at(at, desk.school.calendar.zone), form.day(until)
    if (at and moment is None) or (until and last is None):
        raise NotThere
    urgent = PromptKind(it.kind).overrides
    seen = preview(desk, desk.speech, prompt_id, None if urgent else moment)
    when = max(moment or desk.now, desk.now)
    samples = samples_of(desk, seen, when, it.kind)
    again = repeating.days(desk, when, last) if last else ()
    today = local(desk.now, desk.school.calendar.zone).date()
    days = (local(when, desk.school.calendar.zone).date(), *again)
    soon = sum((day.year, day.month) == (today.year, today.month) for day in days)
    passed = moment is not None and moment <= desk.now
    halted = tuple(dict.fromkeys((it.group.channel, it.shut) for it in samples if it.shut))
    return Looked(it, desk.now, seen, samples, moment, passed, halted, again, last, len(days), soon)


def samples_of(desk: Desk, seen: Preview, when: datetime, kind: str) -> tuple[Sample, ...]:
    halted = dict(senders.halted(desk.db, desk.school.id))
    return tuple(_sample(desk, group, when, kind, halted.get(group.channel, "")) for group in seen.groups)


def price(school: School, amount: Decimal | None) -> str:
    return "" if amount is None else money(amount, school.texts.currency)


def _sample(desk: Desk, group: Group, when: datetime, kind: str, shut: str) -> Sample:
    spoken, sms = tongue(group.language), group.channel == "sms"
    return Sample(
        group, spoken.name, spoken.direction, segments.count(group.sample) if sms else None,
        price(desk.school, group.price), () if sms else _buttons(desk, group, kind),
        why_later(desk, when, group.first_at, group.last_at), shut,
    )  # fmt: skip


def _buttons(desk: Desk, group: Group, kind: str) -> tuple[str, ...]:
    """A poll's, and the school's own below: as bot.dispatch.beginning puts them."""
    bare = PromptKind(kind) in prompting.WITHOUT_A_BUTTON
    own = () if bare else (desk.speech.say(group.language, prompting.SHARE_BUTTON),)
    return (*group.choices, *own)
