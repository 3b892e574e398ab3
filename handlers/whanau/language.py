"""LANGUAGE: a person chooses what they read. No import of the roll undoes it."""

from bot.acts import choosing
from bot.languages.registry import LANGUAGES, find
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.talk import Heard, Talk

KIND = "language"


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.keyword == "LANGUAGE" or _answered(heard, talk) is not None


def handle(heard: Heard, talk: Talk) -> None:
    named = find(heard.rest) if heard.keyword == "LANGUAGE" else None
    tag = _answered(heard, talk) or (named.tag if named else None)
    if tag is None:
        options = [Option(it, LANGUAGES[it].own_name) for it in talk.desk.school.languages]
        talk.ask(KIND, Say(_("Which language shall we write in?")), options=options)
        return
    if asked := talk.asked_them(KIND):
        talk.settle(asked)
    if choosing.language(talk.desk, talk.contact, talk.person, tag):
        talk.answer(_("From now on we write to you in {language}."), language={"language": tag})
    else:
        talk.answer(
            _("We do not have {language} yet. Until then we write in English."),
            language={"language": tag},
        )


def _answered(heard: Heard, talk: Talk) -> str | None:
    if talk.asked_them(KIND) is None or heard.keyword is not None or heard.overtaken:
        return None
    named = find(heard.words) if heard.words else None
    return heard.chosen or (named.tag if named else None)
