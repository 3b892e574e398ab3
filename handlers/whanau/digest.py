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
    return asks(heard, talk, KIND, HOME)


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    if chosen := hour(heard, talk, KIND, HOME):
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


def asks(heard: Heard, talk: Talk, kind: str, whose: str) -> bool:
    """DIGEST, or an answer to the question of this kind; `whose` hour: at home or at school."""
    return heard.keyword == "DIGEST" or _answer(heard, talk, kind, whose) is not None


def hour(heard: Heard, talk: Talk, kind: str, whose: str) -> str | None:
    """The hour, or "off", that they said; None: it is to be asked."""
    chosen = _answer(heard, talk, kind, whose) or (
        one_a_day.typed(talk.desk, whose, heard.rest) if heard.rest else None
    )
    if asked := talk.asked_them(kind):
        talk.settle(asked)
    return chosen


def _answer(heard: Heard, talk: Talk, kind: str, whose: str) -> str | None:
    if talk.asked_them(kind) is None or heard.keyword is not None or heard.overtaken:
        return None
    if heard.chosen is not None or heard.incoming.kind != Kind.TEXT:
        return heard.chosen
    return one_a_day.typed(talk.desk, whose, heard.words)
