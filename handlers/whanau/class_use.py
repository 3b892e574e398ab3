"""May the class use what they shared? Named, without their name, or not at all; only whoever gave it says so."""

from bot.acts import in_class
from bot.languages.words import _
from bot.store import people
from bot.talk import Heard, Talk

ANSWERS = {
    in_class.NAMED: _("Thank you. {teacher} may use it in class, and may say that it came from you."),
    in_class.UNNAMED: _("Thank you. {teacher} may use it in class, and says no name."),
    in_class.NO: _("All right. It stays with {teacher}."),
}


def wants(heard: Heard, talk: Talk) -> bool:
    return talk.asked(in_class.KIND) is not None and heard.chosen is not None and talk.person is not None


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked(in_class.KIND)
    assert asked is not None
    assert heard.chosen is not None
    assert talk.person is not None
    if asked.about["whose"] != talk.person.id:
        giver = people.person_by_id(talk.desk.db, asked.about["whose"])
        talk.answer(_("{name} shared it, so only {name} can say."), name=giver.name)
        return
    talk.settle(asked, said=heard.chosen)
    if in_class.answered(talk.desk, talk.person, asked, heard.chosen):
        talk.answer(ANSWERS[heard.chosen], teacher=asked.about["teacher"])
