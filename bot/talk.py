"""The verbs of a handler: what it can say, ask and know while somebody has its ear."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from bot.acts import choosing, saying
from bot.acts.desk import Desk
from bot.languages import keywords, short_answers
from bot.languages.folding import fold
from bot.model.chat import CHOICE_BUTTON, Option, Question, Say, spelled
from bot.model.delivery import Gate
from bot.model.heard import SAID, Again, Incoming, Kind, Said
from bot.model.people import Contact, Member, Person, Role, Room
from bot.model.screen import Screen
from bot.store import inbox, questions

KEYWORD_BUTTON = "k."
_COMMAND = re.compile(r"/[a-z]\w*(@\w+)?(\s|$)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Heard:
    """What was said, read with the eyes of whoever said it."""

    incoming: Incoming
    said: Said
    keyword: str | None  #: the whole message is this keyword
    rest: str  #: what came after LANGUAGE or SHARE
    chosen: str | None  #: which option of the open question this answers, by its mark
    stale: bool  #: a button of a question that has passed
    overtaken: bool = False  #: typed, when people's words or a prompt had come since our question
    passed_over: bool = False  #: … and, but for that, it would have been an answer to our question

    @property
    def inbox_id(self) -> int:
        return self.said.inbox_id

    @property
    def words(self) -> str:
        return self.incoming.words.strip()

    @property
    def payload(self) -> str:
        """What stands after Telegram's /start, or the whole message."""
        words = self.words
        return words[6:].strip() if words[:6].lower() == "/start" else words

    @property
    def is_command(self) -> bool:
        """It begins as Telegram's commands do: whatever it is, it is not words for the school."""
        if self.incoming.channel != "telegram" or self.incoming.kind != Kind.TEXT:
            return False
        return _COMMAND.match(self.words) is not None

    @property
    def is_words(self) -> bool:
        return self.incoming.kind in SAID and bool(self.words or self.incoming.sights)


@dataclass(frozen=True)
class Talk:
    """One turn: who speaks, on which phone, about whom they may speak, and what was last asked."""

    desk: Desk
    contact: Contact
    person: Person | None  #: None: a stranger, or a shared phone that has not said who writes
    shared: tuple[Person, ...]  #: everybody on this phone
    members: tuple[Member, ...]  #: the lanes that the speaker belongs to
    at_home: tuple[Member, ...]  #: everybody who belongs to these, the speaker too
    roles: tuple[tuple[Role, Room | None], ...]
    question: Question | None
    gate: Gate  #: the ground on which an answer may go
    screen: Screen  #: what this phone had been shown when it was said
    taken_up: Again  #: what is known of it by now, when it had to wait
    ear: Question | None = None  #: SHARE has opened the ear, and nobody's words came between
    late_ear: Question | None = None  #: its question came after they had written; this answers nothing
    again: list[Again] = field(default_factory=list)  #: what to take up once more in this turn
    settled: list[int] = field(default_factory=list)  #: questions that got their answer in this turn

    @property
    def language(self) -> str:
        return choosing.spoken(self.desk, self.contact, self.person)

    @property
    def person_id(self) -> int | None:
        return self.person.id if self.person else None

    def known(self) -> "Talk":
        """The same turn once the speaker is no stranger any more: the notice goes before what is said."""
        return replace(self, gate=Gate.OWN)

    def answer(self, words: str, once: str | None = None, **filling: Any) -> None:
        """Says one sentence of ours to the speaker, at once, in their language."""
        self.say(Say(words, filling), once=once)

    def say(self, *parts: Say, once: str | None = None) -> int | None:
        """The delivery's id; None where it has been said before."""
        return saying.say(self.desk, self.contact, *parts, gate=self.gate, once=once, person_id=self.person_id,
                          lanes=self._about(parts))  # fmt: skip

    def ask(self, kind: str, *parts: Say, options: Sequence[Option] = (), about: Mapping[str, Any] | None = None,
            lasts: timedelta = saying.HOUR, tells: Mapping[str, Any] | None = None,
            beside: bool = False, lanes: Sequence[tuple[int, int]] = ()) -> int:  # fmt: skip
        """Asks the speaker, and waits; the answer finds the handler that wants this kind of question."""
        return saying.ask(
            self.desk, self.contact, kind, *parts, options=options, about=about, lasts=lasts,
            person_id=self.person_id, gate=self.gate, tells=tells, beside=beside,
            lanes=lanes or self._about(parts, options),
        )  # fmt: skip

    def _about(self, parts: Sequence[Say], options: Sequence[Option] = ()) -> list[tuple[int, int]]:
        """The (child, home) pairs whose child is named in it: a carrier may be silent until one is closed to them."""
        names = spelled(parts, options)
        return [
            (it.lane.child.id, it.lane.household_id) for it in self.members if it.lane.child.name in names
        ]

    def settle(self, question: Question, **about: Any) -> None:
        """The question has its answer: no later number belongs to it."""
        questions.answered(self.desk.db, question.id, {**question.about, **about}, self.desk.now)
        self.settled.append(question.id)

    def repeat(self, question: Question) -> None:
        """The same question once more: it stands last on the screen again."""
        saying.repeat(self.desk, self.contact, question, self.person_id)

    def show_office(self, heard: Heard, state: str = "stranger") -> None:
        """Keeps it where the office looks: nobody else has been given it."""
        inbox.change(self.desk.db, heard.inbox_id, state=state)

    def asked(self, kind: str) -> Question | None:
        """The open question of this kind, when it is the one that a bare answer belongs to."""
        return self.question if self.question and self.question.kind == kind else None

    def asked_them(self, kind: str) -> Question | None:
        """As `asked`, where it was put to the speaker: on a shared phone nobody settles another's hours or language."""
        asked = self.asked(kind)
        return None if asked is None or self.is_anothers(asked) else asked

    def is_anothers(self, question: Question) -> bool:
        """Whether it was put to somebody else who has this phone."""
        if len(self.shared) < 2:
            return False
        shown = (it for it in self.screen.shown if it.question and it.question.id == question.id)
        return any(it.person_id not in (None, self.person_id) for it in shown)


