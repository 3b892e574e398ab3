"""ALL: what they just wrote to the school may be seen by the rest of their home.

It is an ordinary word too, in many languages: it counts only while there are words to show, and nothing else that
it could be the answer to.
"""

from bot.acts import widening
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.people import Member
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    if heard.keyword != "ALL" or talk.person is None:
        return False
    return widening.can_widen(talk.desk, talk.contact, talk.person.id, talk.screen, heard.incoming.quotes)


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    shown = widening.show_all(talk.desk, talk.contact, talk.person)
    if shown.asked_first:  # somebody has come in since we named those who would see it
        names = {"others": _names(shown.asked_first)}
        by = talk.say(Say(_("Only the school sees this. Text ALL to show it to {others}."), names))
        widening.offered(talk.desk, talk.contact, shown.hearers, by)
    elif shown.reached:
        talk.answer(_("Done. {others} can see it now."), others=_names(shown.reached))
    elif shown.others:
        talk.answer(_("Kept in the thread. Nobody there can be reached by phone right now."))
    else:
        talk.answer(_("There is nobody else in this thread yet. Text FAMILY to bring somebody in."))


def _names(members: tuple[Member, ...]) -> dict[str, list[str]]:
    return {"names": list(dict.fromkeys(it.person.name for it in members))}
