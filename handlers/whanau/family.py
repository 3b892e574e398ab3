"""FAMILY: a guardian brings somebody in, and changes or ends somebody's place. Families decide who belongs."""

from datetime import timedelta

from bot.acts import inviting, mandates, saying
from bot.acts.asking_which import options
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.people import Member
from bot.talk import Heard, Talk

A_DAY = timedelta(days=1)


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.keyword == "FAMILY" and bool(talk.members)


def handle(heard: Heard, talk: Talk) -> None:
    guarded = inviting.guarded(talk.members)
    if not guarded:
        talk.answer(_("Only a parent or guardian can bring others in. Please ask them."))
    elif len(guarded) > 1:
        talk.ask("which lanes", Say(_("Who is this about?")), options=options(guarded, {}))
    else:
        give_code(talk, guarded)


def give_code(talk: Talk, members: list[Member]) -> None:
    """The code to pass on; under it everybody who is in: what they see, by whose word, until when. Those whose place
    the family may change have a number, one for each child."""
    assert talk.person is not None
    code = inviting.invite(talk.desk, talk.person.id, [it.lane.household_id for it in members])
    children = {"names": [it.lane.child.name for it in members]}
    parts = [
        # Translators: a code for one family member, such as an aunty. {number} is the school's own.
        Say(_("To bring somebody in for {children}, pass this code on: {code}. It works once, for 14 days."),
            {"children": children, "code": code}),
    ]  # fmt: skip
    if talk.desk.links.sms_number:
        parts.append(Say(_("They text it to {number}."), {"number": talk.desk.links.sms_number}))
    if link := inviting.link(talk.desk, code):
        parts.append(Say(_("Or they open {link}"), {"link": link}))
    parts.append(Say(_("We will ask you before they are in.")))
    here = inviting.supporters(talk.desk, members)
    for mine in members:
        parts += mandates.told(talk.desk, mandates.home(talk.desk, mine.lane.household_id))
    waiting = saying.waits(talk.desk, talk.contact, talk.person_id)
    if not here or waiting:
        talk.say(*parts)
        if waiting:  # somebody is at the door: that question stands last, and two lists of numbers do not mix
            talk.repeat(waiting)
        return
    parts.append(Say(_("To change or end a place, answer with its number:")))
    talk.ask(
        "family end",
        *parts,
        options=[Option(f"{it.lane.household_id}:{it.person.id}", _named(it, members)) for it in here],
        lasts=A_DAY,
    )


def _named(place: Member, guarded: list[Member]) -> Say | str:
    """Where several children are listed, each line says whose it is about."""
    if len(guarded) == 1:
        return place.person.name
    return Say("{name}, {child}", {"name": place.person.name, "child": place.lane.child.name})
