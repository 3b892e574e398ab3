"""Somebody on their way in, whose guardian has not answered yet."""

from bot.languages.words import _
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return talk.asked("newcomer language") is not None or (bool(talk.shared) and not talk.members)


def handle(heard: Heard, talk: Talk) -> None:
    if talk.asked("newcomer language"):
        talk.answer(_("Please answer with a number from the list."))
        return
    talk.show_office(heard)
    talk.answer(
        _("You are not in a family's thread right now. Please ask the family, or call the school: {office}."),
        office=talk.desk.school.office_number,
        once=f"waiting {talk.desk.now:%Y-%m-%d}",
    )
