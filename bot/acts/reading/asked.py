"""A prompt as its page shows it: the words, who got it and how, and what came back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.acts import recipients
from bot.acts.desk import Desk
from bot.acts.reading.journeys import Journey, Step, journeys
from bot.acts.reading.looks import about as of_rows
from bot.acts.reading.looks import note_foreign, note_lists
from bot.acts.reading.shown import REACHED, of_missed
from bot.acts.reading.viewer import Viewer
from bot.acts.reading.words import Content, contents_of
from bot.acts.recipients import Missed
from bot.model.chat import PromptKind
from bot.store import prompts as all_prompts
from bot.store.audience import of_children
from bot.store.console import prompts, threads
from bot.store.console.scope import among, children, governed
from bot.store.rows import Row

LOOKED = "looked at answers"


@dataclass(frozen=True)
class Asked:
    id: int
    kind: str
    state: str
    author: str
    audience: tuple[str, ...]
    content: Content
    due_at: datetime | None
    sent_at: datetime | None
    room_ids: tuple[int, ...]
    child_id: int | None
    governed: bool  #: the viewer may change it and take it back
    stopped: bool  #: by itself: too much of it did not arrive, and its rest waits for a word
    choices: tuple[Mapping[str, str], ...]  #: of a poll, each by language
    author_id: int | None  #: None: the library


@dataclass(frozen=True)
class Answer:
    thread_id: int
    child: str
    writer: str
    at: datetime
    content: Content


@dataclass(frozen=True)
class Whole:
    """A prompt with its way and its answers."""

    asked: Asked
    journeys: tuple[Journey, ...]
    missed: tuple[Missed, ...]
    answers: tuple[Answer, ...]
    unanswered: int  #: children it is about from whom nothing has come yet
    changeable: bool  #: nobody can have read it yet
    rest: bool  #: somebody has it, and somebody waits for it: for those it can still be changed


def one(desk: Desk, who: Viewer, prompt_id: int) -> Asked | None:
    row = prompts.one(desk.db, who.sight, prompt_id)
    return listed(desk, who, [row])[0] if row else None


def listed(desk: Desk, who: Viewer, rows: Sequence[Row]) -> tuple[Asked, ...]:
    if not rows:
        return ()
    held = contents_of(desk, [row["content_id"] for row in rows])
    ids = [row["id"] for row in rows]
    audience, ours = prompts.audience(desk.db, who.sight, ids), among(desk.db, governed(who.sight), ids)
    return tuple(
        Asked(
            row["id"],
            row["kind"],
            row["state"],
            row["author_name"] or desk.school.name,
            tuple(audience.get(row["id"], [])),
            held[row["content_id"]],
            row["due_at"],
            row["fanned_at"],
            tuple(all_prompts.rooms(desk.db, row["id"])),
            row["child_id"],
            row["id"] in ours,
            row["held_at"] is not None and row["state"] == "sent",
            tuple(row["choices"] or ()),
            row["author_id"],
        )
        for row in rows
    )


def theirs_to_word(desk: Desk, who: Viewer, rows: Sequence[Row]) -> set[int]:
    """Of these prompts, those whose translations this viewer may word: they reach nobody beyond their rooms, and are
    no safety messages, which stay as they were confirmed."""
    ids = [row["id"] for row in rows if not PromptKind(row["kind"]).overrides]
    return among(desk.db, governed(who.sight), ids)


def whole(desk: Desk, who: Viewer, prompt_id: int) -> Whole | None:
    """A prompt that was confirmed; a look at answers and phones of other rooms is written down, so this may write."""
    row = prompts.one(desk.db, who.sight, prompt_id)
    if row is None:
        return None
    asked = listed(desk, who, [row])[0]
    about = among(desk.db, children(who.sight), all_prompts.children(desk.db, row, desk.now))
    said = threads.answers_to(desk.db, who.sight, prompt_id)
    note_foreign(desk, who, LOOKED, *(
        {"prompt": prompt_id, "child": it["child_id"], "thread": it["thread_id"]} for it in said
    ))  # fmt: skip
    gone_out = prompts.deliveries(desk.db, who.sight, prompt_id)
    way = tuple(journeys(gone_out))
    way = tuple(it for it in way if it.step != Step.TAKEN_BACK) if row["state"] != "cancelled" else way
    missed = recipients.missed(
        desk, of_children(about, PromptKind(row["kind"]), desk.now, row["subject"], row["matter"] is not None)
    )
    note_lists(desk, who, {REACHED: (*of_rows(gone_out), *of_missed(missed))})
    held = contents_of(desk, [it["content_id"] for it in said])
    ours = asked.governed and asked.author_id is not None and not PromptKind(asked.kind).overrides
    gone = any(it.step not in (Step.WAITS, Step.TAKEN_BACK) for it in way)
    return Whole(
        asked,
        way,
        tuple(missed),
        tuple(
            Answer(
                it["thread_id"], it["child_name"], it["writer_name"], it["said_at"], held[it["content_id"]]
            )
            for it in said
        ),
        len(set(about) - {it["child_id"] for it in said}),
        changeable=ours and not gone and row["state"] in ("scheduled", "sent"),
        rest=ours
        and gone
        and row["state"] == "sent"
        and any(it.step in (Step.WAITS, Step.GATHERED) for it in way),
    )
