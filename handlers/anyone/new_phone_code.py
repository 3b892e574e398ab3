"""Somebody brings the code for their new phone: from now on we write to them there."""

from dataclasses import replace

from bot.acts import codes, new_phone
from bot.languages.words import _
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    plain = codes.read(heard.payload)
    if plain is None or (talk.roles and talk.contact.channel == "telegram"):
        return False  # a colleague's own chat stays theirs
    return new_phone.may_bring(talk.desk, talk.contact, plain)


def handle(heard: Heard, talk: Talk) -> None:
    person = new_phone.bring(talk.desk, talk.contact, codes.read(heard.payload) or "")
    if person is None:
        talk.answer(_("That code does not work. Please ask the person who gave it to you for a new one."))
        return
    replace(talk.known(), person=person).answer(_("You are in. From now on we write to you here."))
