"""Words, a photo, a voice note: into the child's thread, and to whoever may hear it."""

from dataclasses import asdict, replace

from bot.acts import asking_which, asking_which_line, placing, writing
from bot.languages.short_answers import looks_like_thanks
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.heard import Kind
from bot.model.people import Person
from bot.store import lanes, prompts
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return bool(talk.members) and talk.person is not None


def handle(heard: Heard, talk: Talk) -> None:
    _write(heard, talk)


def to_school_only(heard: Heard, talk: Talk) -> None:
    """Into each of their threads, for the teacher: no answer to a question, nothing for the rest of the home."""
    _write(heard, talk, private=True)


def _write(heard: Heard, talk: Talk, private: bool = False) -> None:
    assert talk.person is not None
    share = talk.ear or talk.taken_up.share or heard.keyword == "SHARE" or heard.incoming.shared
    written = writing.Written(
        heard.rest if heard.keyword == "SHARE" else heard.words,
        talk.person.language,
        heard.incoming.sights,
        heard.inbox_id,
        heard.said.at,
        album=heard.incoming.album,
        share=bool(share),
        thanks=heard.incoming.kind == Kind.TEXT
        and not share
        and looks_like_thanks(heard.words, talk.language),
        anew=talk.late_ear.id if talk.late_ear else None,
    )
    for it in filter(None, (talk.ear, talk.late_ear)):
        talk.settle(it)  # the ear is open for what comes next, and for nothing after it
    found = placing.place(talk.desk, _spoken(heard, talk, talk.person), talk.members)
    if isinstance(found, placing.Several) and (private or written.thanks or written.share):
        # "ok" is not worth a question, and neither a story of their own nor words for the school answer one.
        found = placing.place(talk.desk, replace(_spoken(heard, talk, talk.person), answers=0), talk.members)
    if private:
        written = replace(written, share=False)
        members = found.members if isinstance(found, placing.Placed | placing.Doubt) else talk.members
        found = placing.Placed(members, private=True)
    if isinstance(found, placing.Doubt) and written.thanks:
        found = placing.Placed(found.members)
    match found:
        case placing.Placed():
            writing.write(talk.desk, talk.contact, talk.shared, talk.person, written, found, talk.at_home)
        case placing.Doubt():
            ask_which(heard, talk, found, share=bool(share))
        case placing.Several():
            _ask_which_line(heard, talk, found)
        case placing.Nowhere():
            talk.show_office(heard, "aside")
            talk.answer(
                _("Sorry, we could not pass this on. You are no longer in that thread. Please call {office}."),
                office=talk.desk.school.office_number,
            )  # fmt: skip


def _spoken(heard: Heard, talk: Talk, speaker: Person) -> placing.Spoken:
    return placing.Spoken(
        talk.contact, speaker.id, heard.said.at, talk.screen, heard.incoming.quotes, talk.taken_up.chosen,
        talk.taken_up.answers, heard.rest if heard.keyword == "SHARE" else heard.words,
    )  # fmt: skip


def _ask_which_line(heard: Heard, talk: Talk, several: placing.Several) -> None:
    """The same words wait until their writer has said what they answer; until then the office sees them."""
    assert talk.person is not None
    talk.show_office(heard, "waiting")
    kind = asking_which_line.KIND
    items = [*asking_which.waiting(talk.desk, talk.contact, talk.person.id, kind), talk.taken_up]
    asking_which.forget(talk.desk, talk.contact, talk.person.id, kind)
    told = prompts.children_of_delivery(talk.desk.db, several.deliveries).values()
    talk.ask(
        kind, Say(asking_which_line.WHICH),
        options=asking_which_line.options(talk.desk, several.deliveries, talk.language),
        about={"items": [asdict(it) for it in items], "whose": talk.person.id}, beside=True,
        lanes=list(dict.fromkeys(pair for pairs in told for pair in pairs)),
    )  # fmt: skip


def ask_which(heard: Heard, talk: Talk, doubt: placing.Doubt, share: bool) -> None:
    """Asks once; what comes while we wait goes to the same child. Until then the office sees it."""
    assert talk.person is not None
    talk.show_office(heard, "waiting")
    if asking_which.still_asks(talk.desk, talk.contact, talk.person.id):
        again = Say(_("Please answer with a number, or the child's name."))
    else:
        again = Say(_("Thank you. Who is this about?"))
    # What an earlier question waited for in vain, this one waits for too.
    earlier = asking_which.waiting(talk.desk, talk.contact, talk.person.id)
    items = [*earlier, replace(talk.taken_up, share=share)]
    asking_which.forget(talk.desk, talk.contact, talk.person.id)
    homes = lanes.members(talk.desk.db, [it.lane.household_id for it in doubt.members], talk.desk.now)
    guardians = {it.lane.household_id: it.person.name for it in reversed(homes) if it.guardian}
    talk.ask(
        asking_which.KIND,
        again,
        options=asking_which.options(doubt.members, guardians),
        about={"items": [asdict(it) for it in items], "whose": talk.person.id},
        beside=True,
    )
