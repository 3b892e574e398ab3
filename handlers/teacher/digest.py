"""DIGEST, “DIGEST 3pm”: a teacher wants one message a school day with what came and what waits, not one for each."""

from bot.acts import one_a_day
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.heard import Kind
from bot.store.digest_hours import SCHOOL
from bot.talk import Heard, Talk

KIND = "school digest hour"


def wants(heard: Heard, talk: Talk) -> bool:
    if talk.person is None or heard.incoming.quotes is not None:
        return False
    return heard.keyword == "DIGEST" or _answer(heard, talk) is not None


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    chosen = _answer(heard, talk) or (one_a_day.typed(talk.desk, SCHOOL, heard.rest) if heard.rest else None)
    if asked := talk.asked(KIND):
        talk.settle(asked)
    if chosen is not None:
        talk.say(one_a_day.choose(talk.desk, talk.person.id, SCHOOL, chosen))
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


def _answer(heard: Heard, talk: Talk) -> str | None:
    if talk.asked(KIND) is None or heard.keyword is not None or heard.overtaken:
        return None
    if heard.chosen is not None or heard.incoming.kind != Kind.TEXT:
        return heard.chosen
    return one_a_day.typed(talk.desk, SCHOOL, heard.words)
