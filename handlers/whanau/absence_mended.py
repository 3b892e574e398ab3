"""What was understood of an absence, said back: one word mends it. And whether it is one, where that was not sure."""

from collections.abc import Sequence
from typing import Any

from bot.acts import absences
from bot.acts.acknowledging import named_teacher
from bot.acts.writing import Written
from bot.languages.folding import fold
from bot.languages.words import _
from bot.model.chat import Option, Question, Say
from bot.model.heard import Kind
from bot.model.people import Member
from bot.pace.schedule import DAY
from bot.talk import Heard, Talk

NOTED, SURE = absences.SAID_BACK, absences.SURE
YES, NO = _("Yes"), _("No")


def wants(heard: Heard, talk: Talk) -> bool:
    return _answer(heard, talk) is not None


def handle(heard: Heard, talk: Talk) -> None:
    asked, answer = _asked(talk), _answer(heard, talk)
    assert asked is not None
    assert talk.person is not None
    talk.settle(asked)
    days = list(asked.about["days"])
    members = [it for it in talk.members if it.lane.household_id in asked.about["homes"]]
    members = [it for it in members if it.lane.household_id in absences.may_say(talk.desk, members)]
    if not members:
        talk.answer(_("That question has passed. Please write to us in your own words."))
    elif answer == "yes":
        kept = {int(home): it for home, it in asked.about.get("messages", {}).items()}
        absences.note(talk.desk, talk.person, members, days, kept)
        _tell_school(heard, talk, members, Say(absences.NOTED, absences.of_days(days)))
        confirm(talk, members, days)
    elif asked.kind == SURE:
        talk.answer(_("All right. It stays a message for the teacher."))
    else:
        gone = absences.take_back(talk.desk, members, days)
        if gone:
            _tell_school(heard, talk, members, Say(absences.TAKEN_BACK, absences.of_days(gone)))
        talk.answer(
            _("Taken back: {children} is not noted as away. Please write what is right, in your own words."),
            **absences.of_children(members),
        )


def confirm(talk: Talk, members: Sequence[Member], days: Sequence[str]) -> None:
    teachers = list(dict.fromkeys(named_teacher(talk.desk, it.lane.child.id) for it in members))
    # By SMS the word itself is typed: a list of one number would only cost.
    shown = [Option("no", Say(NO))] if talk.contact.channel != "sms" else []
    talk.ask(
        NOTED,
        Say(
            # Translators: {word} is "No". {days} is one day, or several. Only by SMS: keep it short.
            _("Noted: {children} away from school, {days}. The office and {teachers} know. Reply {word} if wrong."),
            {**absences.of_children(members), **absences.of_days(days), "teachers": {"names": teachers},
             "word": {"words": NO}},
        ),
        options=shown, about=about(talk, members, days), lasts=DAY,
    )  # fmt: skip


def about(talk: Talk, members: Sequence[Member], days: Sequence[str]) -> dict[str, Any]:
    homes = [it.lane.household_id for it in members]
    return {"homes": homes, "days": list(days), "whose": talk.person_id}


def _tell_school(heard: Heard, talk: Talk, members: list[Member], says: Say) -> None:
    """Their short word stands in the thread, with what it means; the teacher hears it too."""
    assert talk.person is not None
    words = heard.words or talk.desk.speech.say(talk.language, YES if heard.chosen == "yes" else NO)
    written = Written(words, talk.person.language, inbox_id=heard.inbox_id, said_at=heard.said.at)
    absences.write(talk.desk, talk.contact, talk.shared, talk.person, written, members, says)


def _asked(talk: Talk) -> Question | None:
    asked = talk.asked(NOTED) or talk.asked(SURE)
    return asked if asked is not None and asked.about["whose"] == talk.person_id else None


def _answer(heard: Heard, talk: Talk) -> str | None:
    """By number or button, or by the word, in their own language or in English."""
    asked = _asked(talk)
    if asked is None or heard.keyword is not None or heard.overtaken:
        return None
    if heard.chosen is not None or heard.incoming.kind != Kind.TEXT:
        return heard.chosen
    said = fold(heard.words)
    for mark, label, letter in (("yes", YES, "y"), ("no", NO, "n")):
        if said in (letter, fold(label), fold(talk.desk.speech.say(talk.language, label))):
            return mark if mark == "no" or asked.kind == SURE else None
    return None
