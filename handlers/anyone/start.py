"""START takes a stop or a pause back. A phone that is not theirs stays off the list.

A number that said STOP a year ago may have been given to somebody else since: it is asked, and opens nothing else.
"""

from bot.acts import greeting, still_yours, stopping
from bot.languages.words import _
from bot.model.people import State
from bot.store import people
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    asked = heard.keyword == "START" or heard.incoming.hint == "START"
    return asked and talk.contact.state != State.UNVERIFIED


def handle(heard: Heard, talk: Talk) -> None:
    if talk.contact.state == State.WRONG:
        return  # it said that it is not who we think: only the office can say who it is now
    if stopping.stopped_since(talk.desk, talk.contact, heard.said):
        return  # we hear it late: what they said since then holds
    if still_yours.may_be_anybodys(talk.desk, talk.contact):
        still_yours.quarantine(talk.desk, talk.contact, still_yours.LONG_AGO)
        stopping.start(talk.desk, people.contact_by_id(talk.desk.db, talk.contact.id))  # opens nothing
        still_yours.ask_now(talk.desk, talk.contact.id)
        return
    stopping.start(talk.desk, talk.contact, heard.said)
    if talk.shared and not talk.roles:
        greeting.greet_now(talk.desk, talk.contact, talk.language)
    talk.answer(
        _("Welcome back. You will hear from {school} again. Text STOP to end."), school=talk.desk.school.name
    )
