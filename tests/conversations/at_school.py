"""What the school does in these conversations, and rolls in which everybody reads English."""

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image
from sqlalchemy import func, select

from bot.acts import inviting, prompting
from bot.acts.desk import Desk
from bot.jobs import listening
from bot.languages.folding import fold
from bot.model.chat import Wording
from bot.model.people import Person as Adult
from bot.model.people import Scope
from bot.store import lanes, people, rooms
from bot.store.tables import person
from tests.ground.school import ROLL, SCHOOL, School
from tests.ground.school import Person as Phone

#: The usual families, but Mere and Sina read English: our own sentences can be told apart.
IN_ENGLISH = ROLL.replace(",mi,", ",en,").replace(",sm,", ",en,")
#: Tama's home with a grandmother in it, who has a phone.
WITH_NANA = IN_ENGLISH + "Room 5,Tama,Nana Aroha,grandmother,020 000 00099,en,home\n"
OGG = (Path(__file__).parents[2] / "bot/web/static/voice-note.ogg").read_bytes()
A_PICTURE_OF = (200, 40, 40)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A local time in 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Pacific/Auckland"))


def school_with(*parts: str, **first: str) -> str:
    """The school's file with other lines before its tables (`languages='["en"]'`), and more tables after them."""
    text = SCHOOL
    for name, value in first.items():
        start = text.index(f"\n{name} = ") + 1
        text = f"{text[:start]}{name} = {value}{text[text.index(chr(10), start) :]}"
    return text + "".join(parts)


def unheard(school: School, who: Phone, words: str) -> None:
    """They text, and its webhook is lost: only the carrier's list tells of it (see `lists`)."""
    twilio = school.carriers.twilio
    url, twilio.sms_url = twilio.sms_url, ""
    who.says(words)
    twilio.sms_url = url


def lists(school: School) -> None:
    """Twilio is asked for what it has heard."""
    house = school.house
    school.do(listening.list_sms(house.act, house.take, house.channels["sms"]))  # type: ignore[arg-type]


def asks(school: School, words: str, *, in_rooms: Sequence[str] = ("Room 5",), by: str = "Ms Tane",
         when: datetime | None = None, **wordings: str) -> int:  # fmt: skip
    """A teacher's prompt, confirmed; it goes out at once or at its time."""

    def confirmed(desk: Desk) -> int:
        said = [Wording("en", words), *(Wording(tag, words) for tag, words in wordings.items())]
        drafted = prompting.draft(
            desk, named(desk, by), said, room_ids=rooms.named(desk.db, desk.school.id, list(in_rooms))
        )
        assert drafted is not None
        assert prompting.confirm(desk, drafted, when)
        return drafted

    made = school.act(confirmed)
    school.passes(seconds=1)
    return made


def named(desk: Desk, name: str) -> Adult:
    found = desk.db.execute(select(person).where(person.c.folded == fold(name))).mappings().one()
    return people.as_person(found)


def choose_weekly(school: School, name: str, weekly: int) -> None:
    school.act(lambda desk: people.change_person(desk.db, named(desk, name).id, weekly=weekly))


def let_in(school: School, name: str, by: str, scope: Scope) -> None:
    """A guardian lets somebody whose phone we know into their child's thread."""

    def opened(desk: Desk) -> None:
        guardian = named(desk, by)
        for mine in inviting.guarded(lanes.lanes_of(desk.db, guardian.id, desk.now)):
            lanes.admit(desk.db, desk.school.id, mine.lane.household_id, named(desk, name).id, relation="whānau",
                        scope=scope, let_in_by=guardian.id, now=desk.now)  # fmt: skip

    school.act(opened)


def counted(school: School, table: Any, *where: Any) -> int:
    return school.act(
        lambda desk: int(desk.db.scalar(select(func.count()).select_from(table).where(*where)) or 0)
    )


def a_photo(place: bytes = b"") -> bytes:
    """A JPEG; with `place`, its metadata say where it was taken, and a comment says so too."""
    made = Image.new("RGB", (64, 48), A_PICTURE_OF)
    told = Image.Exif()
    out = io.BytesIO()
    if place:
        told[0x010E] = place.decode()  # ImageDescription
        told.get_ifd(0x8825).update({1: "S", 2: (41.0, 17.0, 0.0), 3: "E", 4: (174.0, 46.0, 0.0)})
        made.save(out, "JPEG", exif=told, comment=place)
    else:
        made.save(out, "JPEG")
    return out.getvalue()


def count(phone: Phone, words: str) -> int:
    """How many of the school's bubbles on this screen hold these words."""
    return sum(words in it.text for it in phone.screen if it.by != "phone")
