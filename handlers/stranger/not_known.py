"""A phone that nobody knows: kept, shown to the office, and answered once, without a word about the school's people."""

from bot.languages.words import _
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return True


def handle(heard: Heard, talk: Talk) -> None:
    talk.show_office(heard)
    talk.answer(
        _("Kia ora. This is a school's number for families, and we do not know yours. If you have a code, send it. "
          "If not, please ask the school office. To end, text STOP."),
        once="not known",
    )  # fmt: skip
