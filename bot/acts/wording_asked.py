"""A person of the school's own is asked, by chat, for a wording; what they answer becomes it."""

from datetime import timedelta

from bot.acts import saying, translating
from bot.acts.desk import Desk
from bot.languages.folding import fold
from bot.languages.words import _
from bot.model.chat import Question, Say, Wording
from bot.model.people import Person, State
from bot.store import people, records

KIND = "wording"
LASTS = timedelta(days=3)
ASKED = "asked for a wording"

# Translators: to somebody who works at the school and reads both languages. {words} is what is to be translated.
PLEASE = _("Can you help? Please write this in {language}, for a family: {words}")


def may_be_asked(desk: Desk, language: str) -> tuple[Person, ...]:
    """Those whom the school has named for this language, as long as they are on its staff list."""
    names = [name for name, tag in desk.school.translating.people if tag == language]
    found = (people.staff_named(desk.db, desk.school.id, fold(name), desk.now) for name in names)
    return tuple(it for it in found if it is not None)


def ask(desk: Desk, person: Person, content_id: int, original: Wording, language: str) -> bool:
    """False when they have no chat that can be reached."""
    phones = people.contacts_of(desk.db, [person.id]).get(person.id, [])
    chat = next((it for it in phones if it.channel == "telegram" and it.state == State.ACTIVE), None)
    if chat is None:
        return False
    words = Say(PLEASE, {"language": {"language": language}, "words": original.words})
    saying.ask(desk, chat, KIND, words, lasts=LASTS, person_id=person.id, beside=True,
               about={"content": content_id, "language": language, "of": translating.seal(original)})  # fmt: skip
    records.note(desk.db, desk.school.id, ASKED, desk.now, person_id=person.id,
                 about={"content": content_id, "language": language})  # fmt: skip
    return True


def answered(desk: Desk, person: Person, question: Question, words: str) -> bool:
    """False when what they were asked to word has been changed since."""
    about = question.about
    return translating.correct(
        desk, person.id, about["content"], about["language"], words, about.get("of", "")
    )
