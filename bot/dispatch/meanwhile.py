"""What an older copy shows as waiting is compared with what the carrier has sent since: nothing goes twice."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from bot.acts import greeting, telling
from bot.acts.desk import Desk
from bot.acts.rendering import render, says, spoken
from bot.acts.showing import without
from bot.acts.telling import Hearers
from bot.dispatch.readers import behind, for_staff
from bot.dispatch.settling import settle
from bot.languages import segments
from bot.model.chat import Say, poll_of
from bot.model.delivery import ASK_THE_FAMILY, NOT_ARRIVED, Gate, Sent, Turn
from bot.store import gathering, holds, meanwhile, outbox, records
from bot.store.calling import Facts, facts
from bot.store.rows import Row

CLOCKS_APART = timedelta(minutes=5)  #: the carrier's clock is not quite ours
ANSWERED = "answered before a copy was put back"
ASIDE = (Turn.NOTICE, Turn.NUDGE)  #: what may be put a second time even after everything is decided


def recognise(desk: Desk, hold: Row, phones: Sequence[str]) -> None:
    """What the carrier has sent in these very words has gone."""
    _compare(desk, hold, phones)


def decide(desk: Desk, hold: Row, phones: Sequence[str]) -> None:
    """What became of all that waits for these phones, as far as their carrier's list can tell.

    Gone, where it has sent these very words; not gone, where it has sent nothing that no row of ours explains, or
    only before this could have gone. Else our own answers are dropped, since whoever wrote has been answered; about
    everything else a person is asked, and it does not go by itself.
    """
    rest, rows, known = _compare(desk, hold, phones)
    heard = meanwhile.heard_again(desk.db, {row["contact_id"] for row in rows}, hold["began_at"])
    for row in rows:
        earliest = _earliest(row, hold, known, heard)
        if any(it["at"] >= earliest - CLOCKS_APART for it in rest[row["address"]]):
            _leave(desk, row, answers=row["created_at"] <= hold["since"] or row["contact_id"] in heard)


def said_before(desk: Desk, rows: Sequence[Row]) -> dict[tuple[str, str], Row]:
    """Notices, reminders and weekly texts among these that a phone has had already: by (address, words)."""
    phones = [row["address"] for row in rows if row["turn"] in ASIDE or gathering.is_digest(row)]
    return meanwhile.said_before(desk.db, rows[0]["sender_id"], phones) if phones else {}


def was_sent(desk: Desk, row: Row, token: str, went: Row) -> None:
    """Settles a call with what the carrier has sent for it, at the moment at which it did."""
    settle(desk, token, Sent(went["external_id"], went["segments"], went["state"]), went["error"])
    if outbox.one(desk.db, row["id"])["state"] == "sent":
        outbox.change(desk.db, row["id"], sent_at=went["at"])
    meanwhile.explain(desk.db, went["id"], row["id"])


def wordings(desk: Desk, rows: Sequence[Any]) -> dict[int, str]:
    """What each of these says, or would say today: for the person who has to decide."""
    known = facts(desk.db, rows, desk.now)
    return {row["id"]: next(iter(_wordings(desk, row, known)), "") for row in rows}


def _compare(
    desk: Desk, hold: Row, phones: Sequence[str]
) -> tuple[dict[str, list[Row]], Sequence[Row], Facts]:
    """Settles what was sent in these very words; the messages and the rows that are left over."""
    rows = meanwhile.in_question(desk.db, hold, phones, desk.now)
    rest = meanwhile.unexplained(desk.db, hold, phones)
    known = facts(desk.db, rows, desk.now)
    left: list[Row] = []
    for row in rows:
        worded = _wordings(desk, row, known)
        theirs = rest[row["address"]]
        fitting = next((it for it in theirs if without(it["words"]) in worded), None)
        if fitting is None:
            left.append(row)
            continue
        count = segments.count(fitting["words"]).segments
        language = worded[without(fitting["words"])]
        token = meanwhile.open_call(desk.db, row, fitting, words_in=language, segments=count)
        was_sent(desk, row, token, fitting)
        # What missed its window has gone again in the next one: both are this delivery.
        earlier = [it for it in theirs if without(it["words"]) in worded and it["state"] in NOT_ARRIVED]
        for it in earlier:
            meanwhile.explain(desk.db, it["id"], row["id"])
        rest[row["address"]] = [it for it in theirs if it not in (fitting, *earlier)]
    return rest, left, known


def _wordings(desk: Desk, row: Row, known: Facts) -> dict[str, str]:
    """Every way in which it may have been worded, with the language: much of what it says may have changed."""
    found = {without(row["words"]): row["words_in"]} if row["words"] else {}
    person = known.people.get(row["person_id"])
    wanted = row["language"] or (person.language if person else row["contact_language"])
    languages = dict.fromkeys([spoken(wanted, desk.school.languages), *desk.school.languages, "en"])
    named = list(dict.fromkeys(known.names[child] for child, _home in known.pairs.get(row["id"], [])))
    children = [named, *([name] for name in named if len(named) > 1)]
    parts = [*says(row["parts"]), *_who_else(desk, row, known)]
    # Some things are said once: who else will see it, when teachers read. The copy may not know that they were.
    spare = [parts, *(parts[:at] + parts[at + 1 :] for at in range(1, len(parts)))]
    whole, kinds = behind(desk, row, known)
    for language, names, said, came in product(languages, children, spare, [kinds, ()] if kinds else [()]):
        try:
            made = render(
                desk.speech, channel=row["channel"], language=language, parts=said, children=names,
                wordings=known.wordings.get(row["content_id"], []),
                question=known.questions.get(row["question_id"]), poll=poll_of(known.prompts.get(row["prompt_id"])),
                link=desk.links.privacy or desk.school.privacy_contact, doubled=desk.school.texts.double_vowels,
                whole=whole, kinds=came, staff=for_staff(row),
            )  # fmt: skip
        except Exception:  # one of the walls: what cannot be worded fails at its call, alone
            continue
        found.setdefault(without(made.words), language)
    return found


def _who_else(desk: Desk, row: Row, known: Facts) -> list[Say]:
    """The sentence that a question's call adds while its reader has not been told who else will see an answer."""
    if row["turn"] != Turn.PROMPT:
        return []
    others = telling.hearers_of(desk, [row["id"]]).others
    untold = Hearers(others, {}).untold(
        row["contact_id"], [home for _, home in known.pairs.get(row["id"], [])]
    )
    return [untold.words] if untold else []


