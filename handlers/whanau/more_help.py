"""HELP: the words that do something, and where to find a person."""

from bot.languages.words import _
from bot.model.chat import Say
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.keyword == "HELP"


def handle(heard: Heard, talk: Talk) -> None:
    school = talk.desk.school
    talk.say(
        Say(_("Write anything, any time: it goes to the teacher.")),
        # Translators: use your language's own words for these, from the registry.
        Say(_("Or text one word: SHARE, FAMILY, MYWAY, WHO, LANGUAGE, PAUSE, STOP.")),
        # Translators: NEWPHONE is the word to text; use your language's own from the registry, where it has one.
        Say(_("New phone or number? Text NEWPHONE from the old one.")),
        Say(_("{school} office: {office}. Emergency: {emergency}."),
            {"school": school.name, "office": school.office_number, "emergency": school.emergency_line}),
    )  # fmt: skip
