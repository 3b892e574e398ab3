"""ALL: what they just wrote to the school may be seen by the rest of their home.

It is an ordinary word too, in many languages: it counts only while there are words to show.
"""

from bot.acts import widening
from bot.languages.words import _
from bot.talk import Heard, Talk


def wants(heard: Heard, talk: Talk) -> bool:
    return (
        heard.keyword == "ALL" and talk.person is not None and widening.can_widen(talk.desk, talk.person.id)
    )


def handle(heard: Heard, talk: Talk) -> None:
    assert talk.person is not None
    shown = widening.show_all(talk.desk, talk.contact, talk.person)
    if shown:
        talk.answer(
            _("Done. {others} can see it now."),
            others={"names": list(dict.fromkeys(it.person.name for it in shown))},
        )
    else:
        talk.answer(_("There is nobody else in this thread yet. Text FAMILY to bring somebody in."))
