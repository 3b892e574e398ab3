"""When a phone stays silent: after STOP, at night, on days off, and when its owner has said so."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.term.record import Asked, Sighting, Wish
from bot.term.referee.book import Book, Breach

WEEKDAY, WEEKEND, OFFICE = (time(8), time(20)), (time(9), time(19)), (time(8), time(16, 30))
AT_ONCE = timedelta(minutes=5)  #: within which we answer somebody who has just written
SOON = timedelta(minutes=30)  #: within which a teacher's answer goes at once


def after_stop(book: Book, rule: str) -> Iterator[Breach]:
    came: Counter[tuple[str, int]] = Counter()
    for it in book.shown:
        for stop in book.stops(it.phone):
            if stop.span.holds(it.order, it.at):
                came[it.phone, stop.span.since.order] += 1
                if came[it.phone, stop.span.since.order] > stop.farewells:
                    yield Breach(rule, it.at, it.phone, "this phone had said stop")


def at_night(book: Book, rule: str) -> Iterator[Breach]:
    """By the reader's own clock; who has just written is answered at any hour."""
    answers = {it.order for it, said in book.words_seen if said.to}
    for it in book.shown:
        spoke = book.spoke_before(it)
        if spoke is not None and it.at - spoke <= (SOON if it.order in answers else AT_ONCE):
            continue
        people, here = book.on(it), book.here(it)
        if people & book.staff:
            woken = not (
                OFFICE[0] <= here.time() < OFFICE[1] and here.weekday() < 5 and not _day_off(book, it.at)
            )
        else:
            opens, closes = WEEKDAY if here.weekday() < 5 else WEEKEND
            woken = not opens <= here.time() < closes
        if woken:
            yield Breach(rule, it.at, it.phone, f"at {here:%H:%M} on a {here:%A}")


def unwanted(book: Book, rule: str) -> Iterator[Breach]:
    for it, asked in book.asked_seen:
        people = book.on(it)
        if people & book.staff:
            continue
        if why := _day_off(book, it.at) or _refused(book, people, it, asked):
            yield Breach(rule, it.at, it.phone, f"a {asked.kind}: {why}")


def of_a_day(book: Book, rule: str) -> Iterator[Breach]:
    """Whoever wants one message a day has one, at that hour. Absences come at once, and so does an answer."""
    days: set[tuple[str, date]] = set()
    came = {it.order: it for it, _asked in book.asked_seen}
    came |= {
        it.order: it for it, said in book.words_seen if said.audience != "away" and book.on(it) & book.staff
    }
    for it in (came[order] for order in sorted(came)):
        here = it.at.astimezone(book.zone)
        for wish in (wish for who in book.on(it) for wish in book.wishes[who]):
            if wish.kind != "digest" or not wish.span.holds(it.order, it.at):
                continue
            again = (it.phone, here.date()) in days
            days.add((it.phone, here.date()))
            if again or not wish.opens <= here.time() < wish.closes:
                yield Breach(rule, it.at, it.phone, f"{'the second one' if again else 'one'} at {here:%H:%M}")


def _day_off(book: Book, at: datetime) -> str:
    """By the date at the school; empty where it is none."""
    day, (first, last) = at.astimezone(book.zone).date(), book.record.term
    return book.record.days_off.get(day, "" if first <= day <= last else "not in term")


def _refused(book: Book, people: set[str], it: Sighting, asked: Asked) -> str:
    wishes = [wish for who in people for wish in book.wishes[who] if wish.span.holds(it.order, it.at)]
    return next((wish.kind for wish in wishes if _against(wish, it, asked, book)), "")


def _against(wish: Wish, it: Sighting, asked: Asked, book: Book) -> bool:
    if wish.kind == "paused":
        return True
    if wish.kind == "never":
        return asked.kind in wish.refuses
    return wish.kind == "hours" and not wish.opens <= book.here(it).time() < wish.closes
