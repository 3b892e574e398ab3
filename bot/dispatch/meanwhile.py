"""What an older copy shows as waiting is compared with what the carrier has sent since: nothing goes twice."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.acts.desk import Desk
from bot.acts.rendering import render, says, spoken
from bot.dispatch.settling import settle
from bot.languages import segments
from bot.model.delivery import ASK_THE_FAMILY, Sent, Turn
from bot.store import holds, meanwhile, outbox, records
from bot.store.calling import Facts, facts
from bot.store.rows import Row

SECONDS_APART = timedelta(seconds=5)  #: the carrier's clock is not quite ours
ANSWERED = "answered before a copy was put back"
ASIDE = (Turn.NOTICE, Turn.NUDGE)  #: what may be put a second time even after everything is decided


def decide(desk: Desk, hold: Row, phones: Collection[str]) -> None:
    """What became of all that waits for these phones, as far as their carrier's list can tell.

    Gone, where it has sent these very words; not gone, where it has sent nothing that no row of ours explains, or
    only before this could have gone. Else our own answers are dropped, since whoever wrote has been answered; about
    everything else a person is asked, and it does not go by itself.
    """
    rows = meanwhile.in_question(desk.db, hold, phones)
    known = facts(desk.db, rows, desk.now)
    heard = meanwhile.heard_again(desk.db, {row["contact_id"] for row in rows}, hold["began_at"])
    went = meanwhile.unexplained(desk.db, hold, phones)
    for phone in phones:
        theirs = [row for row in rows if row["address"] == phone]
        rest, open_rows = _explained(desk, theirs, went[phone], known)
        for row in open_rows:
            earliest = _earliest(row, hold, known, heard)
            if any(it["at"] >= earliest - SECONDS_APART for it in rest):
                _leave(desk, row, answers=row["created_at"] <= hold["since"] or row["contact_id"] in heard)


def said_before(desk: Desk, rows: Sequence[Row]) -> dict[tuple[str, str], Row]:
    """Notices and reminders among these that a phone has had already: by (address, words)."""
    phones = [row["address"] for row in rows if row["turn"] in ASIDE]
    return meanwhile.said_before(desk.db, rows[0]["sender_id"], phones) if phones else {}


def was_sent(desk: Desk, row: Row, token: str, went: Row) -> None:
    """Settles a call with what the carrier has sent for it, at the moment at which it did."""
    settle(desk, token, Sent(went["external_id"], went["segments"], went["state"]), went["error"])
    if outbox.one(desk.db, row["id"])["state"] == "sent":
        outbox.change(desk.db, row["id"], sent_at=went["at"])
    meanwhile.explain(desk.db, went["id"], row["id"])


def wordings(desk: Desk, rows: Sequence[Row]) -> dict[int, str]:
    """What each of these says, or would say today: for the person who has to decide."""
    known = facts(desk.db, rows, desk.now)
    return {row["id"]: next(iter(_wordings(desk, row, known)), "") for row in rows}


def _explained(
    desk: Desk, rows: Sequence[Row], went: Sequence[Row], known: Facts
) -> tuple[list[Row], list[Row]]:
    """Settles what was sent in these very words; the messages and the rows that are left over."""
    rest, open_rows, said = list(went), [], set()
    for row in rows:
        worded = _wordings(desk, row, known)
        fitting = next((it for it in rest if it["words"] in worded), None)
        if fitting is None:
            open_rows.append(row)
            continue
        rest.remove(fitting)
        said |= set(worded)
        count = segments.count(fitting["words"]).segments
        token = meanwhile.open_call(desk.db, row, fitting, words_in=worded[fitting["words"]], segments=count)
        was_sent(desk, row, token, fitting)
    # A text that missed its window goes again in the next: the same words twice are still one delivery.
    return [it for it in rest if it["words"] not in said], open_rows


def _wordings(desk: Desk, row: Row, known: Facts) -> dict[str, str]:
    """Every way in which it may have been worded, with the language: who reads, and about whom, may have changed."""
    person = known.people.get(row["person_id"])
    wanted = row["language"] or (person.language if person else row["contact_language"])
    languages = dict.fromkeys([spoken(wanted, desk.school.languages), *desk.school.languages, "en"])
    everybody = [known.names[child] for child, _home in known.pairs.get(row["id"], [])]
    named = [everybody, *([name] for name in everybody if len(everybody) > 1)]
    found = {row["words"]: row["words_in"]} if row["words"] else {}
    for language in languages:
        for names in named:
            try:
                made = render(
                    desk.speech, channel=row["channel"], language=language, parts=says(row["parts"]),
                    wordings=known.wordings.get(row["content_id"], []), children=list(dict.fromkeys(names)),
                    question=known.questions.get(row["question_id"]),
                    link=desk.links.privacy or desk.school.privacy_contact,
                )  # fmt: skip
            except Exception:  # one of the walls: what cannot be worded fails at its call, alone
                continue
            found.setdefault(made.words, language)
    return found


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