def hear(incoming: Incoming, said: Said, language: str, switched_on: Sequence[str], question: Question | None,
         stopped: bool, labels: Sequence[str] = (), overtaken: bool = False) -> Heard:  # fmt: skip
    """Reads a message: a keyword, an answer to what was asked, or simply words.

    `labels`: what the buttons under the question say, where it has buttons. `overtaken`: people's words or a prompt
    have come since it was asked, so that a typed answer may be meant for those.
    """
    meant = _meant(incoming, question, language, labels)
    tapped = incoming.tapped or ""
    typed = incoming.kind == Kind.TEXT
    keyword, rest = (None, "") if typed and _is_label(incoming, labels) else _keyword(
        incoming, language, switched_on, stopped
    )  # fmt: skip
    overtaken = overtaken and typed
    chosen = None if overtaken or tapped.startswith((KEYWORD_BUTTON, CHOICE_BUTTON)) else meant
    return Heard(
        incoming, said, keyword, rest, chosen,
        stale=incoming.kind == Kind.TAP and keyword is None and chosen is None,
        overtaken=overtaken, passed_over=overtaken and meant is not None,
    )  # fmt: skip


def _keyword(
    incoming: Incoming, language: str, switched_on: Sequence[str], stopped: bool
) -> tuple[str | None, str]:
    if incoming.shared:  # by the page, which says what becomes of it: there the words are the photo's alone
        return None, ""
    words, tapped = incoming.words, incoming.tapped or ""
    if tapped.startswith(KEYWORD_BUTTON):
        return tapped.removeprefix(KEYWORD_BUTTON), ""
    alone, longer = keywords.match(words, language, switched_on), keywords.match_with_rest(words, language)
    if incoming.kind == Kind.TEXT:
        if alone is None and stopped and keywords.is_twilio_start(words):
            return "START", ""
        return (alone, "") if alone or not longer else longer
    if incoming.sights:  # SHARE, STOP and URGENT are the only keywords that a caption can hold
        if alone in ("SHARE", "STOP", "URGENT"):
            return alone, ""
        if longer and longer[0] in ("SHARE", "URGENT"):
            return longer
    return None, ""


def _is_label(incoming: Incoming, labels: Sequence[str]) -> bool:
    """Whoever types "Cancel" under a button that says so means the button, and no carrier's stop word."""
    return bool(labels) and fold(incoming.words) in map(fold, labels)


def _meant(incoming: Incoming, question: Question | None, language: str, labels: Sequence[str]) -> str | None:
    """The option that a button, a label as typed, or a bare number means."""
    if question is None or not question.options:
        return None
    number = 0
    if incoming.kind == Kind.TAP:
        tail = (incoming.tapped or "").rpartition(".")[2]
        number = int(tail) if tail.isdecimal() else 0
    elif incoming.kind == Kind.TEXT and _is_label(incoming, labels):
        number = [*map(fold, labels)].index(fold(incoming.words)) + 1
    elif incoming.kind == Kind.TEXT:
        number = short_answers.choice(incoming.words, len(question.options), language) or 0
    return question.options[number - 1].mark if 1 <= number <= len(question.options) else None
