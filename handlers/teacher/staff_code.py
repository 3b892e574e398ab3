"""A teacher opens the link from the console: this chat is theirs from now on."""

from bot.acts import codes, linking
from bot.languages.words import _
from bot.store.codes import STAFF
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    plain = codes.read(heard.payload)
    return talk.contact.channel == "telegram" and plain is not None and codes.is_a(talk.desk, plain, STAFF)


def handle(heard: Heard, talk: Talk) -> None:
    found = codes.bring(talk.desk, talk.contact, codes.read(heard.payload) or "", (STAFF,))
    if found is None:
        talk.answer(_("That code does not work. Please ask the person who gave it to you for a new one."))
        return
    linking.tie(talk.desk, talk.contact, found["person_id"], staff=True)
    talk.answer(_("Kia ora. This chat is yours. Send /ask to ask your families something. "
                  "Reply to a message to answer it."))  # fmt: skip
