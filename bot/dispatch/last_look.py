"""The last look before a call: everything that may have changed since the delivery was written (DESIGN §7)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from bot.acts import quoting
from bot.acts.budgets import Purse
from bot.acts.desk import Desk
from bot.acts.rendering import render, says
from bot.acts.telling import Hearers, Untold
from bot.dispatch.hours import opens
from bot.dispatch.readers import (
    behind,
    for_staff,
    reads,
    waits_for_media,
    waits_for_wording,
    wordings_for,
)
from bot.dispatch.standing import stands_elsewhere
from bot.dispatch.together import LOOK_AGAIN, of_home, of_teacher, waits_for_its_hour
from bot.dispatch.verdicts import Broken, Cancel, Defer, Gather, Go, Verdict
from bot.model.chat import Ears, MessageKind, PromptKind, poll_of, spelled
from bot.model.delivery import Gate, Turn
from bot.model.people import Place, Scope, State
from bot.store.calling import Facts
from bot.store.rows import Row

MEDIA_LOOK = timedelta(seconds=3)

_NO_MORE = {Gate.STAFF: "no longer teaches this child", Gate.OFFICE: "no longer at the office"}
_OPEN_STATES = {
    Gate.FAREWELL: set(State),
    Gate.STRANGER: {State.ACTIVE, State.UNVERIFIED, State.QUARANTINED, State.GROUP},
}


def look(desk: Desk, row: Row, facts: Facts, hearers: Hearers, purse: Purse,
         rooms: Collection[int]) -> Verdict:  # fmt: skip
    """May it go now, and in which words? `purse`: SMS segments that are left, of the school's and of its `rooms`."""
    gate = Gate(row["gate"])
    why = _stopped(row, gate, facts) or _ended(desk, row, facts)
    if why:
        return Cancel(why)
    if row["id"] in facts.inside:
        return _gathered(desk, row, gate, facts, hearers)
    children = _children(row, gate, facts, facts.members)
    if children and gate == Gate.LANE and row["turn"] >= Turn.PROMPT:
        # On a shared phone one person's pause is not the other's.
        children = _children(row, gate, facts, facts.awake)
        if children is None:
            return Cancel("asked for a pause")
    if children is None:
        return Cancel(_NO_MORE.get(gate, "no longer in this thread"))
    if _held(row, facts):
        return Defer(desk.now)  # it stays due, and is not claimed until its author has decided
    at = opens(desk, row, gate, facts)
    if at is None:
        return Defer(desk.now + LOOK_AGAIN)  # its terms have run out: the school will write the next ones
    if at > desk.now:
        return Defer(at)
    if waits_for_its_hour(row, gate, facts):
        return Gather()
    if waits_for_media(desk, row, facts) or waits_for_wording(desk, row, facts):
        return Defer(desk.now + MEDIA_LOOK)
    return _worded(desk, row, facts, children, hearers, purse, rooms)


def still_about(desk: Desk, row: Row, facts: Facts) -> list[str] | None:
    """The children whom a text of a lane may name to its reader at this moment; None: it is not for them any more."""
    gate, prompt = Gate(row["gate"]), facts.prompts.get(row["prompt_id"])
    if gate not in (Gate.LANE, Gate.OWN) or _stopped(row, gate, facts):
        return None
    over = (prompt and prompt["state"] == "cancelled") or stands_elsewhere(desk, row, facts)
    return None if over else _children(row, gate, facts, facts.members)


def _gathered(desk: Desk, row: Row, gate: Gate, facts: Facts, hearers: Hearers) -> Verdict:
    """What is made of others: each of them is looked at by itself, with those of its children who are still theirs."""
    inside, at = facts.inside[row["id"]], opens(desk, row, gate, facts)
    over = {it["id"] for it in inside if _ended(desk, it, facts) or _held(it, facts)}
    hearers_of = facts.members if gate == Gate.STAFF else facts.awake
    looked = [(it, None if it["id"] in over else _children(it, gate, facts, hearers_of)) for it in inside]
    if gate == Gate.STAFF:
        return of_teacher(desk, row, facts, at, looked)
    return of_home(desk, row, facts, at, looked, _untold(row, facts, hearers))


def _stopped(row: Row, gate: Gate, facts: Facts) -> str | None:
    if row["contact_state"] not in _OPEN_STATES.get(gate, {State.ACTIVE}):
        return f"this phone is {row['contact_state']}"
    if gate != Gate.FAREWELL and (row["sender_id"], row["address"]) in facts.suppressed:
        return "said STOP"
    if gate in (Gate.OWN, Gate.LANE) and row["notice_at"] is None:
        return "not told yet who writes"
    theirs = row["person_id"] is None or (row["contact_id"], row["person_id"]) in facts.owners
    return None if theirs or gate not in (*_NO_MORE, Gate.OWN) else "no longer this person's phone"


def _held(row: Row, facts: Facts) -> bool:
    prompt = facts.prompts.get(row["prompt_id"])
    return prompt is not None and prompt["held_at"] is not None


def _ended(desk: Desk, row: Row, facts: Facts) -> str | None:
    if row["expires_at"] and row["expires_at"] <= desk.now:
        return "too late to be of use"
    prompt = facts.prompts.get(row["prompt_id"])
    taken_back = prompt and prompt["state"] == "cancelled"
    return "taken back by the school" if taken_back else stands_elsewhere(desk, row, facts)


