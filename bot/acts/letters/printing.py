"""Letters are made when they are printed. What is on the paper is kept nowhere: of a code only its digest."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.acts import codes
from bot.acts.desk import Desk
from bot.acts.rendering import spoken
from bot.languages.registry import ENGLISH
from bot.model.people import Member
from bot.pace.schedule import local
from bot.store import lanes, letters, records

KIND = "letter"
LIFE = timedelta(days=60)
HOME = "home"  #: the mark of a home that a letter begins


@dataclass(frozen=True)
class Home:
    """Where a letter goes."""

    id: int
    child: str
    adults: tuple[
        str, ...
    ]  #: its parents and caregivers by name, so that the right paper comes to the right home
    language: str  #: what they read, where the school has switched it on


@dataclass(frozen=True)
class Sheet:
    """What one letter says of its own; the rest is every letter's."""

    home: Home
    language: str
    code: str  #: as people read it: "K7M2P-9QX4T"
    until: date  #: the last day on which it works, at the school
    number: str  #: "": the school has no number
    sms: str  #: opens a ready-made text; nothing is sent by it (RFC 5724)
    telegram: str  #: opens the bot, where its Start does the rest; "": there is no bot
    page: str  #: our own page, with both of them as buttons; "": we have no address


def homes(desk: Desk, child_ids: Collection[int]) -> list[Home]:
    """The homes of these children that a letter can go to.

    A home that everybody has left gets none: somebody may have been taken off the roll for a reason.
    """
    rows = letters.homes_of(desk.db, child_ids)
    inside: dict[int, list[Member]] = {}
    for member in lanes.members(desk.db, [row["id"] for row in rows], desk.now):
        inside.setdefault(member.lane.household_id, []).append(member)
    of_child: dict[int, list[int]] = {}
    for row in rows:
        of_child.setdefault(row["child_id"], []).append(row["id"])
    return [
        _home(desk, row["id"], row["name"], inside.get(row["id"], []))
        for row in rows
        if row["id"] in inside or len(of_child[row["child_id"]]) == 1
    ]


def begin_homes(desk: Desk, child_ids: Collection[int]) -> None:
    """A child of whom the roll names nobody has a home from the first letter on."""
    known = {row["child_id"] for row in letters.homes_of(desk.db, child_ids)}
    for child_id in set(child_ids) - known:
        letters.new_home(desk.db, desk.school.id, child_id, HOME)


def can_be_answered(desk: Desk) -> bool:
    """Whether the school has a number or a bot that a letter could name."""
    return bool(desk.links.sms_number or desk.links.bot_name)


def write(desk: Desk, to: Sequence[Home], *, by: int | None, language: str | None = None,
          instead: bool = False) -> list[Sheet]:  # fmt: skip
    """New letters with new codes. `instead`: those that were printed before, and not used, are withdrawn."""
    if instead:
        withdraw(desk, letters.of_homes(desk.db, [it.id for it in to]), by)
    sheets = [_sheet(desk, home, by, language or home.language) for home in to]
    if sheets:
        about = {"homes": [it.id for it in to]}
        records.note(desk.db, desk.school.id, "printed letters", desk.now, person_id=by, about=about)
    return sheets


def withdraw(desk: Desk, letter_ids: Collection[int], by: int | None) -> int:
    """Takes back what nobody has used yet; how many they were."""
    count = letters.withdraw(desk.db, letter_ids, desk.now)
    if count:
        about = {"letters": sorted(letter_ids)}
        records.note(desk.db, desk.school.id, "withdrew letters", desk.now, person_id=by, about=about)
    return count


def _home(desk: Desk, home_id: int, child: str, members: Sequence[Member]) -> Home:
    guardians = [it.person for it in members if it.guardian]
    tongues = [it.language for it in guardians] or [it.person.language for it in members]
    wanted = next((it for it in tongues if it in desk.school.languages), ENGLISH)
    return Home(home_id, child, tuple(it.name for it in guardians), wanted)


def _sheet(desk: Desk, home: Home, by: int | None, language: str) -> Sheet:
    language = spoken(language, desk.school.languages)
    plain = codes.make(desk, KIND, person_id=by, about={"home": home.id}, life=LIFE)
    letters.put(desk.db, desk.school.id, home.id, plain, person_id=by, language=language, now=desk.now)
    links = desk.links
    return Sheet(
        home, language, code=f"{plain[:5]}-{plain[5:]}",
        until=local(desk.now + LIFE, desk.school.calendar.zone).date() - timedelta(days=1),
        number=links.sms_number, sms=texted(links.sms_number, plain), telegram=opened(links.bot_name, plain),
        page=f"{links.public_url}/join/{plain}" if links.public_url else "",
    )  # fmt: skip


def texted(number: str, plain: str) -> str:
    """An address that opens a text to the school with the code in it; sending it is up to its owner."""
    return f"sms:{number}?body={plain}" if number else ""


def opened(bot_name: str, plain: str) -> str:
    return f"https://t.me/{bot_name}?start={plain}" if bot_name else ""
