"""A phone that we do not know, or not yet, chooses the language it reads."""

from bot.acts import choosing
from bot.languages.registry import find
from bot.languages.words import _
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.keyword == "LANGUAGE" and find(heard.rest) is not None


def handle(heard: Heard, talk: Talk) -> None:
    named = find(heard.rest)
    if named is not None and choosing.language(talk.desk, talk.contact, None, named.tag):
        talk.answer(_("From now on we write to you in {language}."), language={"language": named.tag})
