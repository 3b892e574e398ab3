"""URGENT, with words or before them: to the office, at any hour, whoever at home has the phone.

Also from somebody who is in no family's thread any more. Whom nobody knows hears what to do in an emergency, and the
office finds their words with those of other strangers.
"""

from bot.acts import urgent
from bot.languages.words import _
from bot.model.chat import Say
from bot.talk import Heard, Talk

KIND = "urgent"


def wants(heard: Heard, talk: Talk) -> bool:
    if talk.roles and not talk.members and len(talk.shared) < 2:
        return False  # staff have the office's own ways
    return heard.keyword == "URGENT" or _is_told(heard, talk)


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked(KIND)
    if not talk.shared:
        talk.show_office(heard)
        # Once a day: a machine at the other end must not cost the school a text each time.
        talk.say(*urgent.by_phone(talk.desk), once=f"urgent {talk.desk.now:%Y-%m-%d}")
        return
    if heard.keyword == "URGENT" and not heard.rest and not heard.incoming.sights:
        talk.ask(
            KIND,
            Say(_("What is urgent? Write it here. It goes to the school office at once.")),
            urgent.danger(talk.desk),
        )
        return
    if asked is not None:
        talk.settle(asked)
    words = heard.rest if heard.keyword == "URGENT" else heard.words
    urgent.tell(talk.desk, talk.contact, talk.shared, talk.person, heard.incoming, heard.said, words)


def _is_told(heard: Heard, talk: Talk) -> bool:
    """What we asked for. Also where somebody's words came between: it is better read twice than by nobody."""
    return talk.asked(KIND) is not None and heard.is_words and heard.keyword is None
