"""Words, a photo, a voice note: into the child's thread, and to whoever may hear it."""

from bot.acts import asking_which, placing, writing
from bot.languages.short_answers import looks_like_thanks
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.heard import Kind
from bot.store import lanes
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return bool(talk.members) and talk.person is not None


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    share = talk.asked("share") or heard.keyword == "SHARE"
    written = writing.Written(
        heard.rest if heard.keyword == "SHARE" else heard.words,
        talk.person.language,
        heard.incoming.sights,
        heard.inbox_id,
        share=bool(share),
        thanks=heard.incoming.kind == Kind.TEXT
        and not share
        and looks_like_thanks(heard.words, talk.language),
    )
    found = placing.place(talk.desk, talk.contact, talk.person.id, talk.members, heard.incoming.quotes)
    if isinstance(found, placing.Doubt) and not written.thanks:  # "ok" is not worth a question
        _ask_which(heard, talk, found)
        return
    if asked := talk.asked("share"):
        talk.settle(asked)
    writing.write(
        talk.desk, talk.contact, talk.person, written, found.members, found.prompt_id, fresh=found.fresh
    )


def _ask_which(heard: Heard, talk: Talk, doubt: placing.Doubt) -> None:
    """Asks once; what comes while we wait goes to the same child. Until then the office sees it."""
    assert talk.person is not None
    talk.show_office(heard, "waiting")
    if asking_which.asked_of(talk.asked(asking_which.KIND), talk.person.id):
        again = Say(_("Please answer with a number, or the child's name."))
    else:
        again = Say(_("Thank you. Who is this about?"))
    # What an earlier question waited for in vain, this one waits for too.
    items = [*asking_which.waiting(talk.desk, talk.contact, talk.person.id), heard.inbox_id]
    asking_which.forget(talk.desk, talk.contact, talk.person.id)
    homes = lanes.members(talk.desk.db, [it.lane.household_id for it in doubt.members], talk.desk.now)
    guardians = {it.lane.household_id: it.person.name for it in reversed(homes) if it.guardian}
    talk.ask(
        asking_which.KIND,
        again,
        options=asking_which.options(doubt.members, guardians),
        about={"items": items, "whose": talk.person.id},
        beside=True,
    )
