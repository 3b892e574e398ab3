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
    _write(desk, who, act, _fresh(desk, who, act, abouts, A_LOOK))


def note_foreign(desk: Desk, who: Viewer, act: str, *abouts: About) -> bool:
    """As note_look, for each child who is in none of the viewer's own rooms; whether there was one."""
    foreign = _foreign(desk, who, abouts)
    _write(desk, who, act, _fresh(desk, who, act, foreign, A_LOOK))
    return bool(foreign)


def unwritten(desk: Desk, who: Viewer, looks: Looks) -> Looks:
    """What of these lists a look has to be written down of, and none has been yet. It writes nothing."""
    if not who.sight.beyond:
        return {}
    found = {}
    for act, abouts in looks.items():
        if fresh := _fresh(desk, who, act, _foreign(desk, who, abouts), A_LIST):
            found[act] = fresh
    return found


def note_lists(desk: Desk, who: Viewer, looks: Looks) -> None:
    for act, abouts in unwritten(desk, who, looks).items():
        _write(desk, who, act, abouts)


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


def _foreign(desk: Desk, who: Viewer, abouts: Collection[About]) -> list[About]:
    own = among(desk.db, taught(who.sight), {it["child"] for it in abouts})
    return [it for it in abouts if it["child"] not in own]


def _fresh(
    desk: Desk, who: Viewer, act: str, abouts: Collection[About], within: timedelta
) -> tuple[About, ...]:
    if not abouts:
        return ()
    children = {it["child"] for it in abouts}
    noted = office_desk.looked_since(desk.db, who.sight, who.person.id, act, desk.now - within, children)
    seen = {_key(it) for it in noted}
    return tuple({_key(it): it for it in abouts if _key(it) not in seen}.values())


def _write(desk: Desk, who: Viewer, act: str, abouts: Collection[About]) -> None:
    """One row a child and home, so that each family can be told of its own."""
    at = rows.homes_of_threads(desk.db, {it["thread"] for it in abouts if "thread" in it})
    records.note_many(desk.db, desk.school.id, act, desk.now, who.person.id, [
        (it, it["child"], at[it["thread"]] if "thread" in it else it.get("home")) for it in abouts
    ])  # fmt: skip


def _key(it: About) -> frozenset[tuple[str, int]]:
    return frozenset(it.items())
