"""WRONG: this is not the person we think, or it is a child's phone. It ends kindly; the office is told."""

from bot.acts import stopping
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    if talk.roles and talk.contact.channel == "telegram":
        return False  # a teacher's own chat, tied by a link: there it is an answer to somebody
    return heard.keyword == "WRONG"


def handle(heard: Heard, talk: Talk) -> None:
    stopping.wrong(talk.desk, talk.contact)
