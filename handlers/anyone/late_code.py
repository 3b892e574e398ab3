"""A code that we take up late: a STOP that was said since then holds, and the code stays good for another day."""

from bot.acts import codes, stopping
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    brought = codes.read(heard.payload) is not None
    return brought and stopping.stopped_since(talk.desk, talk.contact, heard.said)


def handle(heard: Heard, talk: Talk) -> None:
    talk.show_office(heard, "aside")
