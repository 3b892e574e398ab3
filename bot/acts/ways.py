"""A family's own way: their own words, kept as they are; and what they settle by answering, read back and confirmed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from bot.acts import one_a_day as digest
from bot.acts.desk import Desk
from bot.languages.words import _
from bot.model.chat import PromptKind, Say
from bot.model.people import Person
from bot.model.ways import EVERY_DAY, Settings
from bot.pace.weeks import CAP
from bot.store import people, records, ways
from bot.store.digest_hours import HOME

OWN_WORDS = _("In your own words: {words}")
IDEAS = _("Ideas for home")
QUESTIONS = _("Questions from the teacher")
NEWS = _("News from the school")
DAYS_AND_HOURS = _("Days and hours")
NEVER = _("What we never send")
SPEAKS = _("Who speaks for us")
# Translators: after "Who speaks for us" and a name: what choosing it does.
SPEAKS_MEANS = _("The teacher sees this. Texts still come to each of you.")
CALL = _("Call us instead")
ONE_A_DAY = _("One message a day")
#: What somebody may refuse, and the kinds of prompts that it means; never what cannot wait.
REFUSABLE = {
    "questions": (QUESTIONS, (PromptKind.PROMPT.value,)),
    "ideas": (IDEAS, (PromptKind.ACTIVITY.value,)),
    "news": (NEWS, (PromptKind.NOTICE.value, PromptKind.CELEBRATION.value)),
}
DAYS = (EVERY_DAY[:5], EVERY_DAY[5:], EVERY_DAY)
SATURDAY = 5
HOURS = ((time(8), time(12)), (time(12), time(16)), (time(16), time(20)), (time(8), time(20)))


def begin(desk: Desk, person: Person, own_words: str) -> int:
    """Their words as they wrote them; what they had settled before stays until they change it."""
    before = settled(desk, person.id)
    return ways.begin(desk.db, desk.school.id, person.id, own_words, person.language, before, desk.now)


def begin_again(desk: Desk, person: Person, way_id: int) -> int:
    """The same words once more, for what they may still settle: what counts does not change before the next yes."""
    return begin(desk, person, ways.one(desk.db, way_id)["own_words"])


def settles(desk: Desk, person: Person, way_id: int) -> bool:
    """Whether they have settled what did not count before: by itself, "only Sundays" in their words settles nothing."""
    return draft(desk, way_id) != settled(desk, person.id)


def settled(desk: Desk, person_id: int) -> Settings:
    """What counts today: nothing that this person has not confirmed."""
    return ways.kept(ways.today(desk.db, [person_id]).get(person_id))


def draft(desk: Desk, way_id: int) -> Settings:
    return ways.kept(ways.one(desk.db, way_id))


def change(desk: Desk, way_id: int, **values: object) -> None:
    ways.change(desk.db, way_id, replace(draft(desk, way_id), **values))  # type: ignore[arg-type]


def toggle_refused(desk: Desk, way_id: int, what: str) -> None:
    """Chosen once they are refused, chosen again they are welcome."""
    kinds, now = REFUSABLE[what][1], draft(desk, way_id).refused
    there = set(kinds) <= set(now)
    change(desk, way_id, refused=tuple(it for it in now if it not in kinds) + (() if there else kinds))


def confirm(desk: Desk, person: Person, way_id: int) -> None:
    ways.confirm(desk.db, way_id, desk.now)
    if chosen := draft(desk, way_id).digest:
        digest.choose(desk, person.id, HOME, chosen)
    records.agree(desk.db, desk.school.id, "own way", desk.now, person_id=person.id, about={"way": way_id})


def pace(desk: Desk, person: Person, step: int) -> int:
    """LESS and MORE: ideas for home a week from now on."""
    weekly = max(0, min(CAP, person.weekly + step))
    people.change_person(desk.db, person.id, weekly=weekly)
    row = ways.today(desk.db, [person.id]).get(person.id)
    if row is not None:
        ways.change(desk.db, row["id"], replace(ways.kept(row), weekly=weekly))
    return weekly


def one_a_day(desk: Desk, person: Person, chosen: str) -> Say:
    """DIGEST: an hour of the day, or "off"; what is said of it."""
    row = ways.today(desk.db, [person.id]).get(person.id)
    if row is not None:
        ways.change(desk.db, row["id"], replace(ways.kept(row), digest=chosen))
    return digest.choose(desk, person.id, HOME, chosen)


def read_back(own_words: str, it: Settings) -> list[Say]:
    """All that would be kept, in the reader's own language; what they did not speak of is not in it."""
    said = [Say(OWN_WORDS, {"words": own_words})]
    if it.days:
        said.append(Say("{days}.", {"days": {"weekdays": list(it.days)}}))
    if it.opens and it.closes:
        said.append(Say("{opens} - {closes}.", hours(it.opens, it.closes)))
    if it.weekly is not None:
        said.append(Say("{what}: {count}.", {"what": {"words": IDEAS}, "count": it.weekly}))
    said += [Say("{what}: {kind}.", {"what": {"words": NEVER}, "kind": {"words": it}}) for it in refused(it)]
    if it.digest and it.digest != digest.OFF:
        said.append(Say("{what}: {time}.", {"what": {"words": ONE_A_DAY}, "time": {"time": it.digest}}))
    if it.channel:
        said.append(Say("{channel}.", {"channel": CHANNELS[it.channel]}))
    if it.speaks:
        said.append(Say("{what}: {name}.", {"what": {"words": SPEAKS}, "name": it.speaks}))
        said.append(Say(SPEAKS_MEANS))  # people keep to it, the scheduler does not
    return said + ([Say("{what}.", {"what": {"words": CALL}})] if it.call else [])


CHANNELS = {"sms": "SMS", "telegram": "Telegram"}


def refused(it: Settings) -> list[str]:
    return [label for label, kinds in REFUSABLE.values() if set(kinds) <= set(it.refused)]


def family_hours(desk: Desk, days: Sequence[int]) -> tuple[time, time]:
    """From when to when the school writes to families at all, on the widest of these days, or of all days."""
    calendar = desk.school.calendar
    kept = [calendar.weekdays if day < SATURDAY else calendar.weekends for day in days or EVERY_DAY]
    return min(it.opens for it in kept), max(it.closes for it in kept)


def hours(opens: time, closes: time) -> dict[str, dict[str, str]]:
    return {"opens": {"time": f"{opens:%H:%M}"}, "closes": {"time": f"{closes:%H:%M}"}}


def channels_of(desk: Desk, person_id: int) -> Sequence[str]:
    """Where this person can be reached."""
    phones = people.contacts_of(desk.db, [person_id]).get(person_id, [])
    return sorted({it.channel for it in phones if people.reachable([it])})
