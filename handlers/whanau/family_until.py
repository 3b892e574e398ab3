"""Until when a supporter is in: no end, a day from the list, or a date in the guardian's own writing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.acts import mandates
from bot.languages import typed_dates
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.heard import Kind
from bot.pace.schedule import local
from bot.talk import Heard, Talk

KIND, GOES_ON = "family until", "family goes on"
NO_END = "no end"


def wants(heard: Heard, talk: Talk) -> bool:
    going = talk.asked(GOES_ON)
    if going is not None:
        return heard.chosen is not None and going.about["whose"] == talk.person_id
    return talk.asked(KIND) is not None and (heard.chosen is not None or _written(heard, talk) is not None)


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked(KIND) or talk.asked(GOES_ON)
    assert asked is not None
    assert talk.person is not None
    talk.settle(asked)
    about = asked.about
    person_id, homes, opened = int(about["person"]), about.get("homes"), about.get("opened")
    there = mandates.places(talk.desk, talk.person.id, person_id, homes)
    # Whom the school keeps out has no place: it is read back all the same.
    none = mandates.unopened(talk.desk, talk.person.id, person_id, homes or (), opened) if opened else []
    if not there and not none:
        talk.answer(_("That question has passed. Please write to us in your own words."))
    elif asked.kind == GOES_ON and heard.chosen == "yes":
        # Their yes counts at once: whoever is asked for a day may be called away, and nobody asks again.
        goes_on = mandates.go_on(talk.desk, talk.person.id, person_id, homes)
        ask(talk, {"person": person_id, "homes": homes}, *mandates.told(talk.desk, goes_on))
    elif asked.kind == GOES_ON:
        talk.say(*mandates.told(talk.desk, there))
    else:
        written = _written(heard, talk)
        chosen = written.isoformat() if written else str(heard.chosen)
        day = None if chosen == NO_END else date.fromisoformat(chosen)
        end = mandates.end_of(talk.desk, day) if day else None
        changed = mandates.change_end(talk.desk, talk.person.id, person_id, day, homes)
        if not opened:
            mandates.tell_opened(talk.desk, talk.person.name, changed)
        elif end:  # who let them in they have heard already
            mandates.tell_end(talk.desk, changed)
        talk.say(*mandates.told(talk.desk, [*changed, *(replace(it, until=end) for it in none)]))


def ask(talk: Talk, about: Mapping[str, Any], *before: Say) -> None:
    """`about`: the `person`, in which `homes`, and where they came just now as what they were `opened`. `before`: what
    is said first, in the same message."""
    talk.ask(
        KIND, *before, Say(_("Until when? Answer with a number, or write a date such as 20/12.")),
        options=[
            Option(NO_END, Say(_("No end"))),
            *(Option(it.isoformat(), Say("{day}", {"day": {"day": it.isoformat()}})) for it in _days(talk)),
        ],
        about=about, lasts=mandates.SOON,
    )  # fmt: skip


def _days(talk: Talk) -> list[date]:
    """In a month, and when this term ends."""
    today = _today(talk)
    month = today + mandates.MONTH
    ends = [it.last for it in talk.desk.school.calendar.terms if it.first <= today < it.last]
    return sorted({month, *ends})


def _written(heard: Heard, talk: Talk) -> date | None:
    if heard.keyword is not None or heard.overtaken or heard.incoming.kind != Kind.TEXT or heard.chosen:
        return None
    found = typed_dates.date(heard.words, talk.language, _today(talk))
    return found if found and found >= _today(talk) else None


def _today(talk: Talk) -> date:
    return local(talk.desk.now, talk.desk.school.calendar.zone).date()
