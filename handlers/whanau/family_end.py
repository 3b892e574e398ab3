"""A guardian has chosen somebody of the list: what shall change? Each choice works at once, and asks no reasons."""

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
        _what_shall_change(talk, int(heard.chosen))
        return
    person_id = int(asked.about["person"])
    there = mandates.places(talk.desk, talk.person.id, person_id)
    if there:
        _change(talk, heard.chosen, person_id, there)


def _what_shall_change(talk: Talk, person_id: int) -> None:
    assert talk.person is not None
    there = mandates.places(talk.desk, talk.person.id, person_id)
    if not there:
        return
    talk.ask(
        CHANGE, *mandates.told(talk.desk, there[0]),
        options=[
            *inviting.SCOPES,
            Option("until", Say(_("Another end date"))),
            Option("private", Say(mandates.PRIVATE_TOO)),
            Option("end", Say(_("End it now"))),
        ],
        about={"person": person_id},
    )  # fmt: skip


def _change(talk: Talk, chosen: str, person_id: int, there: list[Member]) -> None:
    assert talk.person is not None
    desk, guardian = talk.desk, talk.person
    match chosen:
        case "end":
            ended = inviting.take_back(desk, guardian.id, person_id)
            children = {"names": [it.lane.child.name for it in ended]}
            talk.answer(
                _("Done. {name} no longer hears about {children}."),
                name=there[0].person.name,
                children=children,
            )
        case "until":
            family_until.ask(talk, person_id)
        case "private":
            _private(talk, person_id, there)
        case _:
            scope, subject = inviting.scope_of(chosen)
            changed = mandates.change_scope(desk, guardian.id, person_id, scope, subject)
            mandates.tell_opened(desk, guardian.name, changed)
            talk.say(*mandates.told(desk, changed[0]))


def _private(talk: Talk, person_id: int, there: list[Member]) -> None:
    """Chosen once it is a yes; chosen again, one guardian takes it back for all."""
    assert talk.person is not None
    if mandates.is_trusted(talk.desk, there):
        talk.say(
            *mandates.told(talk.desk, mandates.may_not_see_private(talk.desk, talk.person.id, person_id)[0])
        )
        return
    there = mandates.may_see_private(talk.desk, talk.person.id, person_id)
    mandates.ask_others(talk.desk, talk.person.name, there)
    if mandates.is_trusted(talk.desk, there):
        talk.say(*mandates.told(talk.desk, there[0]))
    else:
        talk.answer(_("It counts once every parent or guardian here has said yes."))
