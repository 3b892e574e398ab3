"""SHARE: a story, something done at home. The word alone opens the ear; the next words are the share."""

from bot.acts import acknowledging, ears
from bot.languages.words import _
from bot.model.chat import MessageKind, Say
from bot.talk import Heard, Talk
from handlers.whanau import writes


def wants(heard: Heard, talk: Talk) -> bool:
    return heard.keyword == "SHARE" and bool(talk.members)


def handle(heard: Heard, talk: Talk) -> None:
    if heard.rest or heard.incoming.sights:
        writes.handle(heard, talk)
        return
    hearers = {
        it.lane.household_id: ears.others(talk.desk, it.lane.household_id, talk.contact, MessageKind.SHARE)
        for it in talk.members
    }
    teachers = dict.fromkeys(acknowledging.named_teacher(talk.desk, it.lane.child.id) for it in talk.members)
    others = dict.fromkeys(it.person.name for people in hearers.values() for it in people)
    parts = [
        Say(
            _("What did you do together? Write it here. {who} will see it."),
            {"who": {"names": [*teachers, *others]}},
        )
    ]
    if talk.contact.channel == "telegram":
        parts.append(Say(_("A photo or a voice note is welcome too.")))
    talk.ask("share", *parts, tells=ears.telling(hearers, of_shares_only=True))
