"""More people who work at Harakeke School: one for each role, and for each side of a reliever's dates."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.acts.desk import Desk
from bot.languages.folding import fold
from bot.model.people import Role
from bot.store import engine, people, sessions
from bot.web.doors import Doors
from tests.console.browser import Browser
from tests.console.seed import Harakeke

A_DAY = timedelta(days=1)


def works(world: Harakeke, who: str, role: Role, room: str = "", *, since: datetime | None = None,
          until: datetime | None = None) -> int:  # fmt: skip
    """Somebody in a role, a new person where nobody is called so; the id of that work."""

    def deed(desk: Desk) -> int:
        if who not in world.ids:
            world.ids[who] = people.new_person(desk.db, desk.school.id, who, fold(who), "en", desk.now)
        place = world[room] if room else None
        begins = since or desk.now - A_DAY
        return people.employ(desk.db, desk.school.id, world[who], role, place, begins, until)

    return int(world.act(deed))


def everybody(world: Harakeke) -> None:
    """Beside Ngaire of Room 7, Tom of Room 5 and Ana of the office."""
    works(world, "Rua", Role.RELIEVER, "room 7", until=world.now + A_DAY)
    works(world, "Rewi", Role.RELIEVER, "room 7", since=world.now + A_DAY, until=world.now + 2 * A_DAY)
    works(world, "Rona", Role.RELIEVER, "room 7", since=world.now - 2 * A_DAY, until=world.now - A_DAY)
    works(world, "Lena", Role.LEADER, "room 7")
    works(world, "Luka", Role.LEADER, "room 5")
    works(world, "Sefo", Role.SAFEGUARDING)
    works(world, "Adi", Role.ADMIN)


def is_in(there: Browser, who: str) -> Browser:
    """The browser holds an open session of theirs, whether or not they work here today."""
    world, plain = there.world, f"cookie of {who} {there.world.chance(6).hex()}"

    def opened(desk: Desk) -> Any:
        return sessions.open_for(desk.db, desk.school.id, world[who], plain, desk.now)

    world.act(opened)
    there.client.cookies.set("aho", plain)
    return there


def reading_only(world: Harakeke, doors: Doors) -> Doors:
    """The same doors, but what only looks cannot write: a look that is written down has to go the writer's way."""

    async def look(deed: Any) -> Any:
        def glance(db: Connection) -> Any:
            alone = world.engine.dialect.name == "sqlite"
            db.exec_driver_sql("PRAGMA query_only = ON" if alone else "SET TRANSACTION READ ONLY")
            try:
                return deed(world.desk(db))
            finally:
                if alone:
                    db.exec_driver_sql("PRAGMA query_only = OFF")

        return engine.look(world.engine, glance)

    return replace(doors, look=look)
