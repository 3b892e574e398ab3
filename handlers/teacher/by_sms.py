"""A teacher's number texts us. Anybody can send in another's number's name: it gets no power."""

from bot.languages.words import _
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return True


def handle(heard: Heard, talk: Talk) -> None:
    talk.show_office(heard)
    talk.answer(
        _("Kia ora {name}. Teachers write on Telegram or in the console, not by text. The office can give you a link."),
        name=talk.shared[0].name, once=f"by sms {talk.desk.now:%Y-%m-%d}",
    )  # fmt: skip
