"""The person closed the chat at the carrier, or opened it again."""

from bot.acts import stopping
from bot.model.heard import Kind
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.incoming.kind in (Kind.LEFT, Kind.CAME_BACK)


def handle(heard: Heard, talk: Talk) -> None:
    if heard.incoming.kind == Kind.LEFT:
        stopping.left(talk.desk, talk.contact, "closed the chat")
    else:
        stopping.came_back(talk.desk, talk.contact)  # nothing to say: they will write when they like
