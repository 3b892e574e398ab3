"""Somebody brings the code from a letter of the school's. It proves that they hold the paper, no more."""

from bot.acts import codes, inviting
from bot.acts.letters import arriving
from bot.languages.words import _
from bot.model.chat import Say
from bot.talk import Heard, Talk
from handlers.stranger.code import LASTS, knock


def wants(heard: Heard, talk: Talk) -> bool:
    plain = codes.read(heard.payload)
    return plain is not None and inviting.may_arrive(talk.contact) and arriving.is_one(talk.desk, plain)


def handle(heard: Heard, talk: Talk) -> None:
    plain = codes.read(heard.payload) or ""
    if arriving.at_home(talk.desk, plain, talk.members):
        talk.answer(_("You are in. From now on we write to you here."))
        return
    on_the_way = talk.asked("newcomer name") or talk.asked("newcomer language")
    code_id = arriving.arrive(talk.desk, talk.contact, plain)
    if code_id is None and on_the_way:  # they sent it twice
        talk.repeat(on_the_way)
    elif code_id is None:
        talk.answer(_("That code does not work. Please ask the person who gave it to you for a new one."))
    elif talk.person is None:
        talk.known().ask(
            "newcomer name", Say(_("Welcome. What is your name?")), about={"code": code_id}, lasts=LASTS
        )
    else:
        knock(talk, code_id, talk.person.id)
