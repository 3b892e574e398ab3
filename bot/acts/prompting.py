"""A teacher asks: drafted, looked at, confirmed, and fanned out to each family when its time has come."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.acts import matters, timing, translating
from bot.acts.desk import Desk
from bot.acts.timing import due, due_or_ask_again
from bot.languages.words import _
from bot.model.chat import PromptKind, Say, Wording
from bot.model.people import Person
from bot.model.school import School
from bot.pace.families import Reach
from bot.pace.weeks import week_of
from bot.store import audience, contents, fanning, mandates, outbox, people, prompts, translations
from bot.store.fanning import Pace, Page
from bot.store.rows import Row

REACH = Reach.PROMPTS.value

# Translators: around a teacher's question. {words} is what the teacher wrote; {children} one name, or two.
QUESTION = _("{teacher}, {school}, for {children}: {words}")
# Translators: around an idea for home from the school. {words} is the idea.
IDEA = _("An idea from {school} for {children}: {words}")
# Translators: around a short text from the school, one of several in a row: a fact, or something to do at home.
SERIES = _("{school}, for {children}: {words}")
# Translators: around something that families should know. {words} is what the teacher wrote; no answer is asked for.
NOTICE = _("News from {teacher}, {school}, for {children}: {words}")
# Translators: around good news. {words} is what the teacher wrote; {children} one name, or two.
CELEBRATION = _("Good news from {teacher}, {school}, for {children}: {words}")
# Translators: around what cannot wait: a school that closes, a danger. {words} is what the school wrote.
SAFETY = _("Important from {school} for {children}: {words}")
# Translators: a button under a question or an idea on Telegram.
SHARE_BUTTON = _("Share a story or photo")

FRAMES = {
    PromptKind.PROMPT: QUESTION,
    PromptKind.ACTIVITY: IDEA,
    PromptKind.NOTICE: NOTICE,
    PromptKind.CELEBRATION: CELEBRATION,
    PromptKind.SAFETY: SAFETY,
}
FROM_THE_SCHOOL = (PromptKind.ACTIVITY, PromptKind.SAFETY)  #: whose frame names no teacher

#: What stands on Telegram without SHARE below it.
WITHOUT_A_BUTTON = (PromptKind.NOTICE, PromptKind.SAFETY)

Choice = Mapping[str, str]  #: one of a poll's labels, by language

#: How the `series` of a prompt of a series begins; its number follows.
OF_A_SERIES = "series "

#: Children a page. Each has one or two phones at home, and a phone costs some 25 µs: whoever else wants to write
#: waits for about 5 ms. One of 800 costs an eighth less for each phone, and held everybody up four times as long.
PAGE = 200


@dataclass(frozen=True)
class Turned:
    """What a page came to: children (or deliveries) that it went through, and phones that it was written for."""

    looked: int
    phones: int


NOTHING = Turned(0, 0)


def draft(desk: Desk, author: Person | None, wordings: Sequence[Wording], *, room_ids: Sequence[int] = (),
          child_id: int | None = None, child_ids: Sequence[int] = (), kind: PromptKind = PromptKind.PROMPT,
          choices: Sequence[Choice] = (), once: str | None = None,
          series: str | None = None, number: str | None = None, delicate: bool = False,
          reach: str | None = None, subject: str | None = None, matter: str | None = None) -> int | None:  # fmt: skip
    """Keeps a prompt that nobody has confirmed; None when this very one was kept before.

    For rooms, for one child, or for `child_ids`, picked one by one. `choices`: what a question may be answered with,
    each by language. `delicate`: its writer wants no machine to word it. `reach`: whose days it keeps,
    where they are not a prompt's. `subject`: also for those who are in for that subject only.
    `matter`: one of bot.acts.matters; what its words tell of it where nothing is said.
    """
    if once and (there := prompts.by_once(desk.db, desk.school.id, once)):
        return there
    content_id = contents.keep(desk.db, desk.school.id, wordings)
    if delicate:
        translations.mark(desk.db, content_id, translating.DELICATE)
    return prompts.draft(
        desk.db, desk.school.id, content_id=content_id, kind=kind, author_id=author.id if author else None,
        room_ids=room_ids, child_id=child_id, child_ids=child_ids, choices=choices, now=desk.now, once=once,
        series=series, number=number, reach=reach, subject=subject,
        matter=matter or matters.of_prompt(desk.school, kind, wordings, delicate),
    )  # fmt: skip


def confirm(desk: Desk, prompt_id: int, at: datetime | None = None, *, sure: bool = False) -> bool:
    """Now, or at a later moment; False when it is no draft any more (two clicks send it once).

    `sure`: it was confirmed twice by somebody who may, as a safety message must be (see bot.acts.safety).
    """
    if PromptKind(prompts.one(desk.db, prompt_id)["kind"]).overrides and not sure:
        return False
    when = max(at or desk.now, desk.now)
    if not prompts.move(desk.db, prompt_id, only_from=("draft",), state="scheduled", due_at=when):
        return False
    _want_wordings(desk, prompt_id)
    if when <= desk.now:
        fan_out(desk, prompt_id)
    return True


def _want_wordings(desk: Desk, prompt_id: int) -> None:
    """In the languages that are read here, where the school has switched translation on."""
    if desk.school.translating.on:
        row = prompts.one(desk.db, prompt_id)
        translating.want(desk, row["content_id"], translating.languages_read(desk))


def asks_only(desk: Desk, prompt_id: int, room_ids: Collection[int]) -> bool:
    """Whether a prompt goes to none but these rooms: between the look and the sending a room may have been left."""
    return set(prompts.rooms(desk.db, prompt_id)) <= set(room_ids)


def cancel(desk: Desk, prompt_id: int) -> int | None:
    """Takes a prompt back: how many phones it will not reach any more; None when it was cancelled before.

    A page of them at once, the rest by the job: until then the last look before each call holds it back.
    """
    if not prompts.move(desk.db, prompt_id, only_from=("draft", "scheduled", "sent"), state="cancelled"):
        return None
    waiting = prompts.waiting(desk.db, prompt_id)
    fanning.begin(desk.db, desk.school.id, prompt_id)
    go_on(desk, prompt_id)
    return waiting


def change(desk: Desk, prompt_id: int, wordings: Sequence[Wording], at: datetime | None = None,
           delicate: bool | None = None, choices: Sequence[Choice] | None = None) -> bool:  # fmt: skip
    """New words or another time for what has reached nobody yet; False when somebody may have read it.

    `delicate`: whether its writer wants no machine to word it; `choices`: of a poll. None: as it was.
    """
    row = prompts.one(desk.db, prompt_id)
    if prompts.gone_out(desk.db, prompt_id) or row["state"] not in ("draft", "scheduled", "sent"):
        return False
    topic, about = matters.of_changed(desk, row, wordings, delicate)
    contents.replace(desk.db, desk.school.id, row["content_id"], wordings)
    mandates.is_about(desk.db, prompt_id, about)
    translations.mark(desk.db, row["content_id"], topic)
    if choices is not None:
        prompts.choose(desk.db, prompt_id, choices)
    if row["state"] != "draft":
        _want_wordings(desk, prompt_id)
    if at is not None and row["state"] == "scheduled":
        prompts.move(desk.db, prompt_id, only_from=("scheduled",), state="scheduled", due_at=at)
    return True


def fan_out(desk: Desk, prompt_id: int) -> int:
    """Lets a scheduled prompt go; how many phones its first page was written for. Harmless when done before."""
    return let_go(desk, prompt_id).phones


def let_go(desk: Desk, prompt_id: int) -> Turned:
    if not prompts.move(desk.db, prompt_id, only_from=("scheduled",), state="sent", fanned_at=desk.now):
        return NOTHING
    fanning.begin(desk.db, desk.school.id, prompt_id)
    return go_on(desk, prompt_id)


def go_on(desk: Desk, prompt_id: int | None = None) -> Turned:
    """The next page of a prompt, or of whichever waits the longest: written, or taken back."""
    row = fanning.unfinished(desk.db, desk.school.id, prompt_id)
    if row is None:
        return NOTHING
    if row["state"] == "cancelled":
        ids, page = fanning.next_phones(desk.db, row, PAGE)
        looked, phones = len(ids), outbox.cancel_these(desk.db, ids, "taken back by the school", desk.now)
    else:
        page = fanning.next_page(desk.db, row, desk.now, PAGE)
        looked, phones = len(page.children), _write(desk, row, page)
    fanning.move_on(desk.db, row["id"], page)
    return Turned(looked, phones)


def _write(desk: Desk, row: Row, page: Page) -> int:
    asked = audience.of_prompt(row, desk.now)
    # Where no day is known (the terms have run out), each is written and put off by the last look: nothing is lost.
    at = pace(desk, desk.now, reach_of(row), due_or_ask_again)
    return fanning.write(desk.db, row, page, asked, at, frame(desk, row))


def reach_of(row: Mapping[Any, Any]) -> str:
    """Whose days and hours a prompt keeps."""
    return timing.SAFETY if PromptKind(row["kind"]).overrides else row["reach"] or REACH


def pace(desk: Desk, moment: datetime, reach: str = REACH,
         opens: Callable[[School, str, str, datetime], datetime | None] = due) -> Pace:  # fmt: skip
    """When each of the school's time zones lets a prompt through that goes at this moment."""
    at = {zone: opens(desk.school, reach, zone, moment) for zone in audience.zones(desk.db, desk.school.id)}
    week = week_of(moment, desk.school.calendar.zone)
    return Pace({zone: it for zone, it in at.items() if it is not None}, week, reach)


def frame(desk: Desk, row: Mapping[Any, Any]) -> list[Say]:
    """Our own sentence around the prompt's words: it names the school, and the teacher who asks."""
    filling, kind = {"school": desk.school.name}, PromptKind(row["kind"])
    if kind == PromptKind.ACTIVITY and str(row["series"]).startswith(OF_A_SERIES):
        return [Say(SERIES, filling)]
    if kind in FROM_THE_SCHOOL:
        return [Say(FRAMES[kind], filling)]
    author = people.person_by_id(desk.db, row["author_id"]).name if row["author_id"] else desk.school.name
    return [Say(FRAMES[kind], filling | {"teacher": author})]
