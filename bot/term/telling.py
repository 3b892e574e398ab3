"""What the play comes to, on one page: what each saw on their phone, in their own words, and how the rules fared."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.commands.plainly import DAYS, MONTHS, counted
from bot.pace.schedule import local
from bot.term.play import Play
from bot.term.record import Sighting
from bot.term.referee import RULES, Breach
from bot.term.referee.book import Book
from bot.term.roles import Role, groups

WIDTH = 80
STAMP = 21  #: columns of a line's day and time
MOST = 30  #: breaches that are told one by one


def page(play: Play, found: list[Breach], seconds: float, everything: bool = False) -> Iterator[str]:
    """For somebody who sits before a terminal of 80 columns. `everything`: each person, each message."""
    book = Book(play.record)
    yield from _wrapped(_head(play))
    for heading, roles in groups(play).items():
        yield ""
        yield heading
        for role in roles:
            if everything or role.moments:
                yield f"{role.who}: {role.what}"
                yield from _seen(play, book, role, everything)
    yield ""
    yield "ALL TOGETHER"
    yield from _wrapped(_figures(play, seconds))
    yield ""
    yield from _verdict(play, found)


def _head(play: Play) -> str:
    town = play.town
    homes = {(it.child, it.home) for it in play.record.places}
    apart = len(homes) - len({child for child, _home in homes})
    return (
        f"Harakeke School, {_day(play, play.day(1, 0))} to {_day(play, play.day(town.weeks, 4))}: "
        f"{len(town.rooms)} rooms, {len(town.children)} children, {len(play.adults)} grown-ups, "
        f"{len(town.languages)} languages, {counted(apart, 'child', 'children')} with two homes. Nobody in it exists. "
        "Their phones are pretend; everything between them is the real program."
    )


def _seen(play: Play, book: Book, role: Role, everything: bool) -> Iterator[str]:
    """In the order in which it came."""
    phones = book.phones_of(role.who)
    here = sorted(
        (it for phone in phones for it in book.seen_on[phone] if role.who in book.on(it) and it.by != "page"),
        key=lambda it: it.order,
    )
    chosen = here if everything else _telling(here, role.moments)
    for it in chosen:
        zone = play.record.zones.get(it.phone, play.town.zone)
        told = _told(it)
        yield f"  {_when(it.at, zone)} {told[0]} {_clipped(told[2:])}"
    rooms: tuple[str, ...] | None = None
    for look in play.record.looked:
        if look.person == role.who and (everything or look.rooms != rooms):
            rooms = look.rooms
            seen = rooms[0] if len(rooms) == 1 else f"{len(rooms) or 'no'} rooms"
            yield f"  {_when(look.mark.at, play.town.zone)}   {_clipped(f'at the console: {seen}; {look.told}')}"


def _telling(here: list[Sighting], moments: tuple[str, ...]) -> list[Sighting]:
    """The first of each moment, and what was answered where they spoke."""
    chosen: dict[int, Sighting] = {}
    for words in moments:
        at = next(
            (n for n, it in enumerate(here) if words in _told(it) and it.by in ("phone", "school")), None
        )
        if at is None:
            continue
        answered = [it for it in here[at + 1 :] if it.by != "phone" and it.phone == here[at].phone][:1]
        chosen |= {it.order: it for it in [here[at], *(answered if here[at].by == "phone" else [])]}
    return [chosen[order] for order in sorted(chosen)]


def _told(it: Sighting) -> str:
    """With ▸ where they said it."""
    beside = f"({', '.join(it.media)})"
    return f"{'▸' if it.by == 'phone' else ' '} {it.text or beside}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH)


def _figures(play: Play, seconds: float) -> str:
    seen = play.record.seen
    by = Counter((it.by, "SMS" if it.phone.startswith("+") else "Telegram") for it in seen if not it.edited)
    segments = sum(
        it.segments for it in play.stage.carriers.twilio.messages.values() if it.direction == "outbound-api"
    )
    teachers = {*play.town.teachers.values()}
    answers = sum(it.by in teachers for it in play.record.said)
    return (
        f"{by['school', 'SMS']} texts ({segments} segments) and {by['school', 'Telegram']} messages on Telegram "
        f"went out; families sent {by['phone', 'SMS'] + by['phone', 'Telegram']}; teachers answered {answers} of them; "
        f"{len(play.record.stops)} said stop, {sum(it.span.until is not None for it in play.record.stops)} came back. "
        f"A term in {seconds:.0f} seconds."
    )


def _verdict(play: Play, found: list[Breach]) -> Iterator[str]:
    phones = len({it.phone for it in play.record.seen})
    yield from _wrapped(
        f"Beside the {phones} phones stood a referee, who knows what was said and done, and reads none of the "
        "school's rows:"
    )
    broken = Counter(it.rule for it in found)
    for rule in RULES:
        times = f" ({counted(broken[rule], 'time')})" if broken[rule] else ""
        yield f"  {'BROKEN' if times else 'held  '}  {rule}{times}"
    yield ""
    if not found:
        yield "No rule was broken."
    zone = play.town.zone
    for it in found[:MOST]:
        yield f"{_when(it.at, zone)}  {it.rule}: {it.what}{f' (on {it.phone})' if it.phone else ''}"
    if len(found) > MOST:
        yield f"… and {len(found) - MOST} more."


def _when(moment: datetime, zone: str) -> str:
    here = local(moment, zone)
    return f"{DAYS[here.weekday()]} {here.day:2} {MONTHS[here.month - 1]} {here:%H:%M}"


def _day(play: Play, moment: datetime) -> str:
    here = local(moment, play.town.zone)
    return f"{here.day} {MONTHS[here.month - 1]} {here.year}"


def _clipped(text: str) -> str:
    return textwrap.shorten(" / ".join(_lines(text)), WIDTH - STAMP, placeholder=" …")


def _lines(text: str) -> Iterable[str]:
    return (it.strip() for it in text.splitlines() if it.strip())
