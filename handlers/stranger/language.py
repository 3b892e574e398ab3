"""A phone that we do not know, or that is in no thread yet, chooses the language it reads."""

from bot.languages.registry import find
from bot.talk import Heard, Talk
from handlers.whanau import language


def wants(heard: Heard, talk: Talk) -> bool:
    named = heard.keyword == "LANGUAGE" and find(heard.rest) is not None
    return named or (talk.person is not None and language.wants(heard, talk))


handle = language.handle
