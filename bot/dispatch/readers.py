"""In which language a delivery is read, and which wordings its reader may have today."""

from collections.abc import Sequence
from datetime import timedelta

from bot.acts import showing
from bot.acts.desk import Desk
from bot.acts.rendering import spoken
from bot.acts.translating import usable
from bot.model.chat import Wording
from bot.model.delivery import Gate, Turn
from bot.store.calling import Facts
from bot.store.rows import Row
from bot.translate import MACHINE

MEDIA_WAIT = timedelta(minutes=2)  #: words do not wait longer for their picture than this


def reads(desk: Desk, row: Row, facts: Facts) -> str:
    """The language of a delivery, among those that the school has switched on."""
    person = facts.people.get(row["person_id"])
    # What is for a phone, and for nobody by name (a goodbye): as that phone reads, or as all of its people do.
    phones = row["contact_language"] or facts.tongues.get(row["contact_id"])
    wanted = row["language"] or (person.language if person else phones)
    return spoken(wanted, desk.school.languages)


def waits_for_media(desk: Desk, row: Row, facts: Facts) -> bool:
    """On Telegram its picture goes with it; a text has a link, behind which it is a little later."""
    if row["channel"] != "telegram" or row["created_at"] < desk.now - MEDIA_WAIT:
        return False
    return any(it["state"] == "wanted" for it in facts.media.get(row["content_id"], []))


def behind(desk: Desk, row: Row, facts: Facts) -> tuple[str, Sequence[str]]:
    """The link of a text to people's words, and the kinds of what came with them. What is about safety is never cut.

    Staff, also in a chat, which holds much but not all: the thread in the console. What a text's own link opens is for
    the members of a home alone.
    """
    if row["content_id"] is None or row["turn"] == Turn.SAFETY:
        return "", ()
    came = [it["kind"] for it in facts.media.get(row["content_id"], []) if it["state"] != "failed"]
    said = facts.said.get(row["message_id"])
    if for_staff(row) and said is not None:
        base = desk.links.public_url
        return f"{base}/console/threads/{said['thread_id']}" if base else "", came
    return (showing.link(desk.links, row["id"]), came) if row["channel"] == "sms" else ("", ())


def for_staff(row: Row) -> bool:
    """Whether its reader has it as somebody who works here."""
    return row["gate"] in (Gate.STAFF, Gate.OFFICE)


def waits_for_wording(desk: Desk, row: Row, facts: Facts) -> bool:
    """As long as the school says, and no longer: then the original goes. What is about safety waits for nothing."""
    if row["turn"] == Turn.SAFETY:
        return False
    wanted = facts.wanted.get((row["content_id"], reads(desk, row, facts)))
    return wanted is not None and wanted["state"] == "wanted" and desk.now < wanted["until"]


def wordings_for(desk: Desk, row: Row, facts: Facts) -> tuple[Sequence[Wording], bool]:
    """The wordings that this reader may have today; and whether theirs was asked for in vain."""
    every, homes = facts.wordings.get(row["content_id"], []), facts.pairs.get(row["id"], [])
    if row["language"] is not None:  # asked for in one language: ORIG
        return [it for it in every if it.language == row["language"]] or every[:1], False
    said = [facts.machines[home] for _child, home in homes if home in facts.machines]
    asked_for = (row["content_id"], reads(desk, row, facts)) in facts.wanted
    family, delicate = not for_staff(row), row["content_id"] in facts.delicate
    return usable(desk.school, every, said, family, delicate), asked_for


def by_people(row: Row, facts: Facts) -> Sequence[Wording]:
    """In a weekly text a machine's words would lack their label, and ORIG could not tell which line is meant."""
    return [it for it in facts.wordings.get(row["content_id"], []) if it.made_by != MACHINE]
