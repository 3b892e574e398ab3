"""Something of each kind in a room, by the names that tests/console/matrix uses; of this school, or of the next one."""

import hashlib
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.acts import answering, answering_later, phrase_book, restricting
from bot.acts.desk import Desk
from bot.acts.letters import printing
from bot.acts.roll import lying
from bot.acts.series import keeping, running
from bot.model.chat import Ears, MessageKind, Wording
from bot.model.delivery import ASK_THE_FAMILY
from bot.model.heard import Sight
from bot.model.series import Part, PartKind, Rhythm, Series
from bot.store import (
    absences,
    contents,
    groups,
    letters,
    media,
    outbox,
    phrases,
    series_runs,
    sessions,
    sheets,
    urgent,
    ways_back,
)
from bot.store.pen import Pen
from bot.store.tables import absence, delivery, inbox, membership, message, staffing
from bot.translate import Phrase
from tests.console.seed import Harakeke, lies_in_the_inbox

#: By room: who writes from which home about whom, who teaches there, one more adult; what was said, and asked.
OF = {
    "room 7": ("Hana", "Māia at Hana's", "Māia", "Ngaire", "Sina", "Koro is in hospital", "What did you read with"),
    "room 5": ("Dave", "Finn's", "Finn", "Tom", "Wiremu", "Finn fell off his bike", "What did you count with"),
}  # fmt: skip
OF_HOME = {it[1]: it[0] for it in OF.values()}
HEADINGS = "room,child,adult,relation,phone,language,household"


def things(world: Harakeke, folder: Path, room: str) -> dict[str, str]:
    who, thread, child, teacher, another, words, question = OF[room]
    said = world.says(who, thread, words)
    shown = world.says(
        who, thread, "", kind=MessageKind.SHARE, sights=(Sight("photo", "x"),), ears=Ears.HOUSEHOLD
    )
    lies_in_the_inbox(world, "stranger", "Who is this?")
    lies_in_the_inbox(world, "aside", words, contact=f"{who}'s phone")
    prompt = world.asks(teacher, f"{question} {child}?", room=room, at=world.now.replace(day=26))

    def found(desk: Desk) -> dict[str, Any]:
        content = select(message.c.content_id).where(message.c.id.in_([said, shown])).order_by(message.c.id)
        first, second = desk.db.scalars(content).all()
        held = media.of_contents(desk.db, [second])[second][0]["id"]
        file = hashlib.sha256(f"{desk.school.key}, {room}".encode()).hexdigest()[:8]
        (folder / file).write_bytes(f"a picture of {room}".encode())
        media.change(desk.db, held, state="held", file=file, mime="image/jpeg")
        own = staffing.c.person_id == world[teacher]
        plain = f"somebody's at {desk.school.key}, beside {room}"
        sessions.open_for(desk.db, desk.school.id, world["Rona"], plain, desk.now)
        open_one = max(row["id"] for row in sessions.of(desk.db, world["Rona"]))
        return {
            "thread": world[thread], "content": first, "media": held, "prompt": prompt, "child": world[child],
            "home": world[f"{thread} home"], "room": world[room], "teacher": world[teacher],
            "work": desk.db.scalar(select(staffing.c.id).where(own)), "session": open_one, "family": world[who],
            "another": world[another], "phone": world[f"{who}'s phone"], "message": said,
            "group": groups.keep(desk.db, desk.school.id, world["Rona"], room, room, [world[child]]),
            **_series(desk, world, room), **_going(desk, world, thread, teacher, words),
            "urgent": _urgent(desk, world, who, words), **_letters(desk, world, child, who), **_desk(desk, world, room, child, who),
        }  # fmt: skip

    return {name: str(it) for name, it in world.act(found).items()}


def _series(desk: Desk, world: Harakeke, room: str) -> dict[str, int]:
    part = Part(PartKind.TIP, (Wording("en", "Look up tonight."),))
    written = keeping.bring(desk, None, Series("Stars", "talk", (5, 9), (part,)), f"one of {room}")
    running.begin(desk, None, written, [world[room]], Rhythm(time(15, 30), (0,)))
    return {"series": written, "run": series_runs.of_series(desk.db, written)[0].id}


