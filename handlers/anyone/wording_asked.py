"""Somebody at the school was asked to word something in their language: what they write now is the wording."""

from bot.acts import wording_asked
from bot.languages.words import _
from bot.model.heard import Kind
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return (
        talk.asked(wording_asked.KIND) is not None and heard.incoming.kind == Kind.TEXT and talk.person is not None
        and heard.incoming.quotes is None and not heard.is_command
    )  # fmt: skip


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked(wording_asked.KIND)
    assert asked is not None
    assert talk.person is not None
    talk.settle(asked)
    wording_asked.answered(talk.desk, talk.person, asked, heard.words)
    talk.answer(_("Thank you. Your words are kept, and whoever still waits for them will read them."))
