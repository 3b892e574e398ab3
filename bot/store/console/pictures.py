"""Pictures and voice notes, for the eyes of one viewer."""

from sqlalchemy import Connection, select

from bot.store.console.scope import Sight, children
from bot.store.rows import Row
from bot.store.tables import media, message, thread, urgent


def picture(db: Connection, sight: Sight, media_id: int) -> Row | None:
    """A picture or voice note out of a thread that may be seen, with that thread's child."""
    query = (
        select(media, thread.c.child_id, thread.c.id.label("thread_id"))
        .join(message, message.c.content_id == media.c.content_id)
        .join(thread, thread.c.id == message.c.thread_id)
        .where(media.c.id == media_id, thread.c.child_id.in_(children(sight)))
    )
    return db.execute(query.limit(1)).mappings().first() or _urgent(db, sight, media_id)


def _urgent(db: Connection, sight: Sight, media_id: int) -> Row | None:
    """What came with urgent words stands in no thread: for whoever may read those."""
    query = select(media).join(urgent, urgent.c.content_id == media.c.content_id)
    query = query.where(media.c.id == media_id, media.c.school_id == sight.school_id)
    return db.execute(query.limit(1)).mappings().first() if sight.everywhere else None
