"""Somebody brings the code from a letter of the school's. It proves that they hold the paper, no more."""

from bot.acts import codes, inviting
from bot.acts.letters import arriving
from bot.languages.words import _
from bot.talk import Heard, Talk
from handlers.stranger.code import arrived


def wants(heard: Heard, talk: Talk) -> bool:
    plain = codes.read(heard.payload)
    return plain is not None and inviting.may_arrive(talk.contact) and arriving.is_one(talk.desk, plain)


def handle(heard: Heard, talk: Talk) -> None:
    plain = codes.read(heard.payload) or ""
    if arriving.at_home(talk.desk, plain, talk.members):
        talk.answer(_("You are in. From now on we write to you here."))
        return
    arrived(talk, arriving.arrive(talk.desk, talk.contact, plain))
