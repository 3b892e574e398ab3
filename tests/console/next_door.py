"""Another school on the same database, with the like of everything: nothing of it is told to anybody at Harakeke."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, update

from bot.acts.desk import Desk, Links
from bot.model.people import Role
from bot.model.school import Calendar, School
from bot.store import engine, schools
from bot.store.tables import child, person, room
from tests.console.seed import NOW, SPEECH, Harakeke, everyone
from tests.console.staffed import everybody, works
from tests.console.things import things

#: Stands in the name of every child, adult and room there.
MARK = "of Kōwhai"


@dataclass
class Kowhai(Harakeke):
    def desk(self, db: Connection) -> Desk:
        here = next(it for it in schools.every(db) if it.key == "kowhai")
        return Desk(db, here, self.now, self.chance, self.links, SPEECH)


def next_door(at: Engine) -> Kowhai:
    world = Kowhai(at, links=Links("", "+642000000050", "kowhai_bot"))
    world.chance.count = 10_000  # none of its codes is one of Harakeke's
    school = School(id=0, key="kowhai", name="Kōwhai School", address="2 Example Road", privacy_contact="the office",
                    office_number="09 555 0200", emergency_line="111", reply_cost="standard",
                    languages=("en", "mi", "sm"), calendar=Calendar(region="AUK"))  # fmt: skip
    kept = engine.act(at, lambda db: schools.save(db, school, NOW))
    engine.act(at, lambda db: everyone(db, world, kept.id))
    everybody(world)
    works(world, "Elsewhere", Role.ADMIN)
    return world


def things_there(world: Kowhai, folder: Path) -> dict[str, str]:
    """As in Harakeke's Room 7; then every name there gets its mark."""
    found = things(world, folder, "room 7")

    def marked(desk: Desk) -> None:
        for table in (child, person, room):
            named = update(table).where(table.c.school_id == desk.school.id)
            desk.db.execute(
                named.values(name=table.c.name + f" {MARK}", folded=table.c.folded + " of kowhai")
            )

    world.act(marked)
    return found
