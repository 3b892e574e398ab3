"""PAUSE, "PAUSE 2 weeks", "PAUSE 20/12": no questions, ideas or reminders, without giving reasons. At once."""

from datetime import date, timedelta

from bot.acts import mandates, stopping
from bot.languages import keywords, typed_dates
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.heard import Kind
from bot.pace.schedule import local
from bot.talk import Heard, Talk
from handlers.anyone import asks_to_stop
from handlers.whanau import absence, writes

KIND = "pause"
SPANS = {"week": timedelta(weeks=1), "month": timedelta(days=30)}


def wants(heard: Heard, talk: Talk) -> bool:
    if talk.person is None:
        return False
    asked = talk.asked_them(KIND) is not None and heard.chosen is not None
    return heard.keyword == "PAUSE" or asked or _unread(heard, talk) is not None


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    unread = _unread(heard, talk)
    if heard.keyword == "PAUSE" and (last := _last_day(heard.rest, talk)):
        stopping.pause(talk.desk, talk.person.id, mandates.end_of(talk.desk, last))
        talk.say(
            Say(_("Paused until {day}."), {"day": {"day": last.isoformat()}}),
            Say(_("All right. Text START any time to go on.")),
        )
    elif heard.keyword == "PAUSE" or unread is not None:
        stopping.pause(talk.desk, talk.person.id, None)
        if unread is not None and talk.members and not keywords.is_only_a_length(unread):
            writes.to_school_only(
                heard, talk
            )  # more than a length: the teacher reads it, as no answer to a question
        _ask_how_long(talk)
    else:
        _answered(heard, talk)


def _unread(heard: Heard, talk: Talk) -> str | None:
    """What stands after PAUSE that says no time we can read: a pause all the same, at once. Once: not when the words
    are taken up again, nor when they are the story that SHARE opened the ear for. "Pause, Ruby is sick" and "pause,
    stop texting me" are heard as what comes after it: the one is for the school alone, the other asks for more.
    """
    again = talk.taken_up.chosen or talk.taken_up.answers is not None
    if heard.keyword is not None or heard.incoming.kind != Kind.TEXT or talk.ear or again or heard.chosen:
        return None
    rest = keywords.begins_with_pause(heard.words, talk.language)
    if rest is None or asks_to_stop.says_so(heard, talk) or absence.wants(heard, talk):
        return None
    return rest


def _last_day(said: str, talk: Talk) -> date | None:
    """So many days from today, or that day; None where that is no day that is still to come."""
    today = local(talk.desk.now, talk.desk.school.calendar.zone).date()
    last = typed_dates.last_day(said, talk.language, today)
    return last if last and last >= today else None


def _ask_how_long(talk: Talk) -> None:
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


def _answered(heard: Heard, talk: Talk) -> None:
    asked = talk.asked_them(KIND)
    assert asked is not None
    assert heard.chosen is not None
    assert talk.person is not None
    talk.settle(asked)
    span = SPANS.get(heard.chosen)
    stopping.pause(talk.desk, talk.person.id, talk.desk.now + span if span else None)
    talk.answer(_("All right. Text START any time to go on."))
