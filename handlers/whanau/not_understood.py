"""A question mark alone: "I do not understand". The teacher sees which words, in which language."""

from bot.acts import not_understood
from bot.languages.words import _
from bot.model.heard import Kind
from bot.talk import Heard, Talk

MARKS = set("?？؟¿")


def wants(heard: Heard, talk: Talk) -> bool:
    if heard.incoming.kind != Kind.TEXT or talk.person is None or not talk.members:
        return False
    words = "".join(heard.words.split())
    return bool(words) and set(words) <= MARKS and not_understood.last(talk.desk, talk.contact) is not None


def handle(heard: Heard, talk: Talk) -> None:
    row = not_understood.last(talk.desk, talk.contact)
    assert row is not None
    assert talk.person is not None
    told = not_understood.not_understood(
        talk.desk, talk.contact, talk.person, row, talk.members, heard.inbox_id
    )
    if told:
        talk.answer(_("Thank you for telling us. The teacher will see it and can say it in other words."))
    else:
        talk.show_office(heard, "aside")
        talk.answer(
            _("Sorry, we could not pass this on. You are no longer in that thread. Please call {office}."),
            office=talk.desk.school.office_number,
        )
