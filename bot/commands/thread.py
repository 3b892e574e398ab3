"""`thread`: what was said about one child, home by home."""

import json
from datetime import datetime
from typing import Annotated, Any

import typer

from bot.acts.desk import Desk
from bot.acts.reading import voices
from bot.commands.opened import Closed, acting
from bot.commands.plainly import say, when
from bot.languages.folding import fold
from bot.store import contents, lanes, learners, media, messages, people, records, rooms
from bot.store.rows import Row


def thread(
    child: Annotated[str, typer.Option(help="the child's name")],
    room: Annotated[str | None, typer.Option(help="the room, where two children share a name")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="for scripts")] = False,
) -> None:
    """Read a child's threads: one for each home. The look is written down."""
    found, zone = acting(lambda desk: (_threads(desk, child, room), desk.school.calendar.zone))
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for home in found:
        say(f"{home['child']}, with {', '.join(home['members']) or 'nobody yet'}")
        if not home["messages"]:
            say("  Nothing has been said yet.")
        for it in home["messages"]:
            seen = " · ".join(f"{one['kind']}" for one in it["media"])
            say(
                f"  {when(datetime.fromisoformat(it['at']), zone)}  {it['who']} ({it['kind']}, for {it['ears']}): "
                f"{it['words']}" + (f"  [{seen}]" if seen else "")
            )


def _threads(desk: Desk, child: str, room: str | None) -> list[dict[str, Any]]:
    homes = [
        (child_id, name, lanes.households_of(desk.db, [child_id]))
        for it in rooms.every(desk.db, desk.school.id)
        if room is None or fold(it.name) == fold(room)
        for child_id, name in lanes.children_in(desk.db, [it.id], desk.now).items()
        if fold(name) == fold(child)
    ]
    if not homes:
        raise Closed(f"There is no child called {child}" + (f" in {room}." if room else "."))
    if len({child_id for child_id, _name, _homes in homes}) > 1:
        raise Closed(f"More than one child is called {child}: say which room, with --room.")
    child_id, name, households = homes[0]
    records.note(
        desk.db, desk.school.id, "read thread", desk.now, about={"child": child_id, "by": "command line"}
    )
    return [_home(desk, name, it) for it in households]


def _home(desk: Desk, name: str, household_id: int) -> dict[str, Any]:
    rows = messages.in_thread(desk.db, lanes.thread_of(desk.db, household_id))
    worded = contents.wordings(desk.db, [row["content_id"] for row in rows])
    held = media.of_contents(desk.db, [row["content_id"] for row in rows])
    own = learners.by_child(desk.db, [row["id"] for row in rows])
    return {
        "child": name,
        "members": [it.person.name for it in lanes.members(desk.db, [household_id], desk.now)],
        "messages": [
            {
                "at": row["said_at"].isoformat(),
                "who": _who(desk, name, row, own),
                "kind": row["kind"],
                "ears": row["ears"],
                "language": worded[row["content_id"]][0].language if worded[row["content_id"]] else None,
                "words": worded[row["content_id"]][0].words if worded[row["content_id"]] else "",
                "media": [
                    {"kind": it["kind"], "state": it["state"]} for it in held.get(row["content_id"], [])
                ],
            }
            for row in rows
        ],
    }


def _who(desk: Desk, child: str, row: Row, own: set[int]) -> str:
    writer = people.person_by_id(desk.db, row["author_id"]).name
    return voices.named(child, writer, by_child=row["id"] in own)
