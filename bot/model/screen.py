"""What stood on a phone's screen when something was said there: what was said is read against that, and nothing else.

By text message nobody can quote. Whatever stood last is what a bare number, an answer or a photo most likely
belongs to; what was not there yet cannot have been answered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.chat import Question


@dataclass(frozen=True)
class Shown:
    """One thing that a phone was shown: a question of ours, a prompt, or a person's words that really reached it."""

    at: datetime
    delivery_id: int
    person_id: int | None  #: whom it was for
    question: Question | None = None
    open: bool = False  #: this question still waits for its answer, from somebody whose phone this is
    unanswered: bool = False  #: nobody has answered this question, whether or not it may still be
    prompt_id: int | None = None  #: the prompt, or a reminder of it
    digest: bool = False  #: a weekly text: several prompts
    words: bool = False  #: a person's words: a teacher's, a relative's, or a family's to a teacher
    to_teacher: bool = False
    private: bool = False  #: words for their reader and the school only
    answers: int | None = None  #: words from home that answer this prompt

    @property
    def from_people(self) -> bool:
        return self.words or self.asks

    @property
    def asks(self) -> bool:
        return self.digest or self.prompt_id is not None


@dataclass(frozen=True)
class Screen:
    """What a phone had been shown, the last first."""

    shown: Sequence[Shown] = ()

    @property
    def question(self) -> Question | None:
        """The question that a bare number answers: the last one, while it is open. Never an older one."""
        last = next((it for it in self.shown if it.question), None)
        return last.question if last and last.open else None

    def open(self, kinds: Iterable[str]) -> list[Shown]:
        """The open questions of these kinds, whatever was asked since; each once."""
        wanted = set(kinds)
        found = [it for it in self.shown if it.question and it.open and it.question.kind in wanted]
        return list({it.question.id: it for it in reversed(found) if it.question}.values())[::-1]

    def overtaken(self, question: Question) -> bool:
        """Whether people's words or a prompt came after it: a bare number may be the answer to those."""
        for it in self.shown:
            if it.question and it.question.id == question.id:
                return False
            if it.from_people:
                return True
        return False

    def asked_above(self, delivery_id: int) -> bool:
        """Whether a question of ours with numbers, that nobody has answered, came after this delivery.

        Also one that may not be answered any more: on the screen it looks no different.
        """
        for it in self.shown:
            if it.delivery_id == delivery_id:
                return False
            if it.question and it.question.options and it.unanswered:
                return True
        return False

    @property
    def prompt(self) -> Shown | None:
        """The prompt that words without a quotation answer: the last one, unless somebody's words came after it.

        What the others at home answered to that same prompt does not come between; nor, after a weekly text, what
        they answered to any.
        """
        since: list[Shown] = []
        for it in self.shown:
            if it.asks:
                return it if all(_answers(words, it) for words in since) else None
            if it.words and not it.to_teacher:
                since.append(it)
        return None

    @property
    def follows_private_words(self) -> bool:
        """Whether the last that people said here was for their reader and the school only."""
        last = next((it for it in self.shown if it.from_people and not it.to_teacher), None)
        return last is not None and last.private

    def anything_from_people_since(self, moment: datetime) -> bool:
        return any(it.from_people and not it.to_teacher and it.at > moment for it in self.shown)

    def anything_to_choose_since(self, moment: datetime) -> bool:
        """Whether a question of ours with numbers has come since, and waits: a word may be meant for it."""
        return any(
            it.question and it.question.options and it.unanswered and it.at > moment for it in self.shown
        )


def _answers(words: Shown, asked: Shown) -> bool:
    return words.answers is not None if asked.digest else words.answers == asked.prompt_id