def _going(desk: Desk, world: Harakeke, thread: str, teacher: str, words: str) -> dict[str, int]:
    """An answer on its way, one of which nobody knows whether it arrived, one that waits, and a stranger's words."""
    by, wordings = world.person(desk, teacher), [Wording("en", words)]
    sent = []
    for _one in range(2):
        answering.answer(desk, by, world[thread], wordings)
        sent.append(int(desk.db.scalar(select(func.max(delivery.c.id))) or 0))
    outbox.change(desk.db, sent[1], state="failed", why=ASK_THE_FAMILY)
    planned = answering_later.plan(desk, by, world[thread], wordings, desk.now + timedelta(hours=1))
    stranger = int(desk.db.scalar(select(func.max(inbox.c.id)).where(inbox.c.state == "stranger")) or 0)
    aside = int(desk.db.scalar(select(func.max(inbox.c.id)).where(inbox.c.state == "aside")) or 0)
    home = world[f"{thread} home"]
    absences.say(desk.db, desk.school.id, home, ["2026-11-26"], world[OF_HOME[thread]], None, desk.now)
    away = int(desk.db.scalar(select(func.max(absence.c.id))) or 0)
    return {
        "absence": away,
        "sent": sent[0],
        "doubt": sent[1],
        "planned": planned,
        "stranger": stranger,
        "unplaced": aside,
    }


def _urgent(desk: Desk, world: Harakeke, who: str, words: str) -> int:
    phone, item = world[f"{who}'s phone"], int(desk.db.scalar(select(func.max(inbox.c.id))) or 0)
    content_id = contents.keep(desk.db, desk.school.id, [Wording("en", words)])
    made = urgent.put(
        desk.db, desk.school.id, contact_id=phone, person_id=world[who], inbox_id=item, content_id=content_id,
        said_at=desk.now,
    )  # fmt: skip
    assert made is not None
    return made


def _letters(desk: Desk, world: Harakeke, child: str, who: str) -> dict[str, int]:
    """A letter that waits, and another with which somebody has come: none of that home could be asked."""
    (waits, came) = (_printed(desk, world, child) for _one in range(2))
    arrived = letters.arrived(
        desk.db, desk.school.id, came, world[f"{who}'s phone"], world[who], [], desk.now
    )
    assert arrived is not None
    return {"letter": waits, "arrival": arrived}


def _printed(desk: Desk, world: Harakeke, child: str) -> int:
    sheet, *_others = printing.write(desk, printing.homes(desk, [world[child]]), by=None)
    found = letters.by_plain(desk.db, sheet.code.replace("-", ""))
    assert found is not None
    return int(found["id"])


def _desk(desk: Desk, world: Harakeke, room: str, child: str, who: str) -> dict[str, Any]:
    """What lies on the office's desk: a place, somebody who is kept out, a phrase, a way back, and two rolls."""
    school, by = desk.school.id, world["Ana"]
    place = select(membership.c.id).where(membership.c.person_id == world[who])
    phrase_book.keep(desk, Phrase("en", "mi", f"Kia ora, {room}", "Kia ora"), by)
    steps = Pen(desk.db, school, desk.now).steps()
    whole = _brought(desk, f"{room.title()},Lagi,Sefina,mother,021 000 0301,sm,A")
    bad = _brought(desk, f"{room.title()},,Sefina,mother,021 000 0301,sm,A")
    seen = sheets.one(desk.db, school, whole, desk.now)
    return {
        "place": desk.db.scalar(place),
        "restriction": restricting.keep_out(desk, by, world[child], address="+642000000098"),
        "phrase": max(row["id"] for row in phrases.every(desk.db, school)),
        "way": ways_back.keep(desk.db, school, "move", steps, desk.now, by_id=by, about={}),
        "sheet": whole, "bad sheet": bad, "mark": seen["mark"] if seen else "",
    }  # fmt: skip


def _brought(desk: Desk, *lines: str) -> int:
    """A roll that was brought, and has been looked at."""
    made = lying.bring(desk, "roll.csv", "\n".join((HEADINGS, *lines, "")).encode(), None, False)
    lying.begin(desk, made, ("new",), "looking")
    lying.keep(desk, made, lying.look(desk, made))
    return made
