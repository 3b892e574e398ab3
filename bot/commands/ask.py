"""`ask`: a prompt from a script. The same drafting, preview and confirming as the console's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.acts import previewing, prompting
from bot.acts.desk import Desk
from bot.acts.previewing import Preview
from bot.commands.opened import Closed, acting
from bot.commands.plainly import channel_called, counted, say, when
from bot.languages.folding import fold
from bot.languages.registry import find, language
from bot.languages.segments import LONGEST
from bot.model.chat import Wording
from bot.store import people, rooms


class _NotReally(Exception):
    """A dry run ends by undoing its own transaction."""

    def __init__(self, seen: Preview, zone: str) -> None:
        self.seen, self.zone = seen, zone


def ask(
    room: Annotated[str, typer.Option(help="the room, by its name")],
    text: Annotated[str, typer.Option(help="the words")],
    wording: Annotated[list[str] | None, typer.Option(help='the words in another language: mi="…"')] = None,
    at: Annotated[
        str | None, typer.Option(help="local date and time, e.g. 2027-02-03T08:30; else now")
    ] = None,
    by: Annotated[str | None, typer.Option(help="the teacher it is from; else the room's first")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only show what would happen")] = False,
) -> None:
    """Ask a room's families something."""
    try:
        seen, zone = acting(lambda desk: _ask(desk, room, text, wording or [], at, by, dry_run))
    except _NotReally as undone:
        seen, zone = undone.seen, undone.zone
    for group in seen.groups:
        say(f"{counted(group.phones, 'phone')} by {channel_called(group.channel)}"
            + f" in {language(group.language).english_name}"
            + ("" if group.worded else " (your words as they are: no wording in this language)")
            + (f", {counted(group.segments, 'segment')}" if group.channel == "sms" else "")
            + f", from {when(group.first_at, zone)}")  # fmt: skip
        say(f"  “{group.sample}”")
        if group.costly:
            say(f"  {' '.join(group.costly)} makes each text longer to send: 70 letters a segment, not 160.")
    about = "about " if seen.about else ""
    say(
        f"{counted(seen.people, 'person', 'people')}, {about}{counted(seen.segments, 'SMS segment')}, "
        f"{seen.cents / 100:.2f} dollars."
    )
    for it in seen.missed:
        say(f"  not reached: {it.person.name} ({it.child}): {it.why}")
    say("Nothing has been sent." if dry_run else "It is on its way.")


def _ask(
    desk: Desk, room: str, text: str, worded: list[str], at: str | None, by: str | None, dry: bool
) -> tuple[Preview, str]:
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
    prompt_id = prompting.draft(desk, author, wordings, room_ids=[found[0].id])
    assert prompt_id is not None
    moment, zone = _moment(desk, at), desk.school.calendar.zone
    seen = previewing.preview(desk, desk.speech, prompt_id, moment)
    if dry:
        raise _NotReally(seen, zone)
    if seen.segments > seen.left_this_month:
        raise Closed(f"This needs {seen.segments} SMS segments; {seen.left_this_month} are left this month.")
    prompting.confirm(desk, prompt_id, moment)
    return seen, zone


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
