"""“Sick today”, “ABSENT”, “Ruby will not be at school until Friday”: to the office and the teacher, and said back.

It stays a message to the teacher all the same. Which child, where more than one could be meant, is asked; so is
whether it is an absence at all, where that is not sure. A prompt that stands on the screen decides neither.
"""

from datetime import date

from bot.acts import absences
from bot.acts.acknowledging import HAS_WORDS, named_teacher
from bot.acts.placing import Doubt, Placed, Spoken, place
from bot.acts.writing import Written
from bot.languages.absences import Away, away
from bot.languages.folding import fold
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.heard import Kind
from bot.model.people import Member
from bot.pace.schedule import DAY, local
from bot.store import messages
from bot.talk import Heard, Talk
from handlers.whanau import absence_mended, writes

#: "We are both sick" may be a mother and one of her children.
_WE = frozenset(("we", "were", "weve", "us", "i", "im", "me"))


def wants(heard: Heard, talk: Talk) -> bool:
    if (
        not talk.members
        or talk.person is None
        or heard.incoming.kind != Kind.TEXT
        or heard.chosen is not None
    ):
        return False
    return heard.keyword in (None, "ABSENT") and _away(heard, talk) is not None


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    found = _whom(heard, talk)
    if isinstance(found, Doubt):
        writes.ask_which(heard, talk, found, share=False)
        return
    if talk.ear:  # whatever was to be shared next, it was not this
        talk.settle(talk.ear)
    away_ = _away(heard, talk)
    assert away_ is not None
    days = absences.school_days(talk.desk, away_.days, _said_on(heard, talk))
    theirs = absences.may_say(talk.desk, found)
    sure = bool(days) and away_.sure and all(it.lane.household_id in theirs for it in found)
    written = Written(heard.words, talk.person.language, inbox_id=heard.inbox_id, said_at=heard.said.at)
    made = absences.write(talk.desk, talk.contact, talk.shared, talk.person, written, found,
                          Say(absences.NOTED, absences.of_days(days)) if sure else None)  # fmt: skip
    if not made:
        return
    teachers = list(dict.fromkeys(named_teacher(talk.desk, it.lane.child.id) for it in found))
    said = {**absences.of_children(found), "teachers": {"names": teachers}}
    by_home = {it.lane.household_id: _of_thread(talk, made, it) for it in found}
    if sure:
        absences.note(talk.desk, talk.person, found, days, by_home)
        absence_mended.confirm(talk, found, days)
    elif days and all(it.lane.household_id in theirs for it in found):
        talk.ask(
            absence_mended.SURE, Say(HAS_WORDS, said),
            # Translators: they wrote "she is sick"; yes tells the office that the child is not at school.
            Say(_("Is {children} away from school on {days}?"), {**said, **absences.of_days(days)}),
            options=[Option("yes", Say(absence_mended.YES)), Option("no", Say(absence_mended.NO))],
            about={**absence_mended.about(talk, found, days), "messages": {str(k): v for k, v in by_home.items()}},
            lasts=DAY,
        )  # fmt: skip
    else:
        homes = "+".join(map(str, by_home))
        talk.say(Say(HAS_WORDS, said), once=f"thanks {homes} absence {_said_on(heard, talk)}")


def _away(heard: Heard, talk: Talk) -> Away | None:
    names = {it.lane.child.name for it in talk.members}
    return away(heard.words, talk.language, _said_on(heard, talk), names)


def _said_on(heard: Heard, talk: Talk) -> date:
    """The school's date when they wrote it, however late it reached us."""
    return local(heard.said.at, talk.desk.school.calendar.zone).date()


def _whom(heard: Heard, talk: Talk) -> tuple[Member, ...] | Doubt:
    """Of the child they named since, named in it, or quoted a text about; else their only one, or ask."""
    assert talk.person is not None
    if chosen := talk.taken_up.chosen:
        return tuple(it for it in talk.members if it.lane.household_id in chosen) or Doubt(talk.members)
    if named := absences.named_in(heard.words, talk.members):
        return named if absences.are_one(heard.words, named) else Doubt(named)
    meant = _quoted(heard, talk) or talk.members
    both = (
        len(meant) == 2
        and absences.are_one(heard.words, meant)
        and not _WE.intersection(fold(heard.words).split())
    )
    return tuple(meant) if len(meant) == 1 or both else Doubt(tuple(meant))


def _quoted(heard: Heard, talk: Talk) -> tuple[Member, ...]:
    assert talk.person is not None
    if heard.incoming.quotes is None:
        return ()
    spoken = Spoken(talk.contact, talk.person.id, heard.said.at, talk.screen, heard.incoming.quotes)
    found = place(talk.desk, spoken, talk.members)
    return found.members if isinstance(found, Placed) and len(found.members) == 1 else ()


def _of_thread(talk: Talk, made: list[int], member: Member) -> int:
    rows = {messages.one(talk.desk.db, it)["thread_id"]: it for it in made}
    return rows.get(member.lane.thread_id, made[0])
