"""`restore`: puts a copy back; nothing is sent then until it is known what went out since it was made."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot import alone
from bot import config as settings
from bot.acts import releasing
from bot.commands import waiting
from bot.commands.backup import beside
from bot.commands.opened import Closed, acting, acting_on
from bot.commands.plainly import counted, say
from bot.commands.waiting import NAMES
from bot.config import Config
from bot.store import backups, holds, locks

POSTGRES = (
    "PostgreSQL puts its own rows back: use pg_restore, or your base backup, and copy the folder of pictures to "
    "{media}. Then, before anything is opened: python3 -m bot restore --held"
)
LOST = (
    "What the office and the teachers did after that moment is gone. Do it again before you open Aho: bring in the "
    "staff and the roll, end again whoever's place was ended, and look through what is scheduled. Whoever stopped us "
    "on Telegram meanwhile will not have been heard; by text they will."
)
HELD = (
    "Nothing goes out by {channels} until Aho is open and has asked what was sent meanwhile; this takes a minute or "
    "two. Telegram cannot be asked: what waits there goes once more and may arrive twice, reminders do not go. "
    "To see how far it is: python3 -m bot restore --status"
)
GIVEN_UP = "What waits goes out now, marked as perhaps arriving twice; reminders that may have gone do not."


def restore(
    copy: Annotated[Path | None, typer.Argument(help="a file that backup has made")] = None,
    newest: Annotated[bool, typer.Option("--newest", help="the newest copy beside the database")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="keep what is there under another name")] = False,
    status: Annotated[
        bool, typer.Option("--status", help="what is held, and what you have to decide")
    ] = False,
    release: Annotated[list[int] | None, typer.Option(help="send this one: it has not arrived")] = None,
    drop: Annotated[list[int] | None, typer.Option(help="do not send this one again")] = None,
    give_up_asking: Annotated[
        bool, typer.Option("--give-up-asking", help="send though nobody could be asked")
    ] = False,
    held: Annotated[
        bool, typer.Option("--held", help="hold sending: rows were put back by other means")
    ] = False,
    since: Annotated[
        str | None, typer.Option(help="with --held: of when those rows are, if you know")
    ] = None,
) -> None:
    """Put a copy back. Sending is held until it is known what went out since it was made."""
    wishes = [copy is not None or newest, status, bool(release or drop), give_up_asking, held]
    if sum(wishes) != 1 or (copy is not None and newest):
        raise Closed(
            "Say which copy, or --newest; or one of --status, --release, --drop, --give-up-asking, --held."
        )
    if status:
        waiting.show()
    elif release or drop:
        waiting.decide(release or [], drop or [])
    elif give_up_asking:
        say(GIVEN_UP if acting(releasing.give_up_asking) else "Nothing is held.")
    elif held:
        _hold(settings.read(), since)
    else:
        _put_back(settings.read(), copy, replace)


def _put_back(config: Config, copy: Path | None, replace: bool) -> None:
    if config.file is None:
        raise Closed(POSTGRES.format(media=config.media))
    path = copy or backups.newest(beside(config))
    if path is None:
        raise Closed(f"There is no copy in {beside(config)}.")
    try:
        done = backups.put_back(path, config.file, config.media, over=replace, now=datetime.now(UTC))
    except (backups.BadBackup, alone.Alone) as why:
        raise Closed(f"{why} Nothing has been changed.") from None
    except OSError as trouble:
        raise Closed(
            f"The copy could not be put back: {trouble.strerror or type(trouble).__name__}."
        ) from None
    it = done.manifest
    say(f"{it.school} is as it was on {it.made_at.astimezone():%Y-%m-%d %H:%M}: "
        f"{counted(sum(it.rows.values()), 'row')}, {counted(len(it.media), 'picture')}.")  # fmt: skip
    if done.kept:
        say(f"What was there is kept; delete it when you are sure: {done.kept}")
    if done.held:
        _told(list(done.held))


def _hold(config: Config, since: str | None) -> None:
    try:
        with alone.hold(config.database):
            channels = acting_on(lambda db, now: _held(db, since, now))
    except alone.Alone as why:
        raise Closed(str(why)) from None
    _told(channels)


def _held(db: Connection, since: str | None, now: datetime) -> list[str]:
    if locks.somebody_works(db):
        raise Closed("Aho is open on this database: stop it first.")
    moment = _moment(since) if since else holds.newest_moment(db)
    return holds.begin(db, min(moment or now, now), now)


def _told(channels: Sequence[str]) -> None:
    if not channels:
        say("Nothing has been sent from here yet, so nothing has to be held.")
        return
    say(HELD.format(channels=" and ".join(NAMES.get(it, it) for it in channels)))
    say(LOST)


def _moment(given: str) -> datetime:
    try:
        return datetime.fromisoformat(given).astimezone()  # without a zone: by this computer's own clock
    except ValueError:
        raise Closed(f"{given} is no date and time: write it like 2027-02-03T08:30.") from None
