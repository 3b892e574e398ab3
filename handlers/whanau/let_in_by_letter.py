"""A guardian's answer about somebody who came with the school's letter: in, in part, "it is my own phone", or no."""

from bot.acts import ears
from bot.acts.letters import arriving, deciding
from bot.languages.words import _
from bot.model.people import Scope
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return talk.asked(arriving.ASKS) is not None and heard.chosen is not None


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked(arriving.ASKS)
    assert asked is not None
    assert heard.chosen is not None
    assert talk.person is not None
    if not any(it.guardian for it in talk.members):
        talk.answer(_("Only a parent or guardian can bring others in. Please ask them."))
        return  # on a shared phone the question waits for the one who was asked
    talk.settle(asked, said=heard.chosen)
    decided = deciding.by_guardian(talk.desk, talk.person.id, asked.about["arrival"], heard.chosen)
    if decided is None:
        talk.answer(_("That question has passed. Please write to us in your own words."))
    elif not decided.opened:
        talk.answer(_("All right. {name} is not in."), name=decided.newcomer.name)
    elif heard.chosen == arriving.KNOWN:
        talk.answer(_("Thank you. We know now that this other phone is yours too."))
    else:
        # Whoever lets somebody in has been told that they will hear.
        newcomer, scope = str(decided.newcomer.id), str(Scope(heard.chosen))
        told = {str(it.lane.household_id): {newcomer: scope} for it in decided.opened}
        ears.remember_told(talk.desk, talk.contact.id, told)
        talk.answer(
            _("{name} is in. To see who is in, text WHO. To end it, text FAMILY."), name=decided.newcomer.name
        )
