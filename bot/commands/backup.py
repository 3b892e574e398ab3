"""`backup`: a copy of everything, in one file. Aho may be open and sending meanwhile."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import config as settings
from bot.commands.opened import Closed
from bot.commands.plainly import counted, say
from bot.config import Config
from bot.store import backups

POSTGRES = (
    "PostgreSQL copies its own rows: use pg_dump or pg_basebackup, and copy the folder of pictures {media} too. "
    "After such a copy was put back: python3 -m bot restore --held"
)


def backup(
    to: Annotated[Path | None, typer.Argument(help="a folder, or a file ending in .tar")] = None,
    keep: Annotated[
        int | None, typer.Option(min=1, help="delete all but so many copies in that folder")
    ] = None,
) -> None:
    """Keep a copy: rows, pictures and voice notes in one file, checked."""
    config = settings.read()
    now = datetime.now(UTC)
    if config.file is None:
        raise Closed(POSTGRES.format(media=config.media))
    try:
        made = backups.make(config.file, config.media, to or beside(config), now)
        gone = backups.prune(made.path.parent, keep) if keep else []
    except backups.BadBackup as why:
        raise Closed(str(why)) from None
    except OSError as trouble:
        raise Closed(f"The copy could not be made: {trouble.strerror or type(trouble).__name__}.") from None
    it = made.manifest
    say(f"{made.path}")
    say(
        f"A checked copy of {it.school or 'a database without a school'}: {counted(sum(it.rows.values()), 'row')}, "
        f"{counted(len(it.media), 'picture or voice note', 'pictures and voice notes')}, {made.size / 1e6:.1f} MB."
    )
    if it.missing:
        say(f"{counted(it.missing, 'picture or voice note', 'pictures and voice notes')} could not be found.")
    if gone:
        say(f"{counted(len(gone), 'older copy', 'older copies')} deleted.")
    say("It holds all that families wrote: keep it where only the school can read it.")


def beside(config: Config) -> Path:
    """Where copies are kept unless somebody says otherwise."""
    assert config.file is not None
    return config.file.with_name(f"{config.file.stem}-backups")
