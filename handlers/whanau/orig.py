"""ORIG: what a machine has translated for them, as it was written.

Where nothing was translated it is a word like any other.
"""

from bot.acts import not_understood
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return (
        heard.keyword == "ORIG"
        and talk.person is not None
        and not_understood.translated(talk.desk, talk.contact) is not None
    )


def handle(heard: Heard, talk: Talk) -> None:
    row = not_understood.translated(talk.desk, talk.contact)
    assert row is not None
    not_understood.original(talk.desk, talk.contact, row)
