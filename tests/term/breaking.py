"""A breach of each rule, planted in what the referee is shown: one thing more, one less, or one that is different."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta

from bot.term import cast
from bot.term.pictures import VOICE
from bot.term.play import Play
from bot.term.record import Looked, Record, Said, Sighting
from bot.term.referee.book import Book

Plant = Callable[[Play, Record], None]


def of(play: Play) -> Record:
    """What was seen, in lists of its own."""
    record = copy(play.record)
    record.seen, record.said, record.log, record.looked, record.troubles = (
        list(it) for it in (record.seen, record.said, record.log, record.looked, record.troubles)
    )
    return record


def shows(record: Record, phone: str, text: str, at: datetime) -> None:
    """The school's bubble, as if it had come up at that moment."""
    before = [n for n, it in enumerate(record.seen) if it.at <= at]
    order = record.seen[before[-1]].order
    record.seen.insert(before[-1] + 1, Sighting(order, at, phone, "school", text))


def _after_stop(play: Play, record: Record) -> None:
    stop = next(it for it in record.stops if it.phone == play.adults[cast.SEFA].phone)
    shows(record, stop.phone, "Are you sure?", stop.span.since.at + timedelta(hours=16))


def _at_night(play: Play, record: Record) -> None:
    shows(record, play.adults[cast.PRIYA].phone, "Good night", play.day(2, 1, 23, 0))


def _in_a_pause(play: Play, record: Record) -> None:
    """Labour Day is the Monday of the third week."""
    asked = next(it for it in record.asked if it.rooms == ("Room 3",))
    shows(record, play.adults[cast.PRIYA].phone, asked.wordings[0], play.day(3, 0, 10, 0))


def _to_the_other_home(play: Play, record: Record) -> None:
    said = next(it for it in record.said if it.by == cast.PRIYA)
    shows(record, play.adults[cast.ROHAN].phone, said.words, play.day(1, 3, 10, 0))


def _to_another_room(play: Play, record: Record) -> None:
    asked = next(it for it in record.asked if it.rooms == ("Room 2",) and it.kind == "question")
    shows(record, play.adults[cast.PRIYA].phone, asked.wordings[0], play.day(2, 4, 10, 0))


def _names_another_child(play: Play, record: Record) -> None:
    shows(record, play.adults[cast.MERE].phone, "How is Arjun?", play.day(2, 2, 10, 0))


def _named_at_first(play: Play, record: Record) -> None:
    n = next(n for n, it in enumerate(record.seen) if it.phone == play.adults[cast.MERE].phone)
    record.seen[n] = replace(record.seen[n], text="Kia ora, we write about Tama")


def _seen_too_long(play: Play, record: Record) -> None:
    record.looked.append(Looked(cast.RELIEVER, record.now(), ("Room 2",), ""))


def _broadcast(play: Play, record: Record) -> None:
    said = next(it for it in record.said if it.audience == "nobody" and it.by not in play.adults)
    shows(record, play.adults[cast.ANNA].phone, said.words, play.day(2, 4, 10, 0))


def _doubled(play: Play, record: Record) -> None:
    it, _said = _relayed(record)
    shows(record, it.phone, it.text, it.at + timedelta(minutes=1))


def _lost(play: Play, record: Record) -> None:
    it, _said = _relayed(record)
    record.seen.remove(it)


def _question_lost(play: Play, record: Record) -> None:
    asked = next(it for it in record.asked if it.rooms == ("Room 3",) and it.kind == "question")
    record.seen = [
        it
        for it in record.seen
        if it.phone != play.adults[cast.PRIYA].phone or asked.wordings[0] not in it.text
    ]


def _without_macrons(play: Play, record: Record) -> None:
    it, _said = _relayed(record, "ā")
    record.seen[record.seen.index(it)] = replace(it, text=it.text.replace("ā", "a"))


def _too_many(play: Play, record: Record) -> None:
    """Kai wants one a week."""
    texts = [it for it in record.asked if it.kind == "series"]
    for n in (-1, -2):
        shows(record, play.adults[cast.KAI].phone, texts[n].wordings[0], play.day(2, 1, 16, 0))


def _logged(play: Play, record: Record) -> None:
    record.log.append("level=info event='sent' to=" + play.adults[cast.MERE].phone)


def _complained(play: Play, record: Record) -> None:
    record.troubles.append("twilio: a webhook was answered with 500")


def _urgent_to_a_teacher(play: Play, record: Record) -> None:
    said = next(it for it in record.said if it.audience == "urgent" and it.by == cast.KAI)
    shows(record, str(play.chats[play.teacher]), said.words, play.day(2, 1, 22, 31))


def _urgent_at_home(play: Play, record: Record) -> None:
    said = next(it for it in record.said if it.audience == "urgent")
    shows(record, play.adults[cast.PRIYA].phone, said.words, play.day(2, 2, 12, 0))


