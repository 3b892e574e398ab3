"""DIGEST, “DIGEST 3pm”: a teacher wants one message a school day with what came and what waits, not one for each."""

from bot.acts import one_a_day
from bot.languages.words import _
from bot.model.chat import Say
from bot.store.digest_hours import SCHOOL
from bot.talk import Heard, Talk
from handlers.whanau.digest import asks, hour

KIND = "school digest hour"
# Translators: to a teacher with a child at this school, after "One message a day": that is what families write to
# them. MYWAY is the word to text.
OWN_CHILDREN = _("For what comes to you about your own children, text MYWAY.")


def wants(heard: Heard, talk: Talk) -> bool:
    if talk.person is None or heard.incoming.quotes is not None:
        return False
    return asks(heard, talk, KIND, SCHOOL)


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    if chosen := hour(heard, talk, KIND, SCHOOL):
        kept = one_a_day.choose(talk.desk, talk.person.id, SCHOOL, chosen)
        talk.say(kept, *([Say(OWN_CHILDREN)] if talk.members else []))
        return
    talk.ask(
        KIND,
        Say(
            _(
                "What families write, in one message a school day, with who waits for an answer? Absences still come "
                "at once. Choose an hour, or write one."
            )
        ),
        options=one_a_day.options(talk.desk, SCHOOL),
    )
