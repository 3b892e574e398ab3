"""`ask`: a prompt from a script. The same drafting, preview and confirming as the console's."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.acts import previewing, prompting
from bot.acts.desk import Desk
from bot.acts.previewing import Preview
from bot.commands.opened import Closed, acting
from bot.commands.plainly import counted, say
from bot.languages.folding import fold
from bot.languages.registry import find, language
from bot.model.chat import Wording
from bot.pace.schedule import local
from bot.store import people, rooms


class _NotReally(Exception):
    """A dry run ends by undoing its own transaction."""

    def __init__(self, seen: Preview) -> None:
        self.seen = seen


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
        seen = acting(lambda desk: _ask(desk, room, text, wording or [], at, by, dry_run))
    except _NotReally as undone:
        seen = undone.seen
    for group in seen.groups:
        say(f"{counted(group.phones, 'phone')} by {group.channel} in {language(group.language).english_name}"
            + ("" if group.worded else " (your words as they are: no wording in this language)")
            + (f", {counted(group.segments, 'segment')}" if group.channel == "sms" else "")
            + f", from {group.first_at.isoformat()}")  # fmt: skip
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
) -> Preview:
    found = [it for it in rooms.every(desk.db, desk.school.id) if fold(it.name) == fold(room)]
    if not found:
        raise Closed(f"There is no room called {room}.")
    teachers = people.staff_of_rooms(desk.db, [found[0].id], desk.now)
    author = next((it for it in teachers if by is None or fold(it.name) == fold(by)), None)
    if author is None:
        raise Closed(
            f"{by} does not teach in {room}." if by else f"{room} has no teacher yet: roll staff FILE.csv"
        )
    prompt_id = prompting.draft(
        desk, author, [Wording("en", text), *map(_wording, worded)], room_ids=[found[0].id]
    )
    assert prompt_id is not None
    when = _moment(desk, at)
    seen = previewing.preview(desk, desk.speech, prompt_id, when)
    if dry:
        raise _NotReally(seen)
    if seen.segments > seen.left_this_month:
        raise Closed(f"This needs {seen.segments} SMS segments; {seen.left_this_month} are left this month.")
    prompting.confirm(desk, prompt_id, when)
    return seen


def _wording(given: str) -> Wording:
    tag, separator, words = given.partition("=")
    known = find(tag)
    if not separator or known is None or not words.strip():
        raise Closed(f'--wording needs a language and words, such as mi="Kia ora": {tag} is not one.')
    return Wording(known.tag, words)


def _moment(desk: Desk, at: str | None) -> datetime | None:
    if at is None:
        return None
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        raise Closed(f"{at} is no date and time: write it like 2027-02-03T08:30.") from None
    when = when if when.tzinfo else when.replace(tzinfo=ZoneInfo(desk.school.calendar.zone))
    if when < desk.now:
        raise Closed(f"{local(when, desk.school.calendar.zone):%Y-%m-%d %H:%M} has passed already.")
    return when
