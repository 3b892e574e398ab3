"""Schools with something to do now, beside what waits to be sent (bot.store.queue): where a wake-up should look.

Asked after every commit that may have made work, so read from the indexes of what is open alone.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, literal_column, select

from bot.store.columns import Moment
from bot.store.prepared import Prepared
from bot.store.tables import attempt, media, sender


def schools_with_media(db: Connection, now: datetime, channels: Collection[str]) -> list[int]:
    """Schools with a picture or a voice note that wants to be fetched, or to be deleted at its carrier."""
    return _schools([*_MEDIA.rows(db, now=now), *_LEFT.rows(db, now=now)], channels)


def schools_in_doubt(db: Connection, now: datetime, channels: Collection[str]) -> list[int]:
    """Schools with a call about which it is time to ask the carrier."""
    return _schools(_DOUBTS.rows(db, now=now), channels)


def school_of(db: Connection, sender_id: int) -> int:
    return int(db.execute(select(sender.c.school_id).where(sender.c.id == sender_id)).scalar_one())


def _schools(rows: Collection[Any], channels: Collection[str]) -> list[int]:
    return sorted({row["school_id"] for row in rows if row["channel"] in channels})


_NOW = bindparam("now", type_=Moment)
_MEDIA = Prepared(lambda _: select(media.c.school_id, media.c.channel).distinct()
    .where(media.c.state == literal_column("'wanted'"), media.c.again_at <= _NOW))  # fmt: skip
_LEFT = Prepared(lambda _: select(media.c.school_id, media.c.channel).distinct()
    .where(media.c.at_carrier, media.c.again_at <= _NOW))  # fmt: skip
_DOUBTS = Prepared(lambda _: select(sender.c.school_id, sender.c.channel).distinct()
    .join(attempt, attempt.c.sender_id == sender.c.id).where(attempt.c.settled_at.is_(None),
    attempt.c.state == literal_column("'unsure'"), attempt.c.look_at <= _NOW))  # fmt: skip
