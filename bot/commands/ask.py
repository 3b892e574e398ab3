"""`ask`: a prompt from a script. The same drafting, preview and confirming as the console's."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.acts import previewing, prompting
from bot.acts.desk import Desk
from bot.acts.previewing import Group, Preview
from bot.commands.opened import Closed, acting
from bot.commands.plainly import channel_called, counted, say, when
from bot.languages.folding import fold
from bot.languages.money import money
from bot.languages.registry import find, language
from bot.languages.segments import LONGEST
from bot.model.chat import PromptKind, Wording
from bot.store import people, rooms


class Kind(StrEnum):
    """What cannot wait is not among them: it is confirmed twice, on the console."""

    QUESTION = "question"
    IDEA = "idea"
    NOTICE = "notice"
    CELEBRATION = "celebration"


KINDS = {
    Kind.QUESTION: PromptKind.PROMPT,
    Kind.IDEA: PromptKind.ACTIVITY,
    Kind.NOTICE: PromptKind.NOTICE,
    Kind.CELEBRATION: PromptKind.CELEBRATION,
}


class _NotReally(Exception):
    """A dry run ends by undoing its own transaction."""

    def __init__(self, seen: Preview, zone: str, currency: str) -> None:
        self.seen, self.zone, self.currency = seen, zone, currency


def ask(
    room: Annotated[str, typer.Option(help="the room, by its name")],
    text: Annotated[str, typer.Option(help="the words")],
    wording: Annotated[list[str] | None, typer.Option(help='the words in another language: mi="…"')] = None,
    at: Annotated[
        str | None, typer.Option(help="local date and time, e.g. 2027-02-03T08:30; else now")
    ] = None,
    by: Annotated[str | None, typer.Option(help="the teacher it is from; else the room's first")] = None,
    kind: Annotated[
        Kind, typer.Option(help="a question, an idea for home, news, or good news")
    ] = Kind.QUESTION,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only show what would happen")] = False,
) -> None:
    """Ask a room's families something."""
    try:
        seen, zone, currency = acting(
            lambda desk: _ask(desk, room, text, wording or [], at, by, kind, dry_run)
        )
    except _NotReally as undone:
        seen, zone, currency = undone.seen, undone.zone, undone.currency
    for group in seen.groups:
        _show(group, currency, zone)
    about = "about " if seen.about else ""
    say(
        f"{counted(seen.people, 'person', 'people')}, {about}{counted(seen.segments, 'SMS segment')}"
        + (f", {money(seen.price, currency)}." if seen.price is not None else ".")
    )
    for line in _of_the_month(seen, zone):
        say(line)
    for it in seen.missed:
        say(f"  not reached: {it.person.name} ({it.child}): {it.why}")
    say("Nothing has been sent." if dry_run else "It is on its way.")


def _ask(
    desk: Desk, room: str, text: str, worded: list[str], at: str | None, by: str | None, kind: Kind, dry: bool
) -> tuple[Preview, str, str]:
    wordings = [
        Wording("en", _written("--text", text)),
        *(_wording(it, desk.school.languages) for it in worded),
    ]
    found = [it for it in rooms.every(desk.db, desk.school.id) if fold(it.name) == fold(room)]
    if not found:
        raise Closed(f"There is no room called {room}.")
    teachers = people.staff_of_rooms(desk.db, [found[0].id], desk.now)
    author = next((it for it in teachers if by is None or fold(it.name) == fold(by)), None)
    if author is None:
        raise Closed(
            f"{by} does not teach in {room}." if by else f"{room} has no teacher yet: roll staff FILE.csv"
        )
    prompt_id = prompting.draft(desk, author, wordings, room_ids=[found[0].id], kind=KINDS[kind])
    assert prompt_id is not None
    moment, zone, currency = _moment(desk, at), desk.school.calendar.zone, desk.school.texts.currency
    seen = previewing.preview(desk, desk.speech, prompt_id, moment)
    if dry:
        raise _NotReally(seen, zone, currency)
    prompting.confirm(desk, prompt_id, moment)
    return seen, zone, currency


def _show(group: Group, currency: str, zone: str) -> None:
    """One kind of phone: what it costs, what makes it costly, and another way to write it where there is one."""
    say(f"{counted(group.phones, 'phone')} by {channel_called(group.channel)}"
        + f" in {language(group.language).english_name}"
        + ("" if group.worded else " (your words as they are: no wording in this language)")
        + (f", {counted(group.segments, 'segment')}" if group.channel == "sms" else "")
        + (f", {money(group.price, currency)}" if group.price is not None else "")
        + f", from {when(group.first_at, zone)}")  # fmt: skip
    say(f"  “{group.sample}”")
    if group.costly:
        marks, make = " ".join(group.costly), "makes" if len(group.costly) == 1 else "make"
        instead = f", not {group.without_costly}" if group.each > group.without_costly else " either way"
        say(
            f"  {marks} {make} this text cost {counted(group.each, 'part')}{instead}: 70 letters a part, not 160."
        )
    if it := group.cheaper:
        say(
            f"  With {' and '.join(it.offer.kinds)} it would cost {counted(it.segments, 'part')}: “{it.offer.words}”"
        )


def _of_the_month(seen: Preview, zone: str) -> list[str]:
    """What is left of the month's segments, where that matters."""
    if seen.over:
        day = f" on {when(seen.digest_at, zone)}" if seen.digest_at else ""
        return [f"{counted(seen.left_this_month, 'SMS segment')} left this month: what finds no room goes"
                f" in one text with the week's other questions{day}."]  # fmt: skip
    return [
        f"{it.room or 'The school'} has used {it.used} of this month's {it.segments} SMS segments."
        for it in seen.near
    ]


def _written(option: str, words: str) -> str:
    if not words.strip():
        raise Closed(f"{option} is empty: write what you would like to ask.")
    if len(words) > LONGEST:
        raise Closed(f"{option} is too long for a text: {LONGEST} characters are the most.")
    return words.strip()


def _wording(given: str, spoken: Sequence[str]) -> Wording:
    tag, separator, words = given.partition("=")
    known = find(tag)
    if not separator or known is None:
        raise Closed(f'--wording needs a language and words, such as mi="Kia ora": {tag} is not one.')
    if known.tag not in spoken or known.tag == "en":
        others = ", ".join(it for it in spoken if it != "en") or "none yet"
        raise Closed(f"--wording {tag}: the school's other languages are {others}.")
    return Wording(known.tag, _written(f"--wording {tag}", words))


def _moment(desk: Desk, at: str | None) -> datetime | None:
    if at is None:
        return None
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise Closed(f"{at} is no date and time: write it like 2027-02-03T08:30.") from None
    zone = desk.school.calendar.zone
    moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    if moment < desk.now:
        raise Closed(f"{when(moment, zone)} has passed already.")
    return moment
