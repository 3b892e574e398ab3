"""TELEGRAM: a link, for this person only, that opens the same conversation there."""

from bot.acts import linking
from bot.languages.words import _
from bot.model.chat import Say
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.keyword == "TELEGRAM" and talk.person is not None


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    link = linking.telegram_link(talk.desk, talk.person.id, talk.contact.id)
    if talk.contact.channel == "telegram":
        talk.answer(_("You are on Telegram already. Just write here."))
    elif link is None:
        talk.answer(
            _("{school} is not on Telegram yet. Please go on writing here."), school=talk.desk.school.name
        )
    else:
        talk.say(
            Say(_("Open this on your own phone, today, and press Start: {link}"), {"link": link}),
            # By opening it they agree to this: see bot.acts.elsewhere.
            Say(_("If we cannot reach you there, we text you here.")),
        )
