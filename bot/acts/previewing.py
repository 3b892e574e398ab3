"""What a prompt will look like, cost and reach, before anybody confirms it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from bot.acts import budgets, prompting, recipients, showing, telling, wording_state
from bot.acts.budgets import Budget
from bot.acts.desk import Desk
from bot.acts.faring import Faring, farings
from bot.acts.recipients import Missed
from bot.acts.rendering import Rendered, render, spoken
from bot.languages import segments
from bot.languages.catalogue import Catalogues
from bot.languages.cheaper import Offer, offers
from bot.model.chat import Wording, poll_of
from bot.store import audience, contents, hearing, lanes, missing, outlook, prompts, ways
from bot.store.audience import Audience
from bot.store.fanning import Pace
from bot.store.outlook import Counted
from bot.store.rows import Row

EXACTLY = 1000  #: phones whose texts are all worded, for the sum of their segments; of more, about so many
SOME_DELIVERY = 100_000
MISSED = 500  #: people who will not get it, by name

Kind = tuple[str, str]  #: a channel, and the language that is read on it


@dataclass(frozen=True)
class Cheaper:
    """An offer to whoever wrote the words, and what the sample would take with it."""

    language: str  #: of the wording that it changes
    offer: Offer
    segments: int


@dataclass(frozen=True)
class Group:
    """Phones of one kind that read one language."""

    channel: str
    language: str
    state: (
        str  #: of its words: "human", "draft", "phrase book", "machine" or "missing": then the original goes
    )
    phones: int
    segments: int  #: of all these phones together; none on Telegram
    price: Decimal | None  #: of those, where the school has said what one costs
    costly: tuple[str, ...]  #: the characters that make each segment short
    each: int  #: segments of the sample
    without_costly: int  #: … and how many it would take with letters like any other in their place
    cheaper: Cheaper | None  #: another way to write it that may be offered
    sample: str
    choices: tuple[str, ...]  #: a poll's, where they are buttons
    first_at: datetime
    last_at: datetime

    @property
    def worded(self) -> bool:
        """Somebody, or something, gives words in this language."""
        return self.state != "missing"


@dataclass(frozen=True)
class Preview:
    groups: tuple[Group, ...]
    people: int
    segments: int
    about: bool  #: too many phones to word each of them: `segments` are reckoned from a fair sample
    price: Decimal | None
    budgets: tuple[Budget, ...]  #: the school's, and those of the rooms that it is for
    digest_at: (
        datetime | None
    )  #: when what the month has no segments for goes, in one text with the week's others
    fourth: int  #: phones for which it is more than the week's three
    missed: tuple[Missed, ...]  #: the first MISSED
    unreached: int  #: people, all of those who are missed
    never: int  #: phones for which no decent hour opens within a year
    farings: tuple[Faring, ...] = ()  #: everybody at home, by how they fare
    overrides: bool = False  #: neither hours nor budgets hold it
    refusers: int = 0  #: people who said that they never want this kind …
    asked: int = 0  #: … of so many at home

    @property
    def left_this_month(self) -> int:
        """Segments that it may use at once."""
        return min(it.left for it in self.budgets)

    @property
    def over(self) -> bool:
        """Whether some of it, or all, has to wait for the weekly text."""
        return self.segments > self.left_this_month and not self.overrides

    @property
    def near(self) -> tuple[Budget, ...]:
        """Budgets that it brings near their end."""
        return tuple(it for it in self.budgets if self.segments and it.near(self.segments))


def preview(desk: Desk, speech: Catalogues, prompt_id: int, at: datetime | None = None) -> Preview:
    """Counts where the rows are, with today's members, exactly as fan-out will."""
    row = prompts.one(desk.db, prompt_id)
    wordings = contents.wordings(desk.db, [row["content_id"]])[row["content_id"]]
    return preview_of(
        desk, speech, row, audience.of_prompt(row, desk.now), wordings, _rooms(desk, row), at or row["due_at"]
    )


def preview_of(desk: Desk, speech: Catalogues, row: Mapping[Any, Any], asked: Audience, wordings: Sequence[Wording],
               room_ids: Sequence[int], at: datetime | None) -> Preview:  # fmt: skip
    """The same for what is no row yet: `row` holds what a prompt's would."""
    when = max(at or desk.now, desk.now)
    pace = prompting.pace(desk, when, prompting.reach_of(row))
    counted = outlook.counted(desk.db, asked, pace.week)
    going = [it for it in counted if it.zone in pace.due_at]
    phones = sum(it.phones for it in going)
    chosen = {it.one for it in going}.union(_sample(desk, asked, pace, phones))
    texts, others = _texts(desk, speech, row, asked, wordings, chosen)
    groups = _groups(
        desk, going, texts, others, pace, partial(wording_state.state, desk, row["content_id"], wordings)
    )
    total = sum(group.segments for group in groups)
    missed = recipients.missed(desk, asked, MISSED)
    unreached = {it.person.id for it in missed}
    return Preview(
        groups, sum(it.people for it in counted), total, phones > EXACTLY, desk.school.texts.price(total),
        (budgets.of_school(desk), *budgets.of_rooms(desk, room_ids)), budgets.next_digest(desk, when),
        sum(it.fourth for it in counted), tuple(missed),
        missing.count_missed(desk.db, asked) if len(missed) == MISSED else len(unreached),
        sum(it.phones for it in counted if it.zone not in pace.due_at),
        farings(desk, asked, pace, when, missed), asked.kind.overrides, *ways.never_want(desk.db, asked),
    )  # fmt: skip


