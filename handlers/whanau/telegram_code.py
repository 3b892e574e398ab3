"""A known person opens their own link on Telegram: the chat is theirs from now on."""

from dataclasses import replace

from bot.acts import codes, linking
from bot.languages.words import _
from bot.store import people
from bot.store.codes import TELEGRAM
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    plain = codes.read(heard.payload)
    return talk.contact.channel == "telegram" and plain is not None and codes.is_a(talk.desk, plain, TELEGRAM)


def handle(heard: Heard, talk: Talk) -> None:
    found = codes.bring(talk.desk, talk.contact, codes.read(heard.payload) or "", (TELEGRAM,))
    if found is None:
        talk.answer(_("That code does not work. Please ask the person who gave it to you for a new one."))
        return
    linking.tie(
        talk.desk, talk.contact, found["person_id"], staff=False, else_phone=found["about"].get("else")
    )
    # Said in their language: until now the chat was a stranger's.
    here = replace(talk, person=people.person_by_id(talk.desk.db, found["person_id"]))
    here.answer(_("You are in. From now on we write to you here."))
