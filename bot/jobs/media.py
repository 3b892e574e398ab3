"""Pictures and voice notes: fetched from the carrier, kept as files of ours, and deleted at the carrier.

A file is written before the row that names it is committed, and deleted before its row is: no file stays that no row
knows of, whatever happens in between, but one whose writer died.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.acts import unopened
from bot.acts.desk import AtDesk, Desk
from bot.channels import Channel, Fetched, Unfetched
from bot.jobs.remaking import Made, made
from bot.model.heard import Sight
from bot.store import media
from bot.store.rows import Row

MOST_TRIES = 5
AT_ONCE = 8  #: then somebody looks whether there is something else to do
TRIES_TO_FORGET = 9  #: half a minute apart, then two, then eight: for about a week


@dataclass(frozen=True)
class Files:
    """The random names of what has been written; nothing is in them that anybody could guess."""

    name: str
    small: str | None


async def fetch_wanted(act: AtDesk, channels: Mapping[str, Channel], folder: Path) -> int:
    """Fetches what is wanted at the school; how many are held now. A failure is tried again, then kept as failed,
    and its sender is told. What we are done with is deleted at the carrier."""
    held = 0
    for _ in range(AT_ONCE):
        # Each when its turn comes: eight documents at their longest outlast any claim, and would be made twice.
        row = await act(lambda desk: media.claim(desk.db, desk.school.id, list(channels), desk.now))
        if row is None:
            break
        got = await channels[row["channel"]].fetch(_sight(row))
        # In a thread: a large picture takes a second to make again, and every phone would wait for it.
        kept = await asyncio.to_thread(made, got.content, row["kind"]) if isinstance(got, Fetched) else got
        held += await act(_keeping(row, kept, folder))
    for row in await act(lambda desk: media.claim_left(desk.db, desk.school.id, list(channels), desk.now)):
        gone = await channels[row["channel"]].forget(_sight(row))
        await act(_forgetting(row, gone))
    return held


def write(desk: Desk, it: Made, folder: Path) -> Files:
    """Writes the files of something that is about to be held."""
    files = Files(desk.chance(16).hex(), desk.chance(16).hex() if it.small else None)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / files.name).write_bytes(it.content)
    if files.small:
        (folder / files.small).write_bytes(it.small)
    return files


def unlink(folder: Path, *names: str | None) -> None:
    for name in filter(None, names):
        (folder / name).unlink(missing_ok=True)


def _sight(row: Row) -> Sight:
    return Sight(row["kind"], row["reference"], row["mime"], row["seconds"])


def _keeping(row: Row, it: Made | Unfetched, folder: Path) -> Callable[[Desk], int]:
    def keep(desk: Desk) -> int:
        left = {"at_carrier": True, "again_at": desk.now} if row["reference"] else {}
        if isinstance(it, Made):
            files = write(desk, it, folder)
            if media.settle(desk.db, row, state="held", file=files.name, small=files.small, mime=it.mime,
                            why=None, tries=0, **left):  # fmt: skip
                return 1
            # Another process was quicker: a second copy would never be found again.
            unlink(folder, files.name, files.small)
            return 0
        tries = row["tries"] + 1
        if it.again and tries < MOST_TRIES:
            media.settle(desk.db, row, tries=tries, why=it.why,
                         again_at=desk.now + timedelta(seconds=5 * 2**tries))  # fmt: skip
        elif media.settle(
            desk.db, row, **{"state": "failed", "tries": 0, "why": it.why, "again_at": desk.now, **left}
        ):
            unopened.tell(desk, row)
        return 0

    return keep


def _forgetting(row: Row, gone: bool) -> Callable[[Desk], None]:
    def settle(desk: Desk) -> None:
        tries = row["tries"] + 1
        again = desk.now + timedelta(seconds=30 * 4 ** row["tries"])
        if gone and row["state"] == media.LEFT:
            media.forget(desk.db, row)
        elif gone or tries >= TRIES_TO_FORGET:
            why = row["why"] if gone else "could not be deleted at the carrier"
            media.change(desk.db, row["id"], at_carrier=None, tries=tries, why=why)
        else:
            media.change(desk.db, row["id"], tries=tries, again_at=again)

    return settle
