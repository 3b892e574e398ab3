"""The note that is left when somebody looks into a room that is not their own: one for each child and home.

There are two measures of one look. What is opened for one family, such as its thread, is one look for a quarter of an
hour. A list that shows many families, and looks again by itself while it stands open all day, is one for half a day.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from bot.acts.desk import Desk
from bot.acts.reading.viewer import Viewer
from bot.store import records
from bot.store.console import desk as office_desk
from bot.store.console import looks as rows
from bot.store.console.scope import among, taught
from bot.store.rows import Row

A_LOOK = timedelta(minutes=15)
A_LIST = timedelta(hours=12)

#: A `child`; besides it the `thread` or the `home`, and the id of what was seen there.
About = Mapping[str, int]
#: What a list shows, by the kind of look.
Looks = Mapping[str, Collection[About]]


def note_look(desk: Desk, who: Viewer, act: str, *abouts: About) -> None:
    """Writes down who looked at what, whoever it is."""
    _write(desk, who, _fresh(desk, who, {act: abouts}, A_LOOK))


def note_foreign(desk: Desk, who: Viewer, act: str, *abouts: About) -> bool:
    """As note_look, for each child who is in none of the viewer's own rooms; whether there was one."""
    foreign = _foreign(desk, who, {act: abouts})
    _write(desk, who, _fresh(desk, who, foreign, A_LOOK))
    return bool(foreign)


def unwritten(desk: Desk, who: Viewer, looks: Looks) -> Looks:
    """What of these lists no look has been written down of yet, and has to be: two statements, which write nothing."""
    return _fresh(desk, who, _foreign(desk, who, looks), A_LIST) if who.sight.beyond else {}


def note_lists(desk: Desk, who: Viewer, looks: Looks) -> None:
    _write(desk, who, unwritten(desk, who, looks))


def homes_of(desk: Desk, child_ids: Collection[int]) -> list[About]:
    """Each home of these children, and a child without one: for a page that shows all their homes."""
    found = about(rows.homes_of_children(desk.db, child_ids) if child_ids else ())
    at_home = {it["child"] for it in found}
    return [*found, *({"child": it} for it in child_ids if it not in at_home)]


def about(found: Iterable[Row], **more: str) -> list[About]:
    """As rows tell it that have a child_id and a household_id; `more`: the column for each further id."""
    return [
        {"child": it["child_id"], "home": it["household_id"], **{name: it[of] for name, of in more.items()}}
        for it in found
    ]


def _foreign(desk: Desk, who: Viewer, looks: Looks) -> Looks:
    own = among(desk.db, taught(who.sight), _children(looks))
    return _full({act: [it for it in abouts if it["child"] not in own] for act, abouts in looks.items()})


def _fresh(desk: Desk, who: Viewer, looks: Looks, within: timedelta) -> Looks:
    """Each of them once, where it has not been written down within that time."""
    if not _children(looks):
        return {}
    noted = office_desk.looked_since(
        desk.db, who.sight, who.person.id, looks.keys(), desk.now - within, _children(looks)
    )
    seen = {(it["act"], _key(it["about"])) for it in noted}
    return _full({
        act: list({_key(it): it for it in abouts if (act, _key(it)) not in seen}.values())
        for act, abouts in looks.items()
    })  # fmt: skip


def _write(desk: Desk, who: Viewer, looks: Looks) -> None:
    """One row a child and home, so that each family can be told of its own."""
    every = [(act, it) for act, abouts in looks.items() for it in abouts]
    at = rows.homes_of_threads(desk.db, {it["thread"] for _act, it in every if "thread" in it})
    records.note_many(desk.db, desk.school.id, desk.now, who.person.id, [
        (act, it, it["child"], at[it["thread"]] if "thread" in it else it.get("home")) for act, it in every
    ])  # fmt: skip


def _children(looks: Looks) -> set[int]:
    return {it["child"] for abouts in looks.values() for it in abouts}


def _full(looks: Looks) -> Looks:
    return {act: abouts for act, abouts in looks.items() if abouts}


def _key(it: About) -> frozenset[tuple[str, int]]:
    return frozenset(it.items())
