"""MYWAY: how do you want to be part of it? In their own words; then what they settle, read back and confirmed."""

from datetime import timedelta

from bot.acts import ways
from bot.languages.folding import fold
from bot.languages.words import _
from bot.model.chat import Option, Question, Say
from bot.model.heard import Kind
from bot.talk import Heard, Talk
from handlers.whanau import absence, digest, my_way_parts

WORDS, KIND = "my way words", my_way_parts.KIND
HALF_AN_HOUR = timedelta(minutes=30)
LISTENING = _("Just listening")
YES, NO = _("Yes"), _("No")


def wants(heard: Heard, talk: Talk) -> bool:
    if talk.person is None or not talk.members:
        return False
    return heard.keyword == "MYWAY" or _own_words(heard, talk) is not None or _answer(heard, talk) is not None


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    if heard.keyword == "MYWAY":
        children = {"names": list(dict.fromkeys(it.lane.child.name for it in talk.members))}
        talk.ask(
            WORDS,
            Say(
                _(
                    "How do you want to be part of {children}'s learning? There is no right way. "
                    "Write it in your own words."
                ),
                {"children": children},
            ),
            options=[Option("listen", Say(LISTENING))],
            lasts=HALF_AN_HOUR,
        )
        return
    if asked := talk.asked_them(WORDS):
        talk.settle(asked)
        my_way_parts.show(talk, ways.begin(talk.desk, talk.person, _own_words(heard, talk) or ""))
        return
    asked, answer = talk.asked_them(KIND), _answer(heard, talk)
    assert asked is not None
    talk.settle(asked)
    if answer == "yes":
        settles = ways.settles(talk.desk, talk.person, _way(asked))
        ways.confirm(talk.desk, talk.person, _way(asked))
        if settles:
            chosen = ways.draft(talk.desk, _way(asked)).digest
            talk.say(
                Say(_("Kept. We hold to it from now on. Text MYWAY to change it.")),
                *(digest.by_itself(talk, chosen) if chosen else ()),
            )
        else:  # nothing is read out of their words: whoever wrote "only Sundays" has to hear it
            my_way_parts.offer(talk, ways.begin_again(talk.desk, talk.person, _way(asked)))
    elif answer == "no":
        my_way_parts.show(talk, _way(asked))
    else:
        my_way_parts.ask(talk, _way(asked), str(answer))


def _own_words(heard: Heard, talk: Talk) -> str | None:
    if talk.asked_them(WORDS) is None or heard.keyword is not None or heard.overtaken:
        return None
    if absence.wants(heard, talk):
        return None  # "Tama is sick today" is for the office and the teacher, whatever was asked last
    if heard.chosen == "listen":
        return talk.desk.speech.say(talk.language, LISTENING)
    return heard.words if heard.incoming.kind == Kind.TEXT and heard.words and not heard.is_command else None


def _answer(heard: Heard, talk: Talk) -> str | None:
    """By number or button; or Y and N, as people answer such a question by text."""
    if talk.asked_them(KIND) is None or heard.keyword is not None:
        return None
    if heard.chosen is not None or heard.overtaken or heard.incoming.kind != Kind.TEXT:
        return heard.chosen
    said = fold(heard.words)
    for mark, label, letter in (("yes", YES, "y"), ("no", NO, "n")):
        if said in (letter, fold(label), fold(talk.desk.speech.say(talk.language, label))):
            return mark
    return None


def _way(asked: Question) -> int:
    return int(asked.about["way"])
