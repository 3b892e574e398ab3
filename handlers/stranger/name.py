"""The newcomer says their name, in their own words."""

from bot.languages.registry import LANGUAGES
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.talk import Heard, Talk
from handlers.stranger.code import LASTS

LONGEST = 60


def wants(heard: Heard, talk: Talk) -> bool:
    return talk.asked("newcomer name") is not None and bool(heard.words) and heard.keyword is None


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked("newcomer name")
    assert asked is not None
    talk.settle(asked)
    name = " ".join(heard.words.split())[:LONGEST]
    options = [Option(tag, LANGUAGES[tag].own_name) for tag in talk.desk.school.languages]
    talk.ask(
        "newcomer language", Say(_("Thank you, {name}. Which language shall we write in?"), {"name": name}),
        options=options, about={**asked.about, "name": name}, lasts=LASTS,
    )  # fmt: skip
