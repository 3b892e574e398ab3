"""Children whom somebody at the school writes to together, kept under a name. A group is its maker's own."""

from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, select

from bot.store.once import insert_once
from bot.store.tables import child, child_group, child_group_child


def keep(
    db: Connection, school_id: int, person_id: int, name: str, folded: str, child_ids: Sequence[int]
) -> int:
    """Keeps these children under a name; who uses the name again means another group by it from now on."""
    named = (child_group.c.person_id == person_id, child_group.c.folded == folded)
    made = insert_once(
        db, child_group, {"school_id": school_id, "person_id": person_id, "name": name, "folded": folded}
    )
    group_id = made or int(db.execute(select(child_group.c.id).where(*named)).scalar_one())
    db.execute(delete(child_group_child).where(child_group_child.c.child_group_id == group_id))
    rows = [{"school_id": school_id, "child_group_id": group_id, "child_id": it} for it in child_ids]
    db.execute(insert(child_group_child), rows)
    return group_id


def of_person(db: Connection, person_id: int) -> list[RowMapping]:
    """A person's groups by name, each with how many `children` it was made of."""
    query = (
        select(child_group.c.id, child_group.c.name, func.count().label("children"))
        .join(child_group_child, child_group_child.c.child_group_id == child_group.c.id)
        .where(child_group.c.person_id == person_id)
        .group_by(child_group.c.id, child_group.c.name)
    )
    return list(db.execute(query.order_by(child_group.c.name)).mappings())


def names(db: Connection, person_id: int, seen: Select[tuple[int]]) -> dict[int, list[str]]:
    """By group of this person's: the names of its children who are among `seen`."""
    query = (
        select(child_group_child.c.child_group_id, child.c.name)
        .join(child_group, child_group.c.id == child_group_child.c.child_group_id)
        .join(child, child.c.id == child_group_child.c.child_id)
        .where(child_group.c.person_id == person_id, child.c.id.in_(seen))
        .order_by(child.c.name, child.c.id)
    )
    found: dict[int, list[str]] = {}
    for group_id, name in db.execute(query):
        found.setdefault(group_id, []).append(name)
    return found


def remove(db: Connection, group_id: int, person_id: int) -> bool:
    """What was written to these children stays. False where the group is not this person's, or not there any more."""
    own = select(child_group.c.id).where(child_group.c.id == group_id, child_group.c.person_id == person_id)
    db.execute(delete(child_group_child).where(child_group_child.c.child_group_id.in_(own)))
    mine = (child_group.c.id == group_id, child_group.c.person_id == person_id)
    return db.execute(delete(child_group).where(*mine)).rowcount > 0


def children(db: Connection, group_id: int, person_id: int) -> list[int]:
    """Nobody, where the group is not this person's."""
    query = select(child_group_child.c.child_id).join(
        child_group, child_group.c.id == child_group_child.c.child_group_id
    )
    return list(db.scalars(query.where(child_group.c.id == group_id, child_group.c.person_id == person_id)))
