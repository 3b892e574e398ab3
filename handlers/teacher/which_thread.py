"""A teacher writes without replying to anything: two families could be meant, so ask, never guess."""

from dataclasses import asdict, replace
from datetime import timedelta

from bot.acts import codes, threads
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.heard import Kind, again_of
from bot.model.people import OF_A_ROOM
from bot.talk import Heard, Talk
from handlers.teacher.answer import NOT_YOURS, send

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
        under = talk.ear.id if talk.ear else None
        last = [Option(OWN, Say(_("For my own child")))] if talk.members else []
        talk.ask(KIND, Say(_("Whom is this for? Next time, reply to their message.")),
                 options=[*options, *last, Option(NOBODY, Say(_("Nobody")))],
                 about={"words": heard.words, "item": asdict(replace(talk.taken_up, under=under))},
                 beside=True)  # fmt: skip
        return
    talk.settle(asked)
    if heard.chosen == NOBODY:
        return
    # The button means these words of theirs, whatever they have written since.
    message_id = int(heard.chosen)
    thread_id = threads.of_message(talk.desk, talk.roles, message_id)
    if thread_id is None:
        talk.answer(NOT_YOURS)
    else:
        send(asked.about["words"], talk, thread_id, message_id, again_of(asked.about["item"]).inbox_id)


def _recent(talk: Talk) -> list[threads.Recent]:
    rooms = [room.id for role, room in talk.roles if room is not None and role in OF_A_ROOM]
    return threads.recent(talk.desk, rooms, talk.desk.now - LATELY)
