"""LESS and MORE: how many ideas for home come in a week. They are ordinary words too: under a question, in small
letters, they are somebody's answer to it."""

from bot.acts import ways
from bot.languages.words import _
from bot.model.chat import Say
from bot.talk import Heard, Talk

STEPS = {"LESS": -1, "MORE": +1}


def wants(heard: Heard, talk: Talk) -> bool:
    if heard.keyword not in STEPS or talk.person is None or not talk.members:
        return False
    return (
        heard.words.isupper() or heard.is_command or not any(it.from_people for it in talk.screen.shown[:1])
    )


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    weekly = ways.pace(talk.desk, talk.person, STEPS[str(heard.keyword)])
    talk.say(
        Say("{what}: {count}.", {"what": {"words": ways.IDEAS}, "count": weekly}),
        Say(_("Kept. We hold to it from now on. Text MYWAY to change it.")),
    )
