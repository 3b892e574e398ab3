"""A command that is none of ours, such as an old link's "/start hello": nothing that they said to anybody."""

from bot.talk import Heard, Talk
from handlers.whanau import more_help


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.is_command and heard.keyword is None


handle = more_help.handle