def _children(
    row: Row, gate: Gate, facts: Facts, members: Mapping[tuple[int, int], frozenset[Place]]
) -> list[str] | None:
    """The names that may be in it, each checked by itself; None when none is left of those it was for."""
    pairs = facts.pairs.get(row["id"], [])
    # Who asks from a phone that has said STOP is answered as a stranger is.
    if gate in (Gate.OWN, Gate.STRANGER):
        if not pairs:
            return []  # about its reader alone
        kept = [child for child, home in pairs if (row["contact_id"], home) in members]
        if _spells(row, facts, {child for child, _home in pairs}.difference(kept)):
            return None
    elif gate == Gate.LANE:
        kept = [child for child, home in pairs if _hears(row, facts, members.get((row["contact_id"], home)))]
    elif gate == Gate.STAFF:
        kept = [child for child, _home in pairs if (row["person_id"], child) in facts.staff]
    else:
        return None if gate == Gate.OFFICE and row["person_id"] not in facts.office else []
    return list(dict.fromkeys(facts.names[it] for it in kept)) or None


def _spells(row: Row, facts: Facts, lost: Collection[int]) -> bool:
    """Whether a child who is no longer theirs to hear of is named in words that were fixed when they were written."""
    if not lost:
        return False
    question = facts.questions.get(row["question_id"])
    texts = spelled(says(row["parts"]), question.options if question else ())
    return any(facts.names[it] in text for it in lost for text in texts)


def _hears(row: Row, facts: Facts, places: frozenset[Place] | None) -> bool:
    """Whether somebody at this phone may hear it, by the place that they have in the lane today."""
    if not places:
        return False
    prompt, said = facts.prompts.get(row["prompt_id"]), facts.said.get(row["message_id"])
    about = prompt if prompt is not None else said
    if prompt is not None and facts.refused and not PromptKind(prompt["kind"]).overrides:
        places = frozenset(it for it in places if (it.person_id, prompt["kind"]) not in facts.refused)
    if about is not None and about["matter"]:
        places = frozenset(it for it in places if it.private)
    if said is not None and said["ears"] == Ears.WRITER and row["person_id"] is not None:
        # Put for one person alone: their phone may have become that of another one at home.
        places = frozenset(it for it in places if it.person_id == row["person_id"])
    if any(it.scope == Scope.EVERYTHING for it in places):
        return True
    subject = prompt["subject"] if prompt is not None else None
    if subject and any(it.scope == Scope.SUBJECT and it.subject == subject for it in places):
        return True
    story = (said is not None and said["kind"] == MessageKind.SHARE) or (
        prompt is not None and prompt["kind"] == PromptKind.ACTIVITY
    )
    # A supporter's own conversation with the teacher reaches them whatever they were let in for.
    mine = facts.answers.get(row["message_id"]) if row["person_id"] is not None else None
    own = mine is not None and mine == row["person_id"] and any(it.person_id == mine for it in places)
    return (story and any(it.scope == Scope.STORIES for it in places)) or own


def _worded(desk: Desk, row: Row, facts: Facts, children: Sequence[str], hearers: Hearers, purse: Purse,
            rooms: Collection[int]) -> Verdict:  # fmt: skip
    parts, tells = says(row["parts"]), row["tells"]
    if (
        quoting.for_one_alone(parts)
        and sum(phone == row["contact_id"] for phone, _person in facts.owners) > 1
    ):
        parts = quoting.bare(parts)  # the phone has become another one's as well
    wordings, in_vain = wordings_for(desk, row, facts)
    whole, kinds = behind(desk, row, facts)
    if row["turn"] == Turn.PROMPT:  # a question: its parts are the same for every phone, until here
        untold = _untold(row, facts, hearers)
        parts, tells = ([*parts, untold.words], untold.tells) if untold else (parts, None)
    try:
        rendered = render(
            desk.speech, channel=row["channel"], language=reads(desk, row, facts),
            parts=parts, wordings=wordings, children=children, in_vain=in_vain,
            question=facts.questions.get(row["question_id"]), poll=poll_of(facts.prompts.get(row["prompt_id"])),
            link=desk.links.privacy or desk.school.privacy_contact,
            doubled=desk.school.texts.double_vowels, whole=whole, kinds=kinds,
            staff=for_staff(row),
        )  # fmt: skip
    except Exception as error:  # one of the walls: whatever is wrong with this row, its neighbours go
        return Broken(f"cannot be worded: {type(error).__name__}")
    if not rendered.words:
        return Broken("has no words")
    if row["turn"] >= Turn.PROMPT and rendered.segments and not purse.holds(rendered.segments, rooms):
        return Gather()
    return Go(rendered, tells)


def _untold(row: Row, facts: Facts, hearers: Hearers) -> Untold | None:
    """Who would see an answer, in those homes that the question still goes to."""
    homes = [home for _child, home in facts.pairs.get(row["id"], [])]
    here = [home for home in homes if _hears(row, facts, facts.awake.get((row["contact_id"], home)))]
    return hearers.untold(row["contact_id"], here)
