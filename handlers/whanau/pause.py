"""PAUSE: no questions, ideas or reminders for a while, without giving reasons. It works at once."""

from datetime import timedelta

from bot.acts import stopping
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.talk import Heard, Talk

KIND = "pause"
SPANS = {"week": timedelta(weeks=1), "month": timedelta(days=30)}


def wants(heard: Heard, talk: Talk) -> bool:
    if talk.person is None:
        return False
    return heard.keyword == "PAUSE" or (talk.asked(KIND) is not None and heard.chosen is not None)


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    if heard.keyword == "PAUSE":
        stopping.pause(talk.desk, talk.person.id, None)
        talk.ask(
            KIND,
            Say(
                _(
                    "Paused. No questions or ideas will come. Words from your child's teacher still will. For how long?"
                )
            ),
            options=[
                Option("week", Say(_("One week"))),
                Option("month", Say(_("One month"))),
                Option("start", Say(_("Until I text START"))),
            ],
        )
        return
    asked = talk.asked(KIND)
    assert asked is not None
    assert heard.chosen is not None
    talk.settle(asked)
    span = SPANS.get(heard.chosen)
    stopping.pause(talk.desk, talk.person.id, talk.desk.now + span if span else None)
    talk.answer(_("All right. Text START any time to go on."))