def _earliest(row: Row, hold: Row, known: Facts, heard: Mapping[int, datetime]) -> datetime:
    """Before this moment it cannot have gone."""
    since: datetime = hold["since"]
    if row["created_at"] <= since:
        # A notice is hastened when its reader writes first, and a call puts off what it could not settle.
        return since if row["turn"] == Turn.NOTICE or row["tries"] else max(since, row["due_at"])
    # It was put again since, from what we have heard again or from what fell due meanwhile.
    if row["heard"]:
        return meanwhile.said_at(row)
    if row["turn"] == Turn.ANSWER:
        return heard.get(row["contact_id"], since)
    prompt: Any = known.prompts.get(row["prompt_id"])
    return max(since, prompt["due_at"]) if prompt and prompt["due_at"] else since


def _leave(desk: Desk, row: Row, answers: bool) -> None:
    """It cannot be told. `answers`: it would answer somebody who has been written to after they wrote."""
    if outbox.one(desk.db, row["id"])["state"] != "waiting":
        return  # what its phone was found to have had has ended it meanwhile
    if row["turn"] == Turn.ANSWER and answers:
        outbox.change(desk.db, row["id"], state="cancelled", why=ANSWERED)
    elif row["turn"] == Turn.NUDGE:
        outbox.change(desk.db, row["id"], state="failed", why=holds.UNKNOWN)
    else:
        outbox.change(desk.db, row["id"], state="failed", why=ASK_THE_FAMILY)
        records.note(desk.db, desk.school.id, "could not be decided", desk.now, about={"delivery": row["id"]})
        if row["gate"] == Gate.NOTICE:
            greeting.given(desk, row["contact_id"], desk.now)  # its other language may be enough
