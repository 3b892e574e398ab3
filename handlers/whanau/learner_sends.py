"""The guardian has been read what the child said, and sends it or deletes it."""

from bot.acts import learners
from bot.acts.asking_which import asked_of
from bot.acts.learner_sending import send
from bot.languages.words import _
from bot.store import learners as turns
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return (
        asked_of(talk.asked(learners.SENDS), talk.person_id, learners.SENDS)
        and heard.keyword is None
        and heard.chosen is not None
    )


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked(learners.SENDS)
    assert asked is not None
    assert talk.person is not None
    talk.settle(asked)
    turn = turns.one(talk.desk.db, asked.about["turn"])
    member = learners.guarded(turn, talk.members) if turn is not None else None
    if turn is not None and heard.chosen == "send" and member is not None:
        send(talk.desk, talk.contact, talk.shared, talk.person, member, turn)
    elif heard.chosen == "send":
        talk.answer(
            _("Sorry, we could not pass this on. You are no longer in that thread. Please call {office}."),
            office=talk.desk.school.office_number,
        )
    else:
        talk.answer(_("Deleted. Nobody at school has seen it."))
    if turn is not None:
        learners.over(talk.desk, turn)
