"""NEWPHONE from the new phone itself: we say how to get a code, and nothing about anybody."""

from bot.languages.words import _
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.keyword == "NEWPHONE" and not talk.members


def handle(heard: Heard, talk: Talk) -> None:
    talk.show_office(heard)
    talk.answer(
        _("To write to you on this phone we need a code. Text NEWPHONE from your old phone, or ask a parent or "
          "guardian in your family to text it, or call the school. Then send the code here."),
        once=f"new phone {talk.desk.now:%Y-%m-%d}",
    )  # fmt: skip
