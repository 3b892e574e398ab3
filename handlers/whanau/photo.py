"""PHOTO: a link by which a photo comes from a phone that has no other way to send one; elsewhere it means SHARE."""

from bot.acts import saying, uploading
from bot.languages.words import _
from bot.model.chat import Say
from bot.talk import Heard, Talk
from handlers.whanau import share


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.keyword == "PHOTO" and bool(talk.members) and talk.person is not None


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    if not uploading.can(talk.desk, talk.contact):
        share.handle(heard, talk)
        return
    who, tells = share.who_sees(talk)
    link = uploading.link(talk.desk, talk.contact, talk.person)
    saying.say(
        talk.desk, talk.contact,
        Say(_("Send one photo here, within a day: {link}"), {"link": link}),
        Say(_("{who} will see it."), {"who": who}),
        gate=talk.gate, person_id=talk.person.id, tells=tells,
    )  # fmt: skip
