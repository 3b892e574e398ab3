"""A guardian has chosen somebody of the list: what shall change? Each choice works at once, and asks no reasons."""

from collections.abc import Mapping
from typing import Any

from bot.acts import inviting, mandates
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.people import Member
from bot.talk import Heard, Talk
from handlers.whanau import family_until

LIST, CHANGE = "family end", "family change"


def wants(heard: Heard, talk: Talk) -> bool:
    return (talk.asked(LIST) is not None or talk.asked(CHANGE) is not None) and heard.chosen is not None


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked(LIST) or talk.asked(CHANGE)
    assert asked is not None
    assert heard.chosen is not None
    assert talk.person is not None
    talk.settle(asked)
    if asked.kind == LIST:
        home, _colon, person = heard.chosen.partition(":")
        about = {"person": int(person), "homes": [int(home)]} if person else {}
    else:
        about = {"person": int(asked.about["person"]), "homes": asked.about.get("homes")}
    there = mandates.places(talk.desk, talk.person.id, **_of(about)) if about else []
    if not there:
        talk.answer(_("That question has passed. Please write to us in your own words."))
    elif asked.kind == LIST:
        _what_shall_change(talk, about, there)
    else:
        _change(talk, heard.chosen, about, there)


def _of(about: Mapping[str, Any]) -> dict[str, Any]:
    """Whose place, and in which homes: as every act on it takes them."""
    return {"person_id": about["person"], "homes": about["homes"]}


def _what_shall_change(talk: Talk, about: Mapping[str, Any], there: list[Member]) -> None:
    talk.ask(
        CHANGE, *mandates.told(talk.desk, there),
        options=[
            *inviting.SCOPES,
            Option("until", Say(_("Another end date"))),
            Option("private", Say(mandates.PRIVATE_TOO)),
            Option("end", Say(_("End it now"))),
        ],
        about=about,
    )  # fmt: skip


def _change(talk: Talk, chosen: str, about: Mapping[str, Any], there: list[Member]) -> None:
    assert talk.person is not None
    desk, guardian = talk.desk, talk.person
    match chosen:
        case "end":
            ended = inviting.take_back(desk, guardian.id, **_of(about))
            children = {"names": [it.lane.child.name for it in ended]}
            talk.answer(
                _("Done. {name} no longer hears about {children}."),
                name=there[0].person.name,
                children=children,
            )
        case "until":
            family_until.ask(talk, about)
        case "private":
            _private(talk, about, there)
        case _:
            scope, subject = inviting.scope_of(chosen)
            changed = mandates.change_scope(desk, guardian.id, scope=scope, subject=subject, **_of(about))
            mandates.tell_opened(desk, guardian.name, changed)
            talk.say(*mandates.told(desk, changed))


def _private(talk: Talk, about: Mapping[str, Any], there: list[Member]) -> None:
    """Chosen once it is a yes; chosen again, one guardian takes it back for all."""
    assert talk.person is not None
    if mandates.is_trusted(talk.desk, there):
        there = mandates.may_not_see_private(talk.desk, talk.person.id, **_of(about))
        talk.say(*mandates.told(talk.desk, there))
        return
    there = mandates.may_see_private(talk.desk, talk.person.id, **_of(about))
    mandates.ask_others(talk.desk, talk.person.name, there)
    if mandates.is_trusted(talk.desk, there):
        talk.say(*mandates.told(talk.desk, there))
    else:
        talk.answer(_("It counts once every parent or guardian here has said yes."))
