"""An answer as its form brings it: to whom, in which words, quoting what, and when. Nothing typed is lost."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.acts import answering, answering_later, quoting
from bot.acts.desk import Desk
from bot.acts.quoting import Quote
from bot.acts.reading.viewer import Viewer
from bot.languages import segments
from bot.model.chat import Ears, MessageKind, Wording
from bot.store import contents, messages, planned
from bot.store.console.scope import may_see, threads
from bot.store.rows import Row
from bot.web.console.door import NotThere
from bot.web.console.form import Form, number
from bot.web.console.question import Question
from bot.web.console.wording import Written, key, once_only, sent_before, wordings

GONE = "Those words are not in this thread any more. Please choose again who should hear this."
TORN = "You gave a day or a time, and “Now” is still ticked. Nothing has gone yet: please tick when it goes."
TWICE = "You wrote these same words here just now, and nothing has gone a second time. If they should, tick it below."
JUST_NOW = timedelta(minutes=15)  #: so long a browser's Back may bring them into the box again unseen
NOT_FOR_ALL = "What you quote was for the school alone. It can be quoted to its writer only."


@dataclass(frozen=True)
class Answer:
    written: Written = field(default_factory=Written)
    to: str = ""  #: "home", or the id of the message whose ears it takes
    quotes: int | None = None  #: a message of this thread
    by_sms: bool = False
    later: bool = False
    day: str = ""
    at: str = ""
    suggested: str = ""  #: the day and time that the form came with
    again: bool = False  #: the same words once more, and meant so

    @classmethod
    def of(cls, form: Form) -> "Answer":
        return cls(
            Written.of(form), form.text("to"), form.number("quote"), form.text("quote-by-sms") == "yes",
            form.text("when") == "later", form.text("day"), form.text("at"),
            form.text("suggested"), form.text("again") == "yes",
        )  # fmt: skip

    @property
    def key(self) -> str:
        said = (sorted(self.written.words.items()), self.to, self.quote, self.later, self.day, self.at)
        return key(self.written.once, *said)

    @property
    def quote(self) -> Quote | None:
        return Quote(self.quotes, self.by_sms) if self.quotes else None

    @property
    def torn(self) -> bool:
        """Now is ticked, as it comes, and another day or time was given: which of them is meant?"""
        given = f"{self.day} {self.at}"
        return not self.later and self.suggested not in ("", given) and bool(given.strip())

    @property
    def trouble(self) -> str:
        if self.torn:
            return TORN
        if self.written.trouble:
            return self.written.trouble
        return "" if self.to == "home" or number(self.to) else "Please choose who should hear this."

    def moment(self, desk: Desk) -> datetime | None:
        """None: now. Raises ValueError with what to write instead."""
        at = Question(later=self.later, day=self.day, at=self.at).moment(desk)
        if at is not None and at - desk.now > answering_later.LONGEST:
            raise ValueError("Please choose a day within the next two months.")
        return at


def put(desk: Desk, who: Viewer, thread_id: int, it: Answer) -> str:
    """Empty when it is on its way, or waits for its time, also when the same form came before; else what is amiss."""
    if not may_see(desk.db, threads(who.sight), thread_id):
        raise NotThere
    try:
        at = it.moment(desk)
    except ValueError as wrong:
        return str(wrong)
    said, words = messages.in_thread(desk.db, thread_id), wordings(it.written, desk.school)
    if trouble := _amiss(said, it):
        return trouble
    if (
        not it.again
        and not sent_before(desk, who.person, it.key)
        and _just_said(desk, who, thread_id, said, words)
    ):
        return TWICE
    if not once_only(desk, who.person, it.key):
        return ""
    answers_id = number(it.to)
    if at is None:
        answering.answer(desk, who.person, thread_id, words, answers_id=answers_id, delicate=it.written.delicate,
                         quote=it.quote)  # fmt: skip
    else:
        answering_later.plan(desk, who.person, thread_id, words, at, answers_id=answers_id,
                             delicate=it.written.delicate, quote=it.quote)  # fmt: skip
    return ""


def quote_cost(words: str) -> str:
    """What a quote takes of a text message, in plain words."""
    counted = segments.count(f'About "{quoting.short(words)}": ')
    if not counted.costly:
        return f"It takes {counted.units} of the 160 letters that one text message holds."
    marks = " ".join(counted.costly[:6])
    return (
        f"It takes {counted.units} letters, and with {marks} in it a text message holds 70 letters, not 160."
    )


def _amiss(rows: Sequence[Row], it: Answer) -> str:
    said = {row["id"]: row for row in rows}
    answers = number(it.to)
    if answers is not None and (answers not in said or said[answers]["kind"] == MessageKind.ANSWER):
        return GONE
    if it.quotes is None:
        return ""
    quoted = said.get(it.quotes)
    if quoted is None:
        return "What you quote is not in this thread any more."
    if quoted["ears"] == Ears.WRITER and not _to_its_writer(said, quoted, answers):
        return NOT_FOR_ALL
    return ""


def _just_said(
    desk: Desk, who: Viewer, thread_id: int, said: Sequence[Row], words: Sequence[Wording]
) -> bool:
    """Whether they have sent or planned these very words in this thread just now."""
    waits = [(it, it["made_at"]) for it in planned.in_threads(desk.db, [thread_id])]
    gone = [(it, it["said_at"]) for it in said if it["kind"] == MessageKind.ANSWER]
    mine = [
        it["content_id"]
        for it, at in (*waits, *gone)
        if it["author_id"] == who.person.id and at > desk.now - JUST_NOW
    ]
    wanted = {(it.language, it.words) for it in words}
    # A machine may have worded them for others since: what counts is whether all of these stand there.
    known = contents.wordings(desk.db, mine).values() if mine else ()
    return any(wanted <= {(it.language, it.words) for it in those} for those in known)


def _to_its_writer(said: dict[int, Row], quoted: Row, answers: int | None) -> bool:
    """Whether only those hear the answer who have heard what it quotes."""
    if answers is None or said[answers]["ears"] != Ears.WRITER:
        return False
    first = said.get(quoted["answers_id"]) if quoted["kind"] == MessageKind.ANSWER else quoted
    return first is not None and bool(first["author_id"] == said[answers]["author_id"])