def _rooms(desk: Desk, row: Row) -> list[int]:
    """The rooms in whose name it goes."""
    if row["child_id"] is None:
        return prompts.rooms(desk.db, row["id"])
    return [room.id for room in lanes.rooms_of(desk.db, row["child_id"], desk.now)]


def _sample(desk: Desk, asked: Audience, pace: Pace, phones: int) -> list[int]:
    """Phones whose texts stand for all: all of them, where they are not too many."""
    return outlook.sample(desk.db, asked, pace.week, min(1.0, EXACTLY / phones)) if phones else []


def _texts(desk: Desk, speech: Catalogues, row: Mapping[Any, Any], asked: Audience, wordings: Sequence[Wording],
           phones: Collection[int]) -> tuple[dict[Kind, list[Rendered]], dict[Kind, Cheaper]]:  # fmt: skip
    """What these phones will read, each its own text; and another way to write the first one of a kind."""
    frame, found, others = prompting.frame(desk, row), dict[Kind, list[Rendered]](), dict[Kind, Cheaper]()
    told = asked.kind.asks
    hearers = telling.hearers(desk, hearing.of_phones(desk.db, asked, phones)) if told else telling.NOBODY
    doubled = desk.school.texts.double_vowels
    # Of the length that its link will have, where it is too long for a text: its delivery has no number yet.
    sample = "" if asked.kind.overrides else showing.link(desk.links, SOME_DELIVERY)
    for it in recipients.of(desk, asked, phones):
        tag = spoken(it.reads, desk.school.languages)
        untold = hearers.untold(it.contact_id, it.homes)
        parts = [*frame, untold.words] if untold else frame
        worded = partial(
            render, speech, channel=it.channel, language=tag, parts=parts, children=it.children, poll=poll_of(row),
            doubled=doubled, whole=sample,
        )  # fmt: skip
        text, kind = worded(wordings=wordings), (it.channel, tag)
        found.setdefault(kind, []).append(text)
        if (
            it.channel == "sms"
            and len(found[kind]) == 1
            and (other := _cheaper(desk, worded, text, wordings, tag))
        ):
            others[kind] = other
    return found, others


def _cheaper(desk: Desk, worded: Callable[..., Rendered], text: Rendered, wordings: Sequence[Wording],
             tag: str) -> Cheaper | None:  # fmt: skip
    """The smallest change of somebody's words that makes this text take fewer segments, if one may be offered."""
    chosen = contents.best(wordings, tag)
    if chosen is None:
        return None
    for it in offers(chosen.words, chosen.language, desk.school.texts.double_vowels):
        made = worded(wordings=[Wording(chosen.language, it.words)])
        if (made.segments or 0) < (text.segments or 0):
            return Cheaper(chosen.language, it, made.segments or 0)
    return None


def _groups(desk: Desk, going: Sequence[Counted], texts: Mapping[Kind, Sequence[Rendered]],
            others: Mapping[Kind, Cheaper], pace: Pace, state: Callable[[str], str]) -> tuple[Group, ...]:  # fmt: skip
    alike: dict[Kind, list[Counted]] = {}
    for it in going:
        alike.setdefault((it.channel, spoken(it.reads, desk.school.languages)), []).append(it)
    return tuple(
        _group(desk, kind, alike[kind], texts[kind], others.get(kind), pace, state(kind[1]))
        for kind in sorted(alike)
    )


def _group(desk: Desk, kind: Kind, alike: Sequence[Counted], texts: Sequence[Rendered], cheaper: Cheaper | None,
           pace: Pace, state: str) -> Group:  # fmt: skip
    channel, tag = kind
    words, phones, sms = texts[0].words, sum(it.phones for it in alike), channel == "sms"
    used = round(sum(it.segments or 0 for it in texts) * phones / len(texts))
    times = [pace.due_at[it.zone] for it in alike]
    return Group(
        channel, tag, state, phones, used, desk.school.texts.price(used) if sms else None,
        segments.count(words).costly if sms else (), texts[0].segments or 0,
        segments.without_costly(words) if sms else 0, cheaper, words,
        tuple(it.label for it in texts[0].choices), min(times), max(times),
    )  # fmt: skip
