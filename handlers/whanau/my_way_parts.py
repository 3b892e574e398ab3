"""One thing of MYWAY: how many ideas, which days and hours, what never to send, where, who speaks, call instead."""

from datetime import time, timedelta

from bot.acts import one_a_day, ways
from bot.languages import typed_times, typed_weekdays
from bot.languages.words import _
from bot.model.chat import Option, Say
from bot.model.heard import Kind
from bot.pace.weeks import CAP
from bot.store import lanes
from bot.store import ways as kept_ways
from bot.store.digest_hours import HOME
from bot.talk import Heard, Talk

KIND, PART = "my way", "my way part"
HALF_AN_HOUR = timedelta(minutes=30)

# Translators: they wrote how they want to take part, and confirmed it; a list of what they can settle follows.
WORDS_ALONE = _(
    "Kept: your child's teacher will read your words. Nothing about days, hours or how many has changed. "
    "To change that, answer with its number."
)


def wants(heard: Heard, talk: Talk) -> bool:
    asked = talk.asked_them(PART)
    if asked is None or heard.keyword is not None or talk.person is None:
        return False
    part, way_id = str(asked.about["part"]), int(asked.about["way"])
    return heard.chosen is not None or _typed(heard, talk, part, way_id) is not None or _tries(heard, part)


def handle(heard: Heard, talk: Talk) -> None:
    asked = talk.asked_them(PART)
    assert asked is not None
    talk.settle(asked)
    part, way_id = str(asked.about["part"]), int(asked.about["way"])
    chosen = _typed(heard, talk, part, way_id) or heard.chosen
    if chosen is None:  # times or days that cannot be kept: nothing is promised, and they are asked once more
        ask(talk, way_id, part, *_open(talk, way_id))
        return
    match part:
        case "weekly":
            ways.change(talk.desk, way_id, weekly=int(chosen))
        case "days":
            ways.change(talk.desk, way_id, days=tuple(map(int, chosen.split(","))))
            ask(talk, way_id, "hours")
            return
        case "hours":
            opens, closes = (time.fromisoformat(it) for it in chosen.split("-"))
            ways.change(talk.desk, way_id, opens=opens, closes=closes)
        case "never":
            ways.toggle_refused(talk.desk, way_id, chosen)
        case "digest":
            ways.change(talk.desk, way_id, digest=chosen)
        case "speaks":
            ways.change(talk.desk, way_id, speaks=chosen)
    show(talk, way_id)


def show(talk: Talk, way_id: int) -> None:
    """All of it once more, and what can be changed; nothing counts before the yes."""
    assert talk.person is not None
    row = kept_ways.one(talk.desk.db, way_id)
    parts = offered(talk)
    talk.ask(
        KIND, *ways.read_back(row["own_words"], ways.draft(talk.desk, way_id)),
        Say(_("Is this right? To change something, answer with its number.")),
        options=[Option("yes", Say(_("Yes"))), *(Option(mark, label) for mark, label in parts.items())],
        about={"way": way_id}, lasts=HALF_AN_HOUR,
    )  # fmt: skip


def offer(talk: Talk, way_id: int) -> None:
    """Their words are kept, and changed nothing else: what they can settle, without anything being right or wrong."""
    talk.ask(
        KIND, Say(WORDS_ALONE), options=[Option(mark, label) for mark, label in offered(talk).items()],
        about={"way": way_id}, lasts=HALF_AN_HOUR,
    )  # fmt: skip


def offered(talk: Talk) -> dict[str, Say]:
    """What can be settled here: a question whose answer could change nothing is not asked."""
    assert talk.person is not None
    found = {
        "weekly": Say(ways.IDEAS), "days": Say(ways.DAYS_AND_HOURS), "never": Say(ways.NEVER),
        "speaks": Say(ways.SPEAKS), "call": Say(ways.CALL), "digest": Say(ways.ONE_A_DAY),
    }  # fmt: skip
    if len(ways.channels_of(talk.desk, talk.person.id)) > 1:
        found["channel"] = Say("SMS / Telegram")
    return found


