"""What did not arrive is tried once more, or on another phone; a number that is somebody else's now is left alone."""

from bot.acts import elsewhere
from bot.acts.desk import Desk
from bot.model.people import Contact, Person, State
from bot.store import gathering, inbox, media, outbox, people, questions, records, suppressions
from bot.store.console import lost
from bot.store.rows import Row

NOT_THEIRS = "the office says that this number belongs to somebody else now"


def try_again(desk: Desk, by: Person, row: Row) -> bool:
    """The same row goes once more, judged anew at the call. False where it may have arrived, on another phone too."""
    inside = gathering.inside(desk.db, [row["id"]])[row["id"]] or [row]
    done = not lost.on_another_phone(desk.db, inside) and lost.again(desk.db, row["id"], desk.now)
    return _noted(desk, by, "tried again", {"delivery": row["id"]}, done)


def try_elsewhere(desk: Desk, by: Person, row: Row) -> bool:
    """On the reader's other phone, where they have allowed that. A phone that has it gets no second."""
    done = bool(lost.those_surely_lost(desk.db, [row["id"]])) and elsewhere.take(desk, [row]) > 0
    return _noted(desk, by, "tried elsewhere", {"delivery": row["id"]}, done)


def not_theirs(desk: Desk, by: Person, contact: Contact) -> tuple[Person, ...]:
    """Nothing goes to this number any more, no last word either: whoever has it now has nothing to do with us.

    Whose it was. Only the office takes it back.
    """
    whose = tuple(people.on_phone(desk.db, contact.id))
    outbox.cancel_waiting(desk.db, contact.id, NOT_THEIRS, desk.now)
    questions.close_all(desk.db, contact.id, desk.now)
    suppressions.stop(desk.db, desk.school.id, contact.sender_id, contact.address, NOT_THEIRS, desk.now)
    people.change_contact(desk.db, contact.id, state=State.WRONG, why=NOT_THEIRS)
    _noted(desk, by, "number of somebody else", {"contact": contact.id}, True)
    return whose


def dismiss(desk: Desk, by: Person, item_id: int) -> None:
    """A stranger's words have been read, and nothing follows from them: no picture of theirs is fetched any more."""
    media.leave(desk.db, [item_id], desk.now)
    inbox.change(desk.db, item_id, state="done", why="dismissed by the office")
    _noted(desk, by, "dismissed a stranger", {"heard": item_id}, True)


def _noted(desk: Desk, by: Person, act: str, about: dict[str, int], done: bool) -> bool:
    if done:
        records.note(desk.db, desk.school.id, act, desk.now, person_id=by.id, about=about)
    return done
