"""Somebody brings a family's code. A wrong, a used and an expired one are answered alike."""

from datetime import timedelta

from bot.acts import codes, inviting
from bot.acts.letters import arriving
from bot.languages.words import _
from bot.model.chat import Say
from bot.talk import Heard, Talk

LASTS = timedelta(days=14)


def wants(heard: Heard, talk: Talk) -> bool:
    return codes.read(heard.payload) is not None and inviting.may_arrive(talk.contact)


def handle(heard: Heard, talk: Talk) -> None:
    arrived(talk, inviting.arrive(talk.desk, talk.contact, codes.read(heard.payload) or ""))


def arrived(talk: Talk, code_id: int | None) -> None:
    """With a code, or None where it opens nothing: who they are is asked first, then whether they may come in."""
    on_the_way = talk.asked("newcomer name") or talk.asked("newcomer language")
    if code_id is None and on_the_way:  # they sent it twice
        talk.repeat(on_the_way)
    elif code_id is None:
        talk.answer(_("That code does not work. Please ask the person who gave it to you for a new one."))
    elif talk.person is None:
        talk.known().ask(
            "newcomer name", Say(_("Welcome. What is your name?")), about={"code": code_id}, lasts=LASTS
        )
    else:  # somebody we know already
        knock(talk, code_id, talk.person.id)


def knock(talk: Talk, code_id: int, person_id: int) -> None:
    """Asks the guardian, and tells the newcomer; honestly, where the guardian cannot be asked any more."""
    if arriving.came_with_letter(talk.desk, code_id):
        arriving.knock(talk.desk, code_id, person_id)
        talk.answer(
            _("Thank you. First we ask your family, or the school office. We will write when they answer.")
        )
    elif inviting.knock(talk.desk, code_id, person_id):
        talk.answer(
            _("Thank you. We have asked the person who gave you the code. We will write when they answer.")
        )
    else:
        talk.answer(
            _(
                "You are not in a family's thread right now. Please ask the family, or call the school: {office}."
            ),
            office=talk.desk.school.office_number,
        )
