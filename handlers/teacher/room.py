"""The teacher says which room."""

from bot.model.chat import PromptKind
from bot.talk import Heard, Talk
from handlers.teacher.ask import ask_what


def wants(heard: Heard, talk: Talk) -> bool:
    return talk.asked("which room") is not None and heard.chosen is not None


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked("which room")
    assert asked is not None
    assert heard.chosen is not None
    talk.settle(asked)
    ask_what(talk, int(heard.chosen), PromptKind(asked.about.get("kind", PromptKind.PROMPT)))
