"""What is counted: everything once, everything at all, as it was written, and not too much of it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta

from bot.term.record import Asked, Place, Sighting
from bot.term.referee.book import Book, Breach

A_REMINDER = timedelta(days=3)  #: after which a question may come once more, with a gentle word
PROGRAMME = ("series",)
CAP = 3


def doubled(book: Book, rule: str) -> Iterator[Breach]:
    said_to: Counter[tuple[str, int]] = Counter()
    for it, said in book.words_seen:
        said_to[it.phone, said.number] += 1
        if said_to[it.phone, said.number] > 1:
            yield Breach(rule, it.at, it.phone, f"words of {said.by} about {said.child}")
    asked_of: defaultdict[tuple[str, int, tuple[str, ...]], list[Sighting]] = defaultdict(list)
    for it, asked in book.asked_seen:
        before = asked_of[it.phone, asked.mark.order, asked.wordings]
        reminded = (
            asked.kind in ("question", "poll") and len(before) == 1 and it.at - before[0].at >= A_REMINDER
        )
        if before and not reminded and not book.on(it) & book.staff:
            yield Breach(rule, it.at, it.phone, f"a {asked.kind} for {', '.join(asked.rooms)}")
        before.append(it)


def lost(book: Book, rule: str) -> Iterator[Breach]:
    heard = {(who, said.number) for it, said in book.words_seen if not said.media for who in book.on(it)}
    heard |= {(who, said.number) for it, said in book.media_seen for who in book.on(it)}
    for said in book.record.said:
        what = f"words of {said.by} about {said.child}"
        for who in sorted(said.must):
            if (who, said.number) not in heard:
                yield Breach(rule, said.mark.at, "", f"{what} never came to {who}")
    reached = {
        (who, asked.mark.order, asked.wordings) for it, asked in book.asked_seen for who in book.on(it)
    }
    for asked in book.record.asked:
        what = f"a {asked.kind} for {', '.join(asked.rooms)}"
        for who in sorted(_has_to_hear(book, asked)):
            if (who, asked.mark.order, asked.wordings) not in reached:
                yield Breach(rule, asked.mark.at, "", f"{what} never came to {who}")


def changed(book: Book, rule: str) -> Iterator[Breach]:
    for it, said in book.words_seen:
        if said.words not in it.text:
            yield Breach(rule, it.at, it.phone, f"words of {said.by} are not what they were")


def over_the_cap(book: Book, rule: str) -> Iterator[Breach]:
    """The teachers' own questions count, and are never held: only what comes after them is."""
    week: Counter[tuple[str, str]] = Counter()
    seen: set[tuple[str, int]] = set()
    for it, asked in book.asked_seen:
        if (it.phone, asked.mark.order) in seen and asked.kind != "series":
            continue  # a reminder does not count
        seen.add((it.phone, asked.mark.order))
        key = (it.phone, f"{it.at.astimezone(book.zone):%G week %V}")
        week[key] += 1
        people = book.on(it)
        wanted = [wish.weekly for who in people for wish in book.wishes[who]
                  if wish.kind == "weekly" and wish.span.holds(it.order, it.at)]  # fmt: skip
        if asked.kind in PROGRAMME and week[key] > min([CAP, *wanted]):
            yield Breach(rule, it.at, it.phone, f"text number {week[key]} of that week")


def in_the_log(book: Book, rule: str) -> Iterator[Breach]:
    names = sorted({*book.record.rooms, *(it.person for it in book.record.places)})
    private = [*names, *(it.phone for it in book.record.phones), *(it.words for it in book.record.said)]
    for line in book.record.log:
        if any(it in line for it in private):
            yield Breach(rule, book.record.now().at, "", "a line of the log")


def complaints(book: Book, rule: str) -> Iterator[Breach]:
    for it in book.record.troubles:
        yield Breach(rule, book.record.now().at, "", it)


def _has_to_hear(book: Book, asked: Asked) -> set[str]:
    """Whoever was there for all of the next two days, could be reached, and had refused nothing."""
    if asked.kind in (*PROGRAMME, "late"):
        return set()  # what the cap held back is held back for good; what came after the term waits
    order, at = asked.mark.order, asked.mark.at
    return {
        it.person
        for it in book.homes_in(asked.rooms, order, at)
        if it.everything and _reached(book, it, asked)
    }


def _reached(book: Book, place: Place, asked: Asked) -> bool:
    order, at = asked.mark.order, asked.mark.at
    later = at + 2 * timedelta(days=1)
    for wish in book.wishes[place.person]:
        if wish.kind == "never" and asked.kind in wish.refuses and wish.span.holds(order, at):
            return False
        if (
            wish.kind == "paused"
            and wish.span.since.at <= later
            and (wish.span.holds(order, at) or wish.span.since.order > order)
        ):
            return False
    phones = [it.phone for it in book.record.phones if it.person == place.person and it.span.holds(order, at)]
    stops = [stop for phone in phones for stop in book.stops(phone)]
    if any(it.span.since.at <= later and (it.span.until is None or it.span.until.at >= at) for it in stops):
        return False
    ended = place.span.until is not None and place.span.until.at <= later
    return bool(phones) and not ended and not (place.span.ends and place.span.ends <= later)
