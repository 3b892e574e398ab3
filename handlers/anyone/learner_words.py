"""In a child's turn: what this phone says is the child's own, kept for the guardian. STOP, HELP, URGENT still work."""

from bot.acts import learners
from bot.languages import speakers
from bot.languages.words import _
from bot.model.heard import Kind
from bot.store.rows import Row
from bot.talk import Heard, Talk
from handlers.whanau import unreadable
from handlers.whanau.pass_phone import DONE, FAMILY_FIRST


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.keyword not in ("HELP", "URGENT") and _turn(heard, talk) is not None


def handle(heard: Heard, talk: Talk) -> None:
    turn = _turn(heard, talk)
    assert turn is not None
    if _given_back(heard, talk):
        if not learners.hand_back(talk.desk, talk.contact, turn, heard.said.at):
            talk.answer(learners.NOTHING)
    elif _another_speaks(heard, talk):  # their words are theirs, and taken up as such
        learners.hand_back(talk.desk, talk.contact, turn, heard.said.at)
        talk.again.append(talk.taken_up)
    elif heard.incoming.kind == Kind.TAP:  # a child must not answer what was asked of the guardian
        talk.answer(_("It is the child's turn. Text PASS first to take the phone back."))
    elif not heard.is_words:
        unreadable.say_so(talk)
    else:
        learners.keep(talk.desk, talk.contact, turn, heard.inbox_id)
        if turn["state"] == "open":
            talk.answer(FAMILY_FIRST, once=f"learner {turn['id']}")


def _turn(heard: Heard, talk: Talk) -> Row | None:
    return learners.turn_at(talk.desk, talk.contact, heard.said.at)


def _given_back(heard: Heard, talk: Talk) -> bool:
    tapped = heard.incoming.kind == Kind.TAP and talk.asked(DONE) is not None and heard.chosen == "done"
    return tapped or (heard.keyword == "PASS" and not heard.rest)


def _another_speaks(heard: Heard, talk: Talk) -> bool:
    """On a phone that several people use: "This is Nana"."""
    if len(talk.shared) < 2 or heard.incoming.kind != Kind.TEXT:
        return False
    return speakers.named(heard.words, [it.name for it in talk.shared]) is not None
