"""What came back to one message: answers as they came, a poll's choices, who has been heard, in which languages."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.acts.desk import Desk
from bot.acts.reading import asked
from bot.acts.reading.asked import LOOKED, Asked
from bot.acts.reading.looks import note_foreign
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import Content, contents_of, language_name
from bot.store import lanes, polls, records
from bot.store import prompts as all_prompts
from bot.store.console import people, prompts, threads
from bot.store.console import scope as seen
from bot.store.console.saw import TAKEN
from bot.store.rows import Row


@dataclass(frozen=True)
class Reply:
    thread_id: int
    child_id: int
    child: str
    writer: str
    at: datetime
    content: Content
    choice: str  #: of a poll: the label that was chosen; empty: their own words


@dataclass(frozen=True)
class Bar:
    """One of a poll's choices. Bars stand in the order in which they were offered: they are counted, not ranked."""

    label: str
    people: int


@dataclass(frozen=True)
class Tongue:
    language: str
    sent: int  #: texts that went out in it
    answers: int  #: that came in it


@dataclass(frozen=True)
class Replies:
    asked: Asked
    replies: tuple[Reply, ...]
    bars: tuple[Bar, ...]
    voters: int
    tongues: tuple[Tongue, ...]
    heard: tuple[str, ...]  #: children about whom somebody has answered
    not_yet: tuple[str, ...]  #: … and nobody has


def replies(desk: Desk, who: Viewer, prompt_id: int) -> Replies | None:
    """Of what the viewer may see; the office's look at answers is written down, so this may write."""
    row = prompts.one(desk.db, who.sight, prompt_id)
    if row is None or row["state"] == "draft":
        return None
    said = threads.answers_to(desk.db, who.sight, prompt_id)
    note_foreign(desk, who, LOOKED, *(
        {"prompt": prompt_id, "child": it["child_id"], "thread": it["thread_id"]} for it in said
    ))  # fmt: skip
    held = contents_of(desk, [it["content_id"] for it in said])
    bars = _bars(desk, who, row)
    heard = {it["child_id"] for it in said}
    about = seen.among(desk.db, seen.children(who.sight), all_prompts.children(desk.db, row, desk.now))
    names = people.names_of_children(desk.db, who.sight, heard | about)
    return Replies(
        asked.listed(desk, who, [row])[0], tuple(_reply(it, held, row["choices"] or ()) for it in said), bars,
        sum(it.people for it in bars), _tongues(desk, who, prompt_id, said, held),
        _sorted(names, heard), _sorted(names, about - heard),
    )  # fmt: skip


def take_away(desk: Desk, who: Viewer, prompt_id: int) -> Replies | None:
    """The same, as a copy that leaves the console: it is written down for each child and home that is in it."""
    found = replies(desk, who, prompt_id)
    if found is not None:
        about = {"prompt": prompt_id}
        pairs = dict.fromkeys((it.child_id, it.thread_id) for it in found.replies)
        for child_id, thread_id in pairs:
            records.note(
                desk.db, desk.school.id, TAKEN, desk.now, person_id=who.person.id, about=about,
                child_id=child_id, household_id=lanes.household_of_thread(desk.db, thread_id),
            )  # fmt: skip
        if not pairs:
            records.note(desk.db, desk.school.id, TAKEN, desk.now, person_id=who.person.id, about=about)
    return found


def _reply(it: Row, held: Mapping[int, Content], choices: Sequence[Mapping[str, str]]) -> Reply:
    choice = choices[it["choice"] - 1] if it["choice"] and it["choice"] <= len(choices) else {}
    return Reply(it["thread_id"], it["child_id"], it["child_name"], it["writer_name"], it["said_at"],
                 held[it["content_id"]], next(iter(choice.values()), ""))  # fmt: skip


def _bars(desk: Desk, who: Viewer, row: Row) -> tuple[Bar, ...]:
    made = {it["choice"]: it["people"] for it in polls.chosen(desk.db, row["id"], seen.threads(who.sight))}
    return tuple(
        Bar(" · ".join(dict.fromkeys(it.values())), made.get(number, 0))
        for number, it in enumerate(row["choices"] or (), 1)
    )


def _tongues(
    desk: Desk, who: Viewer, prompt_id: int, said: Sequence[Row], held: Mapping[int, Content]
) -> tuple[Tongue, ...]:
    """By language, as its school reads: what went out in it, and what came in it."""
    went = {it["id"]: it["words_in"] for it in prompts.deliveries(desk.db, who.sight, prompt_id)}
    sent = Counter(tag for tag in went.values() if tag)
    came = Counter(held[it["content_id"]].words[0].language for it in said if held[it["content_id"]].words)
    tags = sorted(sent | came, key=lambda tag: (tag != "en", language_name(tag)))
    return tuple(Tongue(language_name(tag), sent[tag], came[tag]) for tag in tags)


def _sorted(names: Mapping[int, str], ids: set[int]) -> tuple[str, ...]:
    return tuple(sorted(names[it] for it in ids if it in names))
