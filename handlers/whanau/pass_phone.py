"""PASS: a guardian hands the phone over. For ten minutes what it says is the child's own."""

from bot.acts import asking_which, inviting, learners, still_yours
from bot.languages.folding import fold
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.people import Member
from bot.store import lanes, questions
from bot.talk import Heard, Talk
from handlers.anyone import urgent

KIND = "pass to whom"
BUTTON = "help"
DONE = "learner turn"
#: Their answers are heard before a turn is: left open, they would take the child's first words for the guardian's.
ASKED_OF_THE_GUARDIAN = (urgent.KIND, still_yours.KIND)


def wants(heard: Heard, talk: Talk) -> bool:
    if talk.person is None or not talk.members:
        return False
    if heard.keyword == "PASS" and (not heard.rest or _named(heard, talk) is not None):
        return True
    return (talk.asked(BUTTON) is not None and heard.chosen == "pass") or _chosen(heard, talk) is not None


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    guarded = inviting.guarded(talk.members)
    chosen = _chosen(heard, talk)
    asked = talk.asked_them(KIND)
    if asked is not None and chosen is not None:
        talk.settle(asked)
        guarded = [it for it in guarded if it.lane.household_id == chosen]
    elif heard.rest and (named := _named(heard, talk)):
        guarded = inviting.guarded([named])
    if not guarded:
        talk.answer(_("Thank you for asking. Only a parent or guardian can hand the phone to a child."))
    elif len(guarded) > 1:
        _ask_whom(talk, guarded)
    else:
        _begin(heard, talk, guarded[0])


def _begin(heard: Heard, talk: Talk, member: Member) -> None:
    assert talk.person is not None
    for kind in ASKED_OF_THE_GUARDIAN:
        questions.close(talk.desk.db, talk.contact.id, kind, talk.desk.now)
    learners.begin(talk.desk, talk.contact, talk.person, member, heard.said.at)
    parts = [
        Say(_("{child}, it is your turn for ten minutes. What was hard today, and what did you do next?"),
            {"child": member.lane.child.name}),
        Say(FAMILY_FIRST),
    ]  # fmt: skip
    if talk.contact.channel == "sms":  # a numbered line would take the child's own "1" away
        talk.say(*parts)
    else:
        done = Option("done", Say(_("We have finished")))
        talk.ask(DONE, *parts, options=[done], lasts=learners.TEN_MINUTES)


def _ask_whom(talk: Talk, guarded: list[Member]) -> None:
    assert talk.person is not None
    homes = lanes.members(talk.desk.db, [it.lane.household_id for it in guarded], talk.desk.now)
    guardians = {it.lane.household_id: it.person.name for it in reversed(homes) if it.guardian}
    options = [it for it in asking_which.options(guarded, guardians) if it.mark != asking_which.ALL]
    talk.ask(KIND, Say(_("Whose turn is it?")), options=options, about={"whose": talk.person.id})


def _chosen(heard: Heard, talk: Talk) -> int | None:
    asked = talk.asked_them(KIND)
    if asked is None or not asking_which.asked_of(asked, talk.person_id, KIND) or heard.keyword is not None:
        return None
    found = asking_which.chosen_lanes(asked, heard.chosen, heard.words)
    return found[0] if found else None


def _named(heard: Heard, talk: Talk) -> Member | None:
    """PASS Manu: the one child of theirs with that name, in one home."""
    found = [it for it in talk.members if fold(it.lane.child.name) == fold(heard.rest)]
    return found[0] if len(found) == 1 else None


#: Translators: to a child who has a parent's phone. PASS is the word to text; use your language's own word from the
#: registry.
FAMILY_FIRST = _("Your family reads it first. Text PASS when you have finished.")
