"""PAUSE, "PAUSE 2 weeks", "PAUSE 20/12": no questions, ideas or reminders, without giving reasons. At once."""

from datetime import timedelta

from bot.acts import mandates, stopping
from bot.languages import typed_dates
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.pace.schedule import local
from bot.talk import Heard, Talk

KIND = "pause"
SPANS = {"week": timedelta(weeks=1), "month": timedelta(days=30)}


def wants(heard: Heard, talk: Talk) -> bool:
    if talk.person is None:
        return False
    return heard.keyword == "PAUSE" or (talk.asked(KIND) is not None and heard.chosen is not None)


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    if heard.keyword == "PAUSE" and heard.rest:
        _until(talk, heard.rest)
        return
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


def _until(talk: Talk, said: str) -> None:
    """For so many days from today; or to the end of that day."""
    assert talk.person is not None
    today = local(talk.desk.now, talk.desk.school.calendar.zone).date()
    days = typed_dates.days(said)
    last = today + timedelta(days=days) if days else typed_dates.date(said, talk.language, today) or today
    stopping.pause(talk.desk, talk.person.id, mandates.end_of(talk.desk, last))
    talk.say(
        Say(_("Paused until {day}."), {"day": {"day": last.isoformat()}}),
        Say(_("All right. Text START any time to go on.")),
    )
