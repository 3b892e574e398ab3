"""/console: a link that opens the console once."""

from bot.acts import linking
from bot.languages.words import _
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.words.lower().split("@")[0] == "/console"


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    if not talk.desk.links.public_url:
        talk.answer(_("The console has no public address yet. Please open it on the school's own computer."))
        return
    path = linking.sign_in_path(talk.desk, talk.person.id)
    talk.answer(
        _("This link opens the console once, within half an hour: {link}"),
        link=talk.desk.links.public_url + path,
    )
