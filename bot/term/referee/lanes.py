"""Who may hear what: by place, by duty, by the moment."""

from collections.abc import Iterator

from bot.term.record import Said, Sighting
from bot.term.referee.book import Book, Breach

#: Whose words have a rule of their own.
OF_THEIR_OWN = ("nobody", "urgent", "away", "learner")


def words_astray(book: Book, rule: str) -> Iterator[Breach]:
    for it, said in book.words_seen:
        here = book.on(it)
        if said.audience not in OF_THEIR_OWN and not any(_may_hear(book, who, said, it) for who in here):
            yield Breach(rule, it.at, it.phone, f"words of {said.by} about {said.child} for {said.audience}")


def asked_astray(book: Book, rule: str) -> Iterator[Breach]:
    for it, asked in book.asked_seen:
        here = book.on(it)
        rooms = {
            book.record.rooms.get(place.child)
            for who in here
            for place in book.places_of(who, it.order, it.at)
        }
        if not rooms & set(asked.rooms) and not here & book.staff:
            yield Breach(rule, it.at, it.phone, f"a {asked.kind} for {', '.join(asked.rooms)}")


def names_astray(book: Book, rule: str) -> Iterator[Breach]:
    for it, names in book.names_seen:
        if astray := names - book.may_know(it.phone, it.order, it.at):
            yield Breach(rule, it.at, it.phone, f"names {', '.join(sorted(astray))}")


def named_at_first(book: Book, rule: str) -> Iterator[Breach]:
    """The first thing that each holder of a phone is shown."""
    named = {it.order for it, _names in book.names_seen}
    met: set[tuple[str, str]] = set()
    for it in book.shown:
        new = {(it.phone, who) for who in book.on(it) or {""}} - met
        met |= new
        if new and it.order in named and not {who for _phone, who in new} & book.staff:
            yield Breach(rule, it.at, it.phone, "the first message names a child")


def looked_astray(book: Book, rule: str) -> Iterator[Breach]:
    """A teacher or reliever sees the rooms of that day; the office sees all."""
    for it in book.record.looked:
        duties = [duty for duty in book.record.duties if duty.person == it.person]
        own = {duty.room for duty in duties if duty.span.holds(it.mark.order, it.mark.at)}
        if duties and set(it.rooms) != own:
            yield Breach(rule, it.mark.at, "", f"{it.person} sees {', '.join(it.rooms) or 'no room'}")


def broadcasts(book: Book, rule: str) -> Iterator[Breach]:
    for it, said in book.words_seen:
        if said.audience == "nobody" and it.phone not in book.phones_of(said.by):
            yield Breach(rule, it.at, it.phone, f"words that {said.by} texted to the school")


def urgent_astray(book: Book, rule: str) -> Iterator[Breach]:
    """To no teacher, and to nobody at home: at the office somebody always reads it."""
    for it, said in book.words_seen:
        if said.audience == "urgent" and not book.on(it) & {said.by, *book.record.office}:
            yield Breach(rule, it.at, it.phone, f"urgent words of {said.by}")


def absences_astray(book: Book, rule: str) -> Iterator[Breach]:
    for it, said in book.words_seen:
        here = book.on(it)
        told = here & {said.by, *book.record.office} or any(
            book.teaches(who, said.child, it.order, it.at) for who in here
        )
        if said.audience == "away" and not told:
            yield Breach(rule, it.at, it.phone, f"that {said.child} is away")


def learners_astray(book: Book, rule: str) -> Iterator[Breach]:
    """What a child wrote on a guardian's phone: before it is sent, and where it is deleted, it is theirs alone."""
    for it, said in book.words_seen:
        if said.audience != "learner" or said.by in book.on(it):
            continue
        sent = said.sent is not None and said.sent.order <= it.order
        if not sent or not any(book.teaches(who, said.child, it.order, it.at) for who in book.on(it)):
            yield Breach(rule, it.at, it.phone, f"words of {said.child}, on {said.by}'s phone")


def pictures_astray(book: Book, rule: str) -> Iterator[Breach]:
    """By what is in them, whether they came up on a screen or behind a link."""
    for it, said in book.media_seen:
        if not any(_may_hear(book, who, said, it) for who in book.on(it)):
            yield Breach(rule, it.at, it.phone, f"{said.media} of {said.by}")


def _may_hear(book: Book, who: str, said: Said, it: Sighting) -> bool:
    if who in (said.by, said.to) or book.teaches(who, said.child, it.order, it.at):
        return True
    if said.audience == "school":
        return False
    return any(
        (place.child, place.home) == (said.child, said.home)
        and (place.everything or said.audience == "family")
        for place in book.places_of(who, it.order, it.at)
    )
