"""DIGEST, “DIGEST 5pm”, “DIGEST off”: all questions, ideas and news of a day in one message, at the family's hour."""

from bot.acts import one_a_day, ways
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.heard import Kind
from bot.store.digest_hours import HOME
from bot.talk import Heard, Talk

KIND = "digest hour"


def wants(heard: Heard, talk: Talk) -> bool:
    if talk.person is None or not talk.members:
        return False
    return heard.keyword == "DIGEST" or _answer(heard, talk) is not None


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    chosen = _answer(heard, talk) or (one_a_day.typed(talk.desk, HOME, heard.rest) if heard.rest else None)
    if asked := talk.asked(KIND):
        talk.settle(asked)
    if chosen is not None:
        talk.say(ways.one_a_day(talk.desk, talk.person, chosen))
        return
    talk.ask(
        KIND,
        Say(
            _(
                "Questions, ideas and news in one message a day? Words from your child's teacher, and what cannot "
                "wait, still come at once. Choose an hour, or write one."
            )
        ),
        options=one_a_day.options(talk.desk, HOME),
    )


def _answer(heard: Heard, talk: Talk) -> str | None:
    if talk.asked(KIND) is None or heard.keyword is not None or heard.overtaken:
        return None
    if heard.chosen is not None or heard.incoming.kind != Kind.TEXT:
        return heard.chosen
    return one_a_day.typed(talk.desk, HOME, heard.words)
