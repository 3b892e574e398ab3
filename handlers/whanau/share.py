"""SHARE: a story, something done at home. The word alone opens the ear; the next words are the share."""

from typing import Any

from bot.acts import acknowledging, ears, uploading
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
    who, tells = who_sees(talk)
    parts = [Say(_("What did you do together? Write it here. {who} will see it."), {"who": who})]
    if talk.contact.channel == "telegram":
        parts.append(Say(_("A photo or a voice note is welcome too.")))
    elif uploading.can(talk.desk, talk.contact):
        # Translators: PHOTO is the word to text; use your language's own word from the registry.
        parts.append(Say(_("To send a photo, text PHOTO.")))
    talk.ask("share", *parts, about={"after": heard.inbox_id}, tells=tells)


def who_sees(talk: Talk) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """The names of all who would see a share of theirs; and what this phone has been told once it has read them."""
    hearers = {
        it.lane.household_id: ears.others(talk.desk, it.lane.household_id, talk.contact, MessageKind.SHARE)
        for it in talk.members
    }
    teachers = dict.fromkeys(acknowledging.named_teacher(talk.desk, it.lane.child.id) for it in talk.members)
    others = dict.fromkeys(it.person.name for people in hearers.values() for it in people)
    return {"names": [*teachers, *others]}, ears.telling(hearers, of_shares_only=True)
