"""What has been kept as long as the school has said is deleted, for good. In small batches, each whole by itself.

A file goes before the row that names it: after a death in the middle the next turn finds the row again, and ends
what was begun. Stops, consents, keys and whatever waits are never touched. What was deleted is counted in the audit.
"""

import asyncio
from collections.abc import Callable, Collection
from pathlib import Path

from bot.acts.desk import AtDesk, Desk
from bot.acts.school_changes import APPLIED, CHANGED
from bot.jobs.media import unlink
from bot.pace.keeping import months_before
from bot.store import absences, alone, finding, keeping, records, uploads
from bot.store.alone import Ages
from bot.store.roll import APPLIED as ROLL_APPLIED
from bot.store.rows import Row

A_BATCH = 200
NOTE = "deleted what was kept long enough"
#: Something is still read from these, and they hold no word of anybody's.
STAYS = (APPLIED, CHANGED, ROLL_APPLIED)


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
    for name, empty in (("heard", keeping.empty_heard), ("paths", keeping.empty_paths)):
        after, done = 0, 1
        while done:
            done, after = await act(_a_batch(name, empty, after))
    for deleting in (_absences, _ways, _receipts, _audit):
        while await act(deleting):
            pass
    while rows := await act(lambda desk: uploads.given_up(desk.db, desk.school.id, desk.now)):
        await asyncio.to_thread(unlink, folder, *(it["file"] for it in rows))
        await act(_forgetting([it["id"] for it in rows]))


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


def _forgetting(upload_ids: list[int]) -> Callable[[Desk], int]:
    """Photos of which only a part ever came: their link is over."""
    return lambda desk: uploads.forget(desk.db, upload_ids)


def _emptying(ids: list[int], pictures: Collection[Row]) -> Callable[[Desk], int]:
    def empty(desk: Desk) -> int:
        ages = _ages(desk)
        if not ages:
            return 0
        words, seen = keeping.empty_contents(desk.db, desk.school.id, ages, ids, pictures)
        return _noted(desk, words, messages=words, pictures=seen)

    return empty


def _a_batch(
    name: str, empty: Callable[..., tuple[int, int]], after: int
) -> Callable[[Desk], tuple[int, int]]:
    """Of what is kept so many months as `name` says: how many were emptied, and the last of them."""

    def deed(desk: Desk) -> tuple[int, int]:
        months = getattr(desk.school.keeping, name)
        if not months:
            return 0, after
        done, last = empty(desk.db, desk.school.id, months_before(desk.now, months), after, A_BATCH)
        return _noted(desk, done, **{name: done}), last

    return deed


def _absences(desk: Desk) -> int:
    """Days on which a child was away go with the words in which it was said."""
    ages = _ages(desk)
    done = absences.forget(desk.db, desk.school.id, ages.words, ages.left, A_BATCH)
    return _noted(desk, done, absences=done)


def _ways(desk: Desk) -> int:
    """How families take part, in their own words; and our answers, which may read them back."""
    ages = _ages(desk)
    if not ages:
        return 0
    done = alone.empty_ways(desk.db, desk.school.id, ages, A_BATCH)
    ours = alone.empty_our_own(desk.db, desk.school.id, ages, A_BATCH)
    return _noted(desk, done + ours, ways=done, answers=ours)


def _receipts(desk: Desk) -> int:
    if not (months := desk.school.keeping.receipts):
        return 0
    done = keeping.delete_receipts(desk.db, desk.school.id, months_before(desk.now, months), A_BATCH)
    return _noted(desk, done, receipts=done)


def _audit(desk: Desk) -> int:
    if not (months := desk.school.keeping.audit):
        return 0
    done = keeping.delete_audit(desk.db, desk.school.id, months_before(desk.now, months), STAYS, A_BATCH)
    return _noted(desk, done, audit=done)


def _noted(desk: Desk, done: int, **about: int) -> int:
    """Numbers, and nothing else."""
    if done:
        records.note(desk.db, desk.school.id, NOTE, desk.now, about=about)
    return done
