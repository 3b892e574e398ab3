"""What only one process may do at a time."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from bot.store.once import insert_for
from bot.store.tables import lease


def hold(db: Connection, name: str, holder: str, now: datetime, seconds: float) -> bool:
    """True while `holder` may do it; a lease that nobody renewed goes to whoever asks next."""
    until = now + timedelta(seconds=seconds)
    fresh = {"name": name, "holder": holder, "until": until}
    db.execute(insert_for(db, lease).values(fresh).on_conflict_do_nothing())
    taken = update(lease).where(lease.c.name == name, (lease.c.holder == holder) | (lease.c.until < now))
    return db.execute(taken.values(holder=holder, until=until)).rowcount == 1


def let_go(db: Connection, name: str, holder: str) -> None:
    db.execute(lease.delete().where(lease.c.name == name, lease.c.holder == holder))


def holder(db: Connection, name: str, now: datetime) -> str | None:
    """Who does it at this moment, if anybody."""
    return db.scalar(select(lease.c.holder).where(lease.c.name == name, lease.c.until > now))
