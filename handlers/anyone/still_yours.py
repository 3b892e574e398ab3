"""From a phone that may be somebody else's by now: yes, no, or anything else, which waits for the yes."""

from bot.acts import greeting, still_yours, stopping, urgent
from bot.acts.rendering import label
from bot.languages import short_answers, wishes
from bot.languages.folding import fold
from bot.languages.words import _
from bot.model.chat import Question
from bot.model.heard import Kind
from bot.model.people import State
from bot.store import people
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    if talk.contact.state == State.QUARANTINED:
        return heard.incoming.kind not in (Kind.LEFT, Kind.CAME_BACK)
    question = talk.asked(still_yours.KIND)
    return question is not None and not heard.overtaken and _said(heard, talk, question) is not None


def handle(heard: Heard, talk: Talk) -> None:
    if heard.keyword == "START" or heard.incoming.hint == "START":
        stopping.start(talk.desk, talk.contact)  # it lifts their STOP, and opens nothing
    question = still_yours.asked(talk.desk, talk.contact.id)
    said = _said(heard, talk, question) if question else None
    if question is None or said is None:
        if heard.keyword == "URGENT":  # whoever has that phone by now; it names nobody
            talk.say(urgent.danger(talk.desk))
        talk.show_office(heard, "waiting")
        still_yours.keep(talk.desk, talk.contact, talk.taken_up)
    elif said == still_yours.NO:
        still_yours.no(talk.desk, talk.contact, question)
    else:
        talk.again.extend(still_yours.yes(talk.desk, talk.contact, question))
        # Where not even the first notice had come: nothing of ours goes before it.
        greeting.greet_now(talk.desk, people.contact_by_id(talk.desk.db, talk.contact.id), talk.language)
        talk.answer(_("Thank you. We go on writing to you here."))


def _said(heard: Heard, talk: Talk, question: Question) -> str | None:
    """Yes or no: by number, or by the word as our question has it."""
    if heard.incoming.kind not in (Kind.TEXT, Kind.TAP):
        return None
    if heard.chosen is not None and talk.asked(still_yours.KIND):
        return heard.chosen
    number = short_answers.choice(heard.words, len(question.options), talk.language)
    if number is not None:
        return question.options[number - 1].mark
    if wishes.says_wrong_number(heard.words, talk.language, talk.desk.school.languages):
        return still_yours.NO
    words = fold(heard.words)
    for it in question.options:
        if words in {fold(it.mark), fold(label(talk.desk.speech, talk.language, it))}:
            return it.mark
    return None
