"""Somebody brings a family's code. A wrong, a used and an expired one are answered alike."""

from datetime import timedelta

from bot.acts import codes, inviting
from bot.languages.words import _
from bot.model.chat import Say
from bot.talk import Heard, Talk

LASTS = timedelta(days=14)


def wants(heard: Heard, talk: Talk) -> bool:
    return codes.read(heard.payload) is not None


def handle(heard: Heard, talk: Talk) -> None:
    code_id = inviting.arrive(talk.desk, talk.contact, codes.read(heard.payload) or "")
    if code_id is None:
        talk.answer(_("That code does not work. Please ask the person who gave it to you for a new one."))
    elif talk.person is None:
        talk.known().ask("newcomer name", Say(_("Welcome. What is your name?")), about={"code": code_id}, lasts=LASTS)
    else:  # somebody we know already
        inviting.knock(talk.desk, code_id, talk.person.id)
        talk.answer(_("Thank you. We have asked the person who gave you the code. We will write when they answer."))
