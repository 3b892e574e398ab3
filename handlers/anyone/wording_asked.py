"""Somebody at the school was asked to word something in their language: what they write now is the wording."""

from bot.acts import wording_asked
from bot.languages.words import _
from bot.model.heard import Kind
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    """Only what can be nothing else: it becomes what families read. Where it is not sure, they quote our question."""
    asked = talk.asked(wording_asked.KIND)
    if asked is None or talk.person is None or heard.incoming.kind != Kind.TEXT or not heard.words:
        return False
    if heard.is_command or heard.keyword is not None:
        return False
    return heard.incoming.quotes is not None or not (heard.overtaken or _others(talk))


def _others(talk: Talk) -> bool:
    """Whether they were asked for several: a bare answer does not say which of them it words."""
    return len(talk.screen.open([wording_asked.KIND])) > 1


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked(wording_asked.KIND)
    assert asked is not None
    assert talk.person is not None
    talk.settle(asked)
    if wording_asked.answered(talk.desk, talk.person, asked, heard.words):
        talk.answer(_("Thank you. Your words are kept, and whoever still waits for them will read them."))
    else:
        talk.answer(
            _("Thank you. But the words have changed since we asked you, so that yours were not kept.")
        )