def ask(talk: Talk, way_id: int, part: str, *before: Say) -> None:
    now = ways.draft(talk.desk, way_id)
    if part in ("call", "channel"):  # yes or no, this or that: chosen is changed
        other = "telegram" if now.channel == "sms" else "sms"
        ways.change(talk.desk, way_id, **({"call": not now.call} if part == "call" else {"channel": other}))
        show(talk, way_id)
        return
    question, options = _question(talk, part)
    talk.ask(
        PART, *before, question, options=options, about={"way": way_id, "part": part}, lasts=HALF_AN_HOUR
    )


def _question(talk: Talk, part: str) -> tuple[Say, list[Option]]:
    match part:
        case "weekly":
            # By SMS a list would say "1 0, 2 1": the number itself is typed.
            buttons = [Option(str(it), str(it)) for it in range(CAP + 1)]
            shown = buttons if talk.contact.channel != "sms" else []
            return Say(_("How many ideas for home a week? Answer 0, 1, 2 or 3.")), shown
        case "days":
            return Say(ways.DAYS_AND_HOURS), [
                Option(",".join(map(str, days)), Say("{days}", {"days": {"weekdays": list(days)}}))
                for days in ways.DAYS
            ]
        case "hours":
            return Say(ways.DAYS_AND_HOURS), [
                Option(f"{opens:%H:%M}-{closes:%H:%M}", Say("{opens} - {closes}", ways.hours(opens, closes)))
                for opens, closes in ways.HOURS
            ]
        case "digest":
            return Say(ways.ONE_A_DAY), one_a_day.options(talk.desk, HOME)
        case "never":
            return Say(ways.NEVER), [Option(it, Say(label)) for it, (label, _kinds) in ways.REFUSABLE.items()]
        case _:
            return Say(ways.SPEAKS), [Option(it, it) for it in _names(talk)]


def _names(talk: Talk) -> list[str]:
    """Everybody at home, the speaker first."""
    assert talk.person is not None
    homes = [it.lane.household_id for it in talk.members]
    everybody = lanes.members(talk.desk.db, homes, talk.desk.now)
    return list(dict.fromkeys([talk.person.name, *(it.person.name for it in everybody)]))


def _typed(heard: Heard, talk: Talk, part: str, way_id: int) -> str | None:
    """A number of ideas, days, hours or an hour in their own writing; None where it is none that can be kept."""
    if heard.incoming.kind != Kind.TEXT or heard.overtaken or heard.chosen is not None:
        return None
    if part == "weekly":
        return heard.words if heard.words in map(str, range(CAP + 1)) else None
    if part == "digest":
        return one_a_day.typed(talk.desk, HOME, heard.words)
    if part == "days":
        days = typed_weekdays.weekdays(heard.words, talk.language)
        return ",".join(map(str, days)) if days else None
    if part != "hours":
        return None
    first, last = ways.family_hours(talk.desk, ways.draft(talk.desk, way_id).days)
    found = typed_times.span(heard.words, first, last)
    if found is None or max(found[0], first) >= min(found[1], last):
        return None
    return f"{found[0]:%H:%M}-{found[1]:%H:%M}"


def _tries(heard: Heard, part: str) -> bool:
    """Whether it speaks of a time and of nothing else: an answer to what we asked, though not one that can be kept."""
    typed = heard.incoming.kind == Kind.TEXT and not heard.overtaken and heard.chosen is None
    return typed and part in ("hours", "digest") and typed_times.speaks_of_time_alone(heard.words)


def _open(talk: Talk, way_id: int) -> list[Say]:
    opens, closes = ways.family_hours(talk.desk, ways.draft(talk.desk, way_id).days)
    return [Say(_("We write between {opens} and {closes}."), ways.hours(opens, closes))]
