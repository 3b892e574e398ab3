"""What has been kept as long as the school has said is deleted, for good. In small batches, each whole by itself.

A file goes before the row that names it: after a death in the middle the next turn finds the row again, and ends
what was begun. Stops, consents, keys and whatever waits are never touched. What was deleted is counted in the audit.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path
from typing import Protocol, TypeVar

from bot.acts.desk import Desk
from bot.acts.school_changes import APPLIED, CHANGED
from bot.jobs.media import unlink
from bot.pace.keeping import months_before
from bot.store import finding, keeping, records
from bot.store.keeping import Ages
from bot.store.roll import APPLIED as ROLL_APPLIED
from bot.store.rows import Row

T = TypeVar("T")
A_BATCH = 200
NOTE = "deleted what was kept long enough"
#: Something is still read from these, and they hold no word of anybody's.
STAYS = (APPLIED, CHANGED, ROLL_APPLIED)


class AtDesk(Protocol):
    def __call__(self, deed: Callable[[Desk], T], /) -> Awaitable[T]: ...


async def delete_all(act: AtDesk, folder: Path) -> None:
    """Everything that is over, a batch a transaction: whoever else writes comes in between."""
    after, words = 0, 0
    while found := await act(_next(after)):
        ids, pictures = found
        await asyncio.to_thread(_unlink, folder, pictures)
        words += await act(_emptying(ids, pictures))
        after = ids[-1]
    if words:
        await act(lambda desk: finding.forget(desk.db))
    for emptying in (_heard, _paths):
        after, done = 0, 1
        while done:
            done, after = await act(emptying(after))
    for deleting in (_receipts, _audit):
        while await act(deleting):
            pass


def _ages(desk: Desk) -> Ages:
    keep = desk.school.keeping
    return Ages(
        months_before(desk.now, keep.words) if keep.words else None,
        months_before(desk.now, keep.after_leaving) if keep.after_leaving else None,
    )


def _next(after: int) -> Callable[[Desk], tuple[list[int], list[Row]] | None]:
    def find(desk: Desk) -> tuple[list[int], list[Row]] | None:
        ages = _ages(desk)
        ids = keeping.contents_over(desk.db, desk.school.id, ages, after, A_BATCH) if ages else []
        return (ids, keeping.pictures_of(desk.db, ids)) if ids else None

    return find


def _unlink(folder: Path, pictures: Collection[Row]) -> None:
    for it in pictures:
        unlink(folder, it["file"], it["small"])


def _emptying(ids: list[int], pictures: Collection[Row]) -> Callable[[Desk], int]:
    def empty(desk: Desk) -> int:
        ages = _ages(desk)
        if not ages:
            return 0
        words, seen = keeping.empty_contents(desk.db, desk.school.id, ages, ids, pictures)
        return _noted(desk, words, messages=words, pictures=seen)

    return empty


def _heard(after: int) -> Callable[[Desk], tuple[int, int]]:
    def empty(desk: Desk) -> tuple[int, int]:
        months = desk.school.keeping.heard
        before = months_before(desk.now, months)
        done, last = (
            keeping.empty_heard(desk.db, desk.school.id, before, after, A_BATCH) if months else (0, after)
        )
        return _noted(desk, done, heard=done), last

    return empty


def _paths(after: int) -> Callable[[Desk], tuple[int, int]]:
    def empty(desk: Desk) -> tuple[int, int]:
        months = desk.school.keeping.paths
        before = months_before(desk.now, months)
        done, last = (
            keeping.empty_paths(desk.db, desk.school.id, before, after, A_BATCH) if months else (0, after)
        )
        return _noted(desk, done, paths=done), last

    return empty


def _receipts(desk: Desk) -> int:
    months = desk.school.keeping.receipts
    before = months_before(desk.now, months)
    done = keeping.delete_receipts(desk.db, desk.school.id, before, A_BATCH) if months else 0
    return _noted(desk, done, receipts=done)


def _audit(desk: Desk) -> int:
    months = desk.school.keeping.audit
    before = months_before(desk.now, months)
    done = keeping.delete_audit(desk.db, desk.school.id, before, STAYS, A_BATCH) if months else 0
    return _noted(desk, done, audit=done)


def _noted(desk: Desk, done: int, **about: int) -> int:
    """Numbers, and nothing else."""
    if done:
        records.note(desk.db, desk.school.id, NOTE, desk.now, about=about)
    return done
