"""“Please stop texting me” in a sentence of their own: the teacher reads it, and Aho asks them whether to stop.

For families and for strangers: a teacher's "please stop texting at night" is said to a family.
"""

from bot.acts import stopping
from bot.languages.folding import fold
from bot.languages.wishes import wants_to_stop
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.heard import Kind
from bot.talk import Heard, Talk
from handlers.whanau import writes

KIND = "whether to stop"
YES, NO = _("Yes"), _("No")


def wants(heard: Heard, talk: Talk) -> bool:
    return _answered(heard, talk) is not None or says_so(heard, talk)


def says_so(heard: Heard, talk: Talk) -> bool:
    if heard.incoming.kind != Kind.TEXT or heard.keyword is not None or heard.chosen is not None:
        return False
    return wants_to_stop(heard.words, talk.language, talk.desk.school.languages)


def handle(heard: Heard, talk: Talk) -> None:
    answer = _answered(heard, talk)
    if answer is None:
        _hear(heard, talk)
        return
    asked = talk.asked(KIND)
    assert asked is not None
    talk.settle(asked, said=answer)
    if answer == "yes":
        stopping.stop(talk.desk, talk.contact, "was asked, and said to stop", farewell=True, said=heard.said)
    else:
        talk.answer(_("All right, we go on. Text STOP any time to end."))


def _hear(heard: Heard, talk: Talk) -> None:
    if talk.members and talk.person is not None:
        writes.to_school_only(heard, talk)
    else:
        talk.show_office(heard)
    if stopping.may_ask(talk.desk, talk.contact):
        stopping.asked(talk.desk, talk.contact)
        talk.ask(
            KIND,
            # Translators: after somebody wrote, in their own words, that they want no more texts. Yes stops them all.
            Say(_("Shall we stop writing to you?")),
            options=[Option("yes", Say(YES)), Option("no", Say(NO))],
            lasts=stopping.ASKED_ONCE_IN,
        )


def _answered(heard: Heard, talk: Talk) -> str | None:
    """By number or button, or by the word itself, as people answer such a question by text."""
    asked = talk.asked(KIND)
    if asked is None or heard.keyword is not None:
        return None
    if heard.chosen is not None or heard.overtaken or heard.incoming.kind != Kind.TEXT:
        return heard.chosen
    said = fold(heard.words)
    for mark, label in (("yes", YES), ("no", NO)):
        if said in (fold(label), fold(talk.desk.speech.say(talk.language, label))):
            return mark
    return None
