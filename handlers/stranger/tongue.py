"""The newcomer chooses their language; then the guardian is asked."""

from bot.acts import choosing, greeting, inviting
from bot.languages.registry import find
from bot.languages.words import _
from bot.talk import Heard, Talk
from handlers.stranger.code import knock


def wants(heard: Heard, talk: Talk) -> bool:
    return talk.asked("newcomer language") is not None and (
        heard.chosen is not None or find(heard.words) is not None
    )


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked("newcomer language")
    named = find(heard.words)
    tag = heard.chosen or (named.tag if named else "en")
    assert asked is not None
    talk.settle(asked)
    if not choosing.language(talk.desk, talk.contact, None, tag):
        talk.answer(
            _("We do not have {language} yet. Until then we write in English."), language={"language": tag}
        )
    greeting.greet_too(talk.desk, talk.contact, tag)  # what it costs, how to stop: in words that they read
    person = inviting.newcomer(talk.desk, talk.contact, asked.about["name"], tag)
    knock(talk, asked.about["code"], person)
