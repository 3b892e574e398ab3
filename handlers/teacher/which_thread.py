"""A teacher writes without replying to anything: two families could be meant, so ask, never guess."""

from datetime import timedelta

from bot.acts import codes, threads
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.heard import Kind
from bot.talk import Heard, Talk
from handlers.teacher.answer import send

KIND = "which thread"
LATELY = timedelta(days=14)
OWN, NOBODY = "own", "nobody"


def wants(heard: Heard, talk: Talk) -> bool:
    if talk.asked(KIND) and heard.chosen not in (None, OWN):
        return True
    asks = heard.incoming.kind == Kind.TEXT and heard.keyword is None and heard.chosen is None
    asks = asks and codes.read(heard.payload) is None
    return asks and bool(heard.words) and not heard.words.startswith("/") and bool(_recent(talk))


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked(KIND)
    if asked is None or heard.chosen is None:
        options = [Option(str(it.message_id), f"{it.child}: {it.writer}") for it in _recent(talk)]
        last = [Option(OWN, Say(_("For my own child")))] if talk.members else []
        talk.ask(KIND, Say(_("Whom is this for? Next time, reply to their message.")),
                 options=[*options, *last, Option(NOBODY, Say(_("Nobody")))],
                 about={"words": heard.words, "item": heard.inbox_id}, beside=True)  # fmt: skip
        return
    talk.settle(asked)
    chosen = next((it for it in _recent(talk) if str(it.message_id) == heard.chosen), None)
    if chosen is not None:
        send(asked.about["words"], talk, chosen.thread_id, chosen.message_id, asked.about["item"])
    elif heard.chosen != NOBODY:
        talk.answer(_("That question has passed. Please write to us in your own words."))


def _recent(talk: Talk) -> list[threads.Recent]:
    rooms = [room.id for _role, room in talk.roles if room is not None]
    return threads.recent(talk.desk, rooms, talk.desk.now - LATELY)
