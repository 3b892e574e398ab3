"""HELP: the words that do something, and where to find a person."""

from bot.acts import inviting
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.talk import Heard, Talk
from handlers.whanau import pass_phone


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.keyword == "HELP"


def handle(heard: Heard, talk: Talk) -> None:
    school = talk.desk.school
    parts = [
        Say(_("Write anything, any time: it goes to the teacher.")),
        # Translators: use your language's own words for these, from the registry.
        Say(_("Or text one word: SHARE, FAMILY, MYWAY, WHO, LANGUAGE, PAUSE, STOP.")),
        Say(_("PASS hands the phone to your child for ten minutes. URGENT goes to the school office.")),
        # Translators: NEWPHONE is the word to text; use your language's own from the registry, where it has one.
        Say(_("New phone or number? Text NEWPHONE from the old one.")),
        Say(_("{school} office: {office}. Emergency: {emergency}."),
            {"school": school.name, "office": school.office_number, "emergency": school.emergency_line}),
    ]  # fmt: skip
    if talk.contact.channel == "telegram" and talk.question is None and inviting.guarded(talk.members):
        talk.ask(pass_phone.BUTTON, *parts, options=[Option("pass", Say(_("Hand the phone over")))])
    else:
        talk.say(*parts)
