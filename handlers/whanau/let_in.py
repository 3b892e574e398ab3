"""The guardian's answer: everything, stories and activities, one subject, or no. Then: until when?"""

from bot.acts import ears, inviting, mandates
from bot.languages.words import _
from bot.model.chat import Say
from bot.store import people
from bot.talk import Heard, Talk
from handlers.whanau import family_until


def wants(heard: Heard, talk: Talk) -> bool:
    return talk.asked("let in") is not None and heard.chosen is not None


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked("let in")
    assert asked is not None
    assert heard.chosen is not None
    assert talk.person is not None
    if inviting.still_guarded(talk.desk, asked.about["code"])[0] != talk.person.id:
        talk.answer(_("Only a parent or guardian can bring others in. Please ask them."))
        return  # on a shared phone the question waits for the one who was asked
    talk.settle(asked, said=heard.chosen)
    newcomer = people.person_by_id(talk.desk.db, asked.about["person"])
    if heard.chosen == "no":
        talk.answer(_("All right. {name} is not in."), name=newcomer.name)
        inviting.tell(talk.desk, newcomer.id, Say(_("Sorry, not this time. Please talk with the family.")))
        return
    scope, subject = inviting.scope_of(heard.chosen)
    opened = inviting.let_in(talk.desk, talk.person.id, asked.about["code"], newcomer.id, scope, subject)
    if not opened:
        talk.answer(_("That question has passed. Please write to us in your own words."))
        return
    # Whoever lets somebody in has been told that they will hear.
    lanes = {str(it.lane.household_id): {str(newcomer.id): str(scope)} for it in opened}
    ears.remember_told(talk.desk, talk.contact.id, lanes)
    homes = [it.lane.household_id for it in opened]
    mandates.tell_opened(
        talk.desk, talk.person.name, mandates.places(talk.desk, talk.person.id, newcomer.id, homes)
    )
    said = Say(
        _("{name} is in. To see who is in, text WHO. To end it, text FAMILY."), {"name": newcomer.name}
    )
    family_until.ask(talk, {"person": newcomer.id, "homes": homes, "opened": heard.chosen}, said)
