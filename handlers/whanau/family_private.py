"""The other guardian's word: may this supporter see absences, health, behaviour and progress?"""

from bot.acts import mandates
from bot.languages.words import _
from bot.talk import Heard, Talk

KIND = "family private"


def wants(heard: Heard, talk: Talk) -> bool:
    asked = talk.asked(KIND)
    return asked is not None and heard.chosen is not None and asked.about["whose"] == talk.person_id


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked(KIND)
    assert asked is not None
    assert talk.person is not None
    talk.settle(asked)
    say = mandates.may_see_private if heard.chosen == "yes" else mandates.may_not_see_private
    there = say(talk.desk, talk.person.id, int(asked.about["person"]), asked.about.get("homes"))
    if there:
        talk.say(*mandates.told(talk.desk, there))
    else:
        talk.answer(_("That question has passed. Please write to us in your own words."))
