"""What the play comes to, on one page: what each saw on their phone, in their own words, and how the rules fared."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.commands.plainly import DAYS, MONTHS, counted
from bot.pace.schedule import local
from bot.term import cast
from bot.term.play import Play
from bot.term.record import Sighting
from bot.term.referee import RULES, Breach
from bot.term.referee.book import Book

WIDTH = 100
ROLES = (
    (cast.MERE, "a mother, by text, in te reo Māori"),
    (cast.HEMI, "the father at the same home, by text, in English"),
    (cast.NANA, "let in for stories until a day; by text, from Rarotonga"),
    (cast.PRIYA, "a mother; her son has another home, which never hears of hers"),
    (cast.ROHAN, "the father in that other home, until a court's order"),
    (cast.ANNA, "a mother of two, one phone"),
    (cast.SEFA, "a father, in Tongan; said STOP, and START again"),
    (cast.LOSA, "only listens, between noon and two, in Samoan"),
    (cast.ZED, "has had another mother's number since the middle of the term"),
    ("", "teaches; on Telegram, and at the console"),
    (cast.RELIEVER, "relieves for some days; on Telegram, and at the console"),
    (cast.OFFICE, "the office, at the console"),
)


def page(play: Play, found: list[Breach], seconds: float) -> Iterator[str]:
    book = Book(play.record)
    yield from _head(play)
    for who, what in ROLES:
        who = who or play.teacher
        yield ""
        yield f"{who}: {what}"
        yield from _seen(play, book, who)
    yield ""
    yield from _figures(play, seconds)
    yield ""
    yield from _verdict(play, found)


def _head(play: Play) -> Iterator[str]:
    town = play.town
    last = play.day(town.weeks, 4)
    homes = {(it.child, it.home) for it in play.record.places}
    apart = len(homes) - len({child for child, _home in homes})
    yield (
        f"Harakeke School, {counted(town.weeks, 'week')} of a term, from {_day(play, play.day(1, 0))} "
        f"to {_day(play, last)}: {counted(len(town.rooms), 'room')}, {len(town.children)} children, "
        f"{len(play.adults)} grown-ups, {len(town.languages)} languages, "
        f"{counted(apart, 'child', 'children')} with two homes."
    )
    yield "Nobody in it exists. Their phones are pretend; everything between them is the real program."


def _seen(play: Play, book: Book, who: str) -> Iterator[str]:
    """The first thing, the last, and some of each kind between, in the order in which they came."""
    chosen = {it.order: it for it in _telling(play, book, who)}
    for it in (chosen[order] for order in sorted(chosen)):
        zone = play.record.zones.get(it.phone, play.town.zone)
        mark = "▸" if it.by == "phone" else " "
        yield f"  {_when(it.at, zone)} {mark} {_clipped(it.text)}"
    for look in play.record.looked:
        if look.person == who:
            rooms = look.rooms[0] if len(look.rooms) == 1 else f"{len(look.rooms) or 'no'} rooms"
            yield f"  {_when(look.mark.at, play.town.zone)}   at the console: {rooms}; {look.told}"


def _telling(play: Play, book: Book, who: str) -> Iterator[Sighting]:
    phones = book.phones_of(who)
    here = sorted((it for phone in phones for it in book.seen_on[phone] if who in book.on(it)), key=lambda it: it.order)
    ours = [it for it in here if it.by == "school" and not it.edited]
    spoken = [it for it in here if it.by == "phone"]
    orders = {it.order for it in ours}
    asked = [it for it, _asked in book.asked_seen if it.order in orders]
    words = [it for it, said in book.words_seen if it.order in orders and said.by != who]
    for kind, most in ((ours, 1), (spoken, 2), (asked, 1), (words, 2)):
        yield from kind[:most]
    yield from (*spoken[-1:], *ours[-1:])


def _figures(play: Play, seconds: float) -> Iterator[str]:
    seen = play.record.seen
    by = Counter((it.by, "SMS" if it.phone.startswith("+") else "Telegram") for it in seen if not it.edited)
    segments = sum(
        it.segments for it in play.stage.carriers.twilio.messages.values() if it.direction == "outbound-api"
    )
    teachers = {*play.town.teachers.values()}
    answers = sum(it.by in teachers for it in play.record.said)
    yield (
        f"{by['school', 'SMS']} texts ({segments} segments) and {by['school', 'Telegram']} messages on Telegram "
        f"went out; families sent {by['phone', 'SMS'] + by['phone', 'Telegram']}; teachers answered {answers} of them; "
        f"{len(play.record.stops)} said stop, {sum(it.span.until is not None for it in play.record.stops)} came back."
    )
    yield f"A term in {seconds:.0f} seconds."


def _verdict(play: Play, found: list[Breach]) -> Iterator[str]:
    phones = len({it.phone for it in play.record.seen})
    yield f"Beside the {phones} phones stood a referee who knows what was said and done, and none of the school's rows:"
    broken = Counter(it.rule for it in found)
    for rule in RULES:
        times = f" ({counted(broken[rule], 'time')})" if broken[rule] else ""
        yield f"  {'BROKEN' if times else 'held  '}  {rule}{times}"
    yield ""
    if not found:
        yield "No rule was broken."
    zone = play.town.zone
    for it in found[:30]:
        yield f"{_when(it.at, zone)}  {it.rule}: {it.what}{f' (on {it.phone})' if it.phone else ''}"


def _when(moment: datetime, zone: str) -> str:
    here = local(moment, zone)
    return f"{DAYS[here.weekday()]} {here.day:2} {MONTHS[here.month - 1]} {here:%H:%M}"


def _day(play: Play, moment: datetime) -> str:
    here = local(moment, play.town.zone)
    return f"{here.day} {MONTHS[here.month - 1]} {here.year}"


def _clipped(text: str) -> str:
    return textwrap.shorten(" / ".join(_lines(text)), WIDTH - 24, placeholder=" …")


def _lines(text: str) -> Iterable[str]:
    return (it.strip() for it in text.splitlines() if it.strip())
