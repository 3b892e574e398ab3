"""When a phone stays silent: after STOP, at night, on days off, and when its owner has said so."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from bot.pace.days import is_closed, is_public_holiday, is_school_day, is_term
from bot.term.record import Asked, Sighting, Wish
from bot.term.referee.book import Book, Breach

WEEKDAY, WEEKEND, OFFICE = (time(8), time(20)), (time(9), time(19)), (time(8), time(16, 30))
AT_ONCE = timedelta(minutes=5)  #: within which we answer somebody who has just written
SOON = timedelta(minutes=30)  #: within which a teacher's answer goes at once
NEEDS_A_SCHOOL_DAY = ("question", "poll", "notice", "celebration", "series")


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
    for it in book.shown:
        spoke = book.spoke_before(it)
        if spoke is not None and it.at - spoke <= (SOON if _from_a_teacher(book, it) else AT_ONCE):
            continue
        people, here = book.people_on(it.phone, it.order, it.at), book.here(it)
        if people & book.staff:
            woken = not (
                OFFICE[0] <= here.time() < OFFICE[1] and is_school_day(here.date(), book.record.calendar)
            )
        else:
            opens, closes = WEEKDAY if here.weekday() < 5 else WEEKEND
            woken = not opens <= here.time() < closes
        if woken:
            yield Breach(rule, it.at, it.phone, f"at {here:%H:%M} on a {here:%A}")


def unwanted(book: Book, rule: str) -> Iterator[Breach]:
    for it, asked in book.asked_seen:
        people = book.people_on(it.phone, it.order, it.at)
        if people & book.staff:
            continue
        if why := _day_off(book, it.at) or _refused(book, people, it, asked):
            yield Breach(rule, it.at, it.phone, f"a {asked.kind}: {why}")


def _day_off(book: Book, at: datetime) -> str:
    calendar = book.record.calendar
    day = at.astimezone(book.zone).date()
    if is_closed(day, calendar):
        return "the school is closed"
    if is_public_holiday(day, calendar):
        return "a public holiday"
    return "" if is_term(day, calendar) else "not in term"


def _refused(book: Book, people: set[str], it: Sighting, asked: Asked) -> str:
    wishes = [wish for who in people for wish in book.wishes[who] if wish.span.holds(it.order, it.at)]
    return next((wish.kind for wish in wishes if _against(wish, it, asked, book)), "")


def _against(wish: Wish, it: Sighting, asked: Asked, book: Book) -> bool:
    if wish.kind == "paused":
        return True
    if wish.kind == "never":
        return asked.kind == "series"
    return wish.kind == "hours" and not wish.opens <= book.here(it).time() < wish.closes


def _from_a_teacher(book: Book, it: Sighting) -> bool:
    return any(seen is it and said.to for seen, said in book.words_seen)
