"""How each person in a home wants to take part: in their own words first, then what they settled, in plain English."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.acts.desk import Desk
from bot.acts.reading.words import language_name
from bot.acts.ways import CHANNELS
from bot.model.people import Member
from bot.model.ways import Settings
from bot.store import ways

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class OwnWay:
    name: str
    words: str  #: as they wrote them
    language: str  #: its name
    tag: str
    lines: tuple[str, ...]


def of_members(desk: Desk, members: Sequence[Member]) -> tuple[OwnWay, ...]:
    """Only what its writer has confirmed; nobody is listed for not having spoken."""
    said = ways.today(desk.db, list(dict.fromkeys(it.person.id for it in members)))
    return tuple(
        OwnWay(
            it.person.name,
            said[it.person.id]["own_words"],
            language_name(said[it.person.id]["language"]),
            said[it.person.id]["language"].replace("_", "-"),
            tuple(lines(ways.kept(said[it.person.id]))),
        )
        for it in members
        if it.person.id in said
    )


def lines(it: Settings) -> list[str]:
    """What the scheduler keeps to, and what only people can keep to."""
    found = []
    if it.call:
        found.append("Please call instead of writing")
    if it.speaks:
        found.append(f"{it.speaks} speaks for us")
    if it.days or it.opens:
        days = ", ".join(DAYS[day] for day in it.days)
        hours = f"{it.opens:%H:%M} to {it.closes:%H:%M}" if it.opens and it.closes else ""
        found.append(f"Texts {' '.join(part for part in (days, hours) if part)}")
    if it.digest and it.digest != "off":
        found.append(f"One message a day, at {it.digest}")
    if it.weekly is not None:
        found.append(f"{it.weekly} {'idea' if it.weekly == 1 else 'ideas'} for home a week")
    refused = [
        name
        for name, kind in (
            ("no questions", "prompt"),
            ("no ideas for home", "activity"),
            ("no news", "notice"),
        )
        if kind in it.refused
    ]
    found += [name.capitalize() for name in refused]
    return found + ([f"By {CHANNELS[it.channel]}"] if it.channel else [])
