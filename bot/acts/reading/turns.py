"""What was said in one thread, and what the school asked there, in the order in which it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.acts import moving_words, quoting
from bot.acts.desk import Desk
from bot.acts.reading import voices
from bot.acts.reading.asked import theirs_to_word
from bot.acts.reading.journeys import Journey, journey
from bot.acts.reading.offered import Offered, offered_of
from bot.acts.reading.stretch import Stretch
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import Content, contents_of, language_name
from bot.model.chat import Ears, MessageKind
from bot.store import learners, moves, outbox, quotations, translations
from bot.store.console import threads
from bot.store.rows import Row
from bot.translate import MACHINE


@dataclass(frozen=True)
class Moved:
    by: str
    at: datetime


@dataclass(frozen=True)
class Turn:
    """Something that was said; `kind` "prompt" is what the school asked this home."""

    id: int
    kind: str
    writer: str
    relation: str
    at: datetime
    content: Content
    private: bool  #: only its writer and the school have it
    thanks: bool
    prompt_id: int | None
    journeys: tuple[Journey, ...]
    untold: tuple[
        tuple[str, str], ...
    ] = ()  #: languages in which a reader waited for it in vain: tag and name
    quotes: str = ""  #: the beginning of what it quotes
    offered: Offered | None = None  #: what has become of it as something for the class
    quotable: bool = False  #: its words stand in the thread, and can be quoted
    movable: bool = False  #: its writer has another thread that this viewer may see
    moved: Moved | None = None  #: it stood in another thread before
    voice: str = "school"  #: "child", "whānau" or "school"
    wordable: bool = True  #: this viewer may word what is missing or a machine's


def turns(desk: Desk, who: Viewer, thread: Row, shown: Stretch) -> tuple[Turn, ...]:
    said = shown.said
    prompts = [row for row in threads.asked(desk.db, [thread["id"]]) if shown.holds(row["at"])]
    held = contents_of(desk, [row["content_id"] for row in (*said, *prompts)])
    relations = threads.ever_members(desk.db, thread["household_id"])
    answers = [row["id"] for row in said if row["kind"] == MessageKind.ANSWER]
    names = threads.names(desk.db, {row["author_id"] for row in said})
    ways = outbox.of_messages(desk.db, answers)
    readers = threads.names(
        desk.db, {it["person_id"] for rows in ways.values() for it in rows if it["person_id"]}
    )
    own = learners.by_child(desk.db, [row["id"] for row in said])
    words = [
        Turn(
            row["id"],
            row["kind"],
            voices.named(thread["child_name"], names[row["author_id"]], by_child=row["id"] in own),
            relations.get(row["author_id"], "") if row["kind"] != MessageKind.ANSWER else "",
            row["said_at"],
            held[row["content_id"]],
            row["ears"] == Ears.WRITER,
            row["asides"],
            row["prompt_id"],
            tuple(
                journey(dict(it) | {"person_name": readers.get(it["person_id"], "")}, ())
                for it in ways.get(row["id"], [])
            ),
            voice=voices.voice(row["kind"], by_child=row["id"] in own),
        )
        for row in said
    ]
    asked = [
        Turn(
            row["id"],
            "prompt",
            row["author_name"] or desk.school.name,
            "",
            row["at"],
            held[row["content_id"]],
            False,
            False,
            row["id"],
            (),
        )
        for row in prompts
    ]
    wanted = translations.of_contents(desk.db, [it.content.id for it in (*words, *asked)])
    offered, quoted = offered_of(desk, said), _quoted(desk, answers, said, held)
    movable, moved = _movable(desk, who, said), moves.last_of(desk.db, [row["id"] for row in said])
    words = [
        replace(it, offered=offered.get(it.id), quotes=quoted.get(it.id, ""),
                quotable=it.content.opening is not None, movable=it.id in movable, moved=_moved(moved.get(it.id)))
        for it in words
    ]  # fmt: skip
    words = [replace(it, untold=_untold(it, wanted)) for it in words]
    asked = [replace(it, untold=_untold(it, wanted)) for it in asked]
    open_ones = {
        it.id for it in asked if it.untold or any(word.made_by == MACHINE for word in it.content.words)
    }
    ours = theirs_to_word(desk, who, [row for row in prompts if row["id"] in open_ones])
    asked = [replace(it, wordable=it.id in ours) for it in asked]
    return tuple(sorted((*words, *asked), key=lambda it: it.at))


def _movable(desk: Desk, who: Viewer, said: Sequence[Row]) -> set[int]:
    """What may be about another child: its writer has another thread, which this viewer may see."""
    theirs = [row for row in said if row["kind"] != MessageKind.ANSWER and not row["asides"]]
    places = moving_words.places_of(desk, who.sight, [row["author_id"] for row in theirs])
    return {row["id"] for row in theirs if places[row["author_id"]].get(row["thread_id"])}


def _moved(row: Row | None) -> Moved | None:
    return Moved(row["by_name"], row["at"]) if row else None


def _quoted(
    desk: Desk, answers: Sequence[int], said: Sequence[Row], held: Mapping[int, Content]
) -> dict[int, str]:
    """The beginnings of what these answers quote."""
    where = {row["id"]: held[row["content_id"]] for row in said}
    found = quotations.of_messages(desk.db, answers) if answers else {}
    openings = {it: where[quoted].opening for it, quoted in found.items() if quoted in where}
    return {it: quoting.short(words.text) for it, words in openings.items() if words}


def _untold(turn: Turn, wanted: Mapping[tuple[int, str], Row]) -> tuple[tuple[str, str], ...]:
    there = {it.language for it in turn.content.words}
    asked = [tag for content_id, tag in wanted if content_id == turn.content.id and tag not in there]
    return tuple((tag, language_name(tag)) for tag in asked)
