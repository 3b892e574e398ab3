"""The referee: judges what came up on the phones by a plain model of its own, and reads none of the school's rows."""

from bot.term.record import Record
from bot.term.referee import counting, lanes, silence
from bot.term.referee.book import Book, Breach

__all__ = ["RULES", "Breach", "breaches"]

#: What never happens, each with what finds it.
RULES = {
    "no send after STOP": silence.after_stop,
    "nobody is woken": silence.at_night,
    "no question on a day off, in a pause, or of a kind refused": silence.unwanted,
    "words reach only who is in that lane": lanes.words_astray,
    "urgent words reach the office, and no teacher": lanes.urgent_astray,
    "an absence is told to the office and the room's teachers only": lanes.absences_astray,
    "a learner's unsent words reach nobody": lanes.learners_astray,
    "pictures and voice notes reach only who is in that lane": lanes.pictures_astray,
    "what went to a room reaches only that room": lanes.asked_astray,
    "no child is named outside the child's own homes and teachers": lanes.names_astray,
    "no child's name in a first message": lanes.named_at_first,
    "teachers and relievers see their own rooms, on their own days": lanes.looked_astray,
    "no broadcast by SMS": lanes.broadcasts,
    "one message a day is one, and at its reader's hour": silence.of_a_day,
    "nothing comes twice": counting.doubled,
    "nothing is lost": counting.lost,
    "words arrive as they were written, macrons and all": counting.changed,
    "no more series texts a week than a family wants": counting.over_the_cap,
    "the log knows no names, numbers or words": counting.in_the_log,
    "the carriers have nothing to complain of": counting.complaints,
}


def breaches(record: Record) -> list[Breach]:
    """All of them, in the order in which they happened."""
    book = Book(record)
    found = [breach for rule, finds in RULES.items() for breach in finds(book, rule)]
    return sorted(found, key=lambda it: it.at)