def _absence_told_at_home(play: Play, record: Record) -> None:
    """Hemi said it; Mere lives there too."""
    said = next(it for it in record.said if it.audience == "away" and it.by == cast.HEMI)
    shows(record, play.adults[cast.MERE].phone, said.words, play.day(3, 1, 9, 0))


def _unsent(play: Play, record: Record) -> None:
    """A minute before his mother sends it, to his own teacher."""
    said = next(it for it in record.said if it.sent is not None)
    assert said.sent is not None
    at = next(n for n, it in enumerate(record.seen) if str(said.number) in it.text)
    words = Sighting(record.seen[at].order, said.mark.at, str(play.chats[play.teacher]), "school", said.words)
    record.seen.insert(at, words)


def _dropped(play: Play, record: Record) -> None:
    said = next(it for it in record.said if it.audience == "learner" and it.sent is None)
    shows(record, str(play.chats[play.teacher]), said.words, play.day(3, 4, 10, 0))


def _picture_elsewhere(play: Play, record: Record) -> None:
    """Priya's son is in the same room."""
    it = next(it for it in record.seen if it.by == "page" and it.media)
    record.seen.append(replace(it, phone=play.adults[cast.PRIYA].phone))


def _voice_elsewhere(play: Play, record: Record) -> None:
    it = next(it for it in record.seen if it.by == "school" and VOICE in it.media)
    record.seen.append(replace(it, phone=play.adults[cast.ANNA].phone, text=""))


def _picture_lost(play: Play, record: Record) -> None:
    record.seen = [it for it in record.seen if not (it.by == "page" and it.media)]


def _a_second_one(play: Play, record: Record) -> None:
    """Of one day, and at its hour."""
    n = next(
        n
        for n, it in enumerate(record.seen)
        if it.phone == play.adults[cast.FILIPO].phone and "week 2:" in it.text
    )
    record.seen.insert(n + 1, replace(record.seen[n], order=record.seen[n].order + 1))


def _not_at_their_hour(play: Play, record: Record) -> None:
    phone = play.adults[cast.FILIPO].phone
    n = next(n for n, it in enumerate(record.seen) if it.phone == phone and "week 2:" in it.text)
    record.seen[n] = replace(record.seen[n], at=record.seen[n].at + timedelta(hours=3))


def _news_refused(play: Play, record: Record) -> None:
    news = next(it for it in record.asked if it.kind == "notice")
    shows(record, cast.VERAS_NEW_NUMBER, news.wordings[0], play.day(2, 2, 12, 0))


def _on_the_old_phone(play: Play, record: Record) -> None:
    said = next(it for it in record.said if it.by == cast.MERE and it.audience == "family")
    shows(record, play.adults[cast.HEMI].phone, said.words, play.day(3, 1, 12, 0))


def _relayed(record: Record, letter: str = "") -> tuple[Sighting, Said]:
    """Words that came to somebody who has to hear them."""
    book = Book(record)
    return next((it, said) for it, said in book.words_seen
                if said.must & book.on(it) and letter in said.words)  # fmt: skip


PLANTED: tuple[tuple[str, Plant], ...] = (
    ("no send after STOP", _after_stop),
    ("nobody is woken", _urgent_to_a_teacher),
    ("nobody is woken", _at_night),
    ("no question on a day off, in a pause, or of a kind refused", _in_a_pause),
    ("no question on a day off, in a pause, or of a kind refused", _news_refused),
    ("words reach only who is in that lane", _to_the_other_home),
    ("words reach only who is in that lane", _on_the_old_phone),
    ("urgent words reach the office, and no teacher", _urgent_to_a_teacher),
    ("urgent words reach the office, and no teacher", _urgent_at_home),
    ("an absence is told to the office and the room's teachers only", _absence_told_at_home),
    ("a learner's unsent words reach nobody", _unsent),
    ("a learner's unsent words reach nobody", _dropped),
    ("pictures and voice notes reach only who is in that lane", _picture_elsewhere),
    ("pictures and voice notes reach only who is in that lane", _voice_elsewhere),
    ("one message a day is one, and at its reader's hour", _a_second_one),
    ("one message a day is one, and at its reader's hour", _not_at_their_hour),
    ("what went to a room reaches only that room", _to_another_room),
    ("no child is named outside the child's own homes and teachers", _names_another_child),
    ("no child's name in a first message", _named_at_first),
    ("teachers and relievers see their own rooms, on their own days", _seen_too_long),
    ("no broadcast by SMS", _broadcast),
    ("nothing comes twice", _doubled),
    ("nothing is lost", _lost),
    ("nothing is lost", _question_lost),
    ("nothing is lost", _picture_lost),
    ("words arrive as they were written, macrons and all", _without_macrons),
    ("no more series texts a week than a family wants", _too_many),
    ("the log knows no names, numbers or words", _logged),
    ("the carriers have nothing to complain of", _complained),
)
