"""WRONG: this is not the person we think, or it is a child's phone. It ends kindly; the office is told.

“Sorry, you have the wrong number” in a sentence is asked about first, and names nobody meanwhile. A bare “wrong” is an
everyday word, and most often the answer to what somebody asked: it takes no family off the list.
"""

from bot.acts import learners, still_yours, stopping
from bot.languages import keywords, wishes
from bot.model.heard import Kind
from bot.model.people import State
from bot.store import people
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    if talk.roles and talk.contact.channel == "telegram":
        return False  # a teacher's own chat, tied by a link: there it is an answer to somebody
    if talk.taken_up.theirs or learners.turn_at(talk.desk, talk.contact, heard.said.at) is not None:
        return False  # they have said since whose phone it is; in a child's turn it is the child's word
    return _ends(heard, talk) or _doubtful(heard, talk)


def handle(heard: Heard, talk: Talk) -> None:
    if _ends(heard, talk):
        stopping.wrong(talk.desk, talk.contact)
        return
    talk.show_office(heard, "waiting")
    still_yours.quarantine(talk.desk, talk.contact, still_yours.DOUBTED)
    still_yours.keep(talk.desk, people.contact_by_id(talk.desk.db, talk.contact.id), talk.taken_up)


def _ends(heard: Heard, talk: Talk) -> bool:
    return heard.keyword == "WRONG" and not (_is_bare(heard) and _may_answer(talk))


def _doubtful(heard: Heard, talk: Talk) -> bool:
    """Of a number only, behind which may be somebody else. A chat is always the same person's."""
    if not _written_to(talk) or talk.contact.channel != "sms" or heard.incoming.kind != Kind.TEXT:
        return False
    if heard.keyword == "WRONG":
        return heard.words.isupper() or not talk.screen.shown[0].from_people
    if heard.keyword is not None or heard.chosen is not None or talk.ear or talk.asked(still_yours.KIND):
        return False
    return wishes.says_wrong_number(heard.words, talk.language, talk.desk.school.languages)


def _written_to(talk: Talk) -> bool:
    """Whether words about a child go there."""
    return talk.contact.state == State.ACTIVE and (bool(talk.members) or len(talk.shared) > 1)


def _is_bare(heard: Heard) -> bool:
    typed = heard.incoming.kind == Kind.TEXT and not heard.words.startswith("/")
    return typed and keywords.is_one_word(heard.words)


def _may_answer(talk: Talk) -> bool:
    """Whether something stands on a known screen that "wrong" may be said to. Our own question whose phone it is asks
    for nothing else."""
    if not _written_to(talk):
        return False
    if talk.contact.channel != "sms":
        return True
    last = talk.screen.shown[0] if talk.screen.shown else None
    return last is not None and not (last.question and last.question.kind == still_yours.KIND)
