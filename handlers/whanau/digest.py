"""DIGEST, “DIGEST 5pm”, “DIGEST off”: all questions, ideas and news of a day in one message, at the family's hour."""

from bot.acts import one_a_day, ways
from bot.languages.words import _
from bot.model.chat import Say
from bot.model.heard import Kind
from bot.store import digest_hours
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
        said = ways.one_a_day(talk.desk, talk.person, chosen)
        talk.say(said, *by_itself(talk, chosen))
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


def by_itself(talk: Talk, chosen: str) -> list[Say]:
    """On a shared phone: whose messages still come one by one. A question for the whole home stands under one name."""
    others = [it for it in talk.shared if it.id != talk.person_id]
    if chosen == one_a_day.OFF or not others:
        return []
    names = [it.name for it in others if digest_hours.of(talk.desk.db, it.id, HOME) is None]
    return (
        [Say(_("What comes for {others} on this phone still comes by itself."), {"others": {"names": names}})]
        if names
        else []
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
