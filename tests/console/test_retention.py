"""What has been kept long enough is deleted, once and for good; what is younger, waits or must outlive it stays."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text, update

from bot.acts.desk import Desk
from bot.jobs import retention
from bot.model.chat import Ears, MessageKind
from bot.model.heard import Sight
from bot.model.school import Keeping
from bot.pace.keeping import months_before
from bot.store import absences, finding, offerings, outbox, quotations, records, schools
from bot.store.tables import (
    absence,
    attempt,
    audit,
    consent,
    content,
    delivery,
    enrolment,
    gathered,
    inbox,
    message,
    status_event,
    suppression,
    wording,
)
from bot.store.tables import media as pictures
from tests.console.browser import Browser, said
from tests.console.seed import Harakeke, lies_in_the_inbox, put

OLD, YOUNG = timedelta(days=400), timedelta(days=300)
PHOTO = Sight("photo", "file-1", "image/jpeg", 0)


class Died(Exception):
    """The process is gone at this moment."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "pictures"
    made.mkdir()
    return made


def keeps(world: Harakeke, **months: int) -> None:
    def deed(desk: Desk) -> None:
        schools.save(desk.db, replace(desk.school, keeping=Keeping(**{**NOTHING, **months})), desk.now)

    world.act(deed)


NOTHING = {"words": 0, "after_leaving": 0, "heard": 0, "receipts": 0, "paths": 0, "audit": 0}


def runs(world: Harakeke, folder: Path, dies_at: int = 0) -> None:
    """One turn of the job; `dies_at`: its process is gone before its so-manieth transaction."""
    count = 0

    async def act(deed: Callable[[Desk], Any]) -> Any:
        nonlocal count
        count += 1
        if count == dies_at:
            raise Died
        return world.act(deed)

    asyncio.run(retention.delete_all(act, folder))


def at(world: Harakeke, ago: timedelta, deed: Callable[[], Any]) -> Any:
    before, world.now = world.now, world.now - ago
    done = deed()
    world.now = before
    return done


def says(world: Harakeke, ago: timedelta, who: str, thread: str, words: str, *sights: Sight) -> int:
    return int(at(world, ago, lambda: world.says(who, thread, words, sights=sights)))


def holds(world: Harakeke, folder: Path, message_id: int, name: str) -> None:
    """Its picture has been fetched."""

    def deed(desk: Desk) -> None:
        of = select(message.c.content_id).where(message.c.id == message_id).scalar_subquery()
        desk.db.execute(update(pictures).where(pictures.c.content_id == of).values(state="held", file=name))

    world.act(deed)
    (folder / name).write_bytes(b"a picture")


def words(world: Harakeke) -> set[str]:
    return set(world.act(lambda desk: desk.db.scalars(select(wording.c.words)).all()))


def count(world: Harakeke, table: Any) -> int:
    return int(world.act(lambda desk: desk.db.scalar(select(func.count()).select_from(table))))


def text_to(world: Harakeke, who: str, message_id: int, state: str) -> int:
    """A delivery of this message, with the copy that the phone got, and a try to send it."""

    def deed(desk: Desk) -> int:
        phone = world[f"{who}'s phone"]
        made = put(desk.db, delivery, school_id=1, sender_id=world["sms"], contact_id=phone, message_id=message_id,
                   channel="sms", address="+642000000041", gate="member", turn=1, reach="now",
                   parts=[["{words}", {"words": "Kia ora"}]], due_at=desk.now, state=state, words="a copy",
                   external_id=f"SM{message_id}", created_at=desk.now, segments=2, sent_at=desk.now)  # fmt: skip
        settled = desk.now if state != "waiting" else None
        put(desk.db, attempt, school_id=1, delivery_id=made, contact_id=phone, sender_id=world["sms"],
            token=f"token {made}", state="settled" if settled else "claimed", claimed_at=desk.now,
            settled_at=settled)  # fmt: skip
        put(desk.db, status_event, school_id=1, channel="sms", external_id=f"SM{message_id}", state="delivered",
            error="", heard_at=desk.now)  # fmt: skip
        return made

    return int(world.act(deed))


@pytest.mark.parametrize("months", [3, 6, 12, 14, 25])
def test_words_go_by_their_age_and_to_the_day(world: Harakeke, folder: Path, months: int) -> None:
    """Holds `_over_by`: whatever is a moment younger than the school's months stays."""
    edge = months_before(world.now, months)
    for name, moment in (
        ("over", edge - timedelta(seconds=1)),
        ("edge", edge),
        ("young", edge + timedelta(days=9)),
    ):
        says(world, world.now - moment, "Dave", "Finn's", name)
    keeps(world, words=months)
    runs(world, folder)
    assert words(world) == {"edge", "young"}
    assert count(world, message) == 3, "that something was said, and when, stays"
    note = world.act(
        lambda desk: desk.db.scalars(select(audit.c.about).where(audit.c.act == retention.NOTE)).all()
    )
    assert note == [{"messages": 1, "pictures": 0}]


def test_unless_the_school_has_said_so_words_stay(world: Harakeke, folder: Path) -> None:
    says(world, timedelta(days=9000), "Dave", "Finn's", "Long ago")
    runs(world, folder)
    assert words(world) == {"Long ago"}


def test_days_away_go_with_the_words_and_with_the_child(world: Harakeke, folder: Path) -> None:
    """Holds absences.forget: by age to the day, of a child who left, and of nobody while the school has said nothing."""
    edge = months_before(world.now, 12)
    for whose, moment in (
        ("Māia at Hana's", edge - timedelta(days=1)),
        ("Māia at Hana's", edge),
        ("Finn's", world.now),
    ):
        day = moment.date().isoformat()
        world.act(lambda desk, day=day, whose=whose: absences.say(desk.db, 1, world[f"{whose} home"], [day],
                                                                  world["Hana"], None, desk.now))  # fmt: skip
    runs(world, folder)
    assert count(world, absence) == 3
    keeps(world, words=12)
    runs(world, folder)
    assert count(world, absence) == 2
    leaves(world, "Finn", OLD)
    keeps(world, after_leaving=12)
    runs(world, folder)
    assert world.act(lambda desk: desk.db.scalars(select(absence.c.child_id)).all()) == [world["Māia"]]


def test_pictures_go_from_the_folder_too_and_the_search_forgets(world: Harakeke, folder: Path) -> None:
    old = says(world, OLD, "Dave", "Finn's", "our kite", PHOTO)
    young = says(world, YOUNG, "Dave", "Finn's", "our boat", PHOTO)
    holds(world, folder, old, "aa")
    holds(world, folder, young, "bb")
    world.act(lambda desk: finding.catch_up(desk.db))
    keeps(world, words=12)
    runs(world, folder)
    assert [it.name for it in folder.iterdir()] == ["bb"] and count(world, pictures) == 1
    assert world.act(lambda desk: desk.db.scalar(text("SELECT count(*) FROM finding"))) == 1


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "A_BATCH", 2)


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("dies_at", range(1, 12))
def test_a_death_at_any_moment_and_a_second_run_give_the_same_end(
    world: Harakeke, folder: Path, dies_at: int
) -> None:
    """Holds the order: a file before its row. The other way round a dead process leaves a picture that no row knows."""
    for number in range(3):
        holds(world, folder, says(world, OLD, "Dave", "Finn's", f"old {number}", PHOTO), f"old {number}")
        at(world, OLD, lambda number=number: lies_in_the_inbox(world, "done", f"old words {number}"))
    holds(world, folder, says(world, YOUNG, "Dave", "Finn's", "young", PHOTO), "young")
    keeps(world, words=12, heard=12)
    with contextlib.suppress(Died):
        runs(world, folder, dies_at)
    runs(world, folder)
    assert words(world) == {"young"} and [it.name for it in folder.iterdir()] == ["young"]
    assert count(world, pictures) == 1
    about = world.act(
        lambda desk: desk.db.scalars(select(audit.c.about).where(audit.c.act == retention.NOTE)).all()
    )
    assert sum(it.get("messages", 0) for it in about) == 3 and sum(it.get("heard", 0) for it in about) == 3


def leaves(world: Harakeke, child: str, ago: timedelta) -> None:
    of = enrolment.c.child_id == world[child]
    world.act(lambda desk: desk.db.execute(update(enrolment).where(of).values(until=world.now - ago)))


def test_of_a_child_who_left_and_of_nobody_else(world: Harakeke, folder: Path) -> None:
    """Holds the thread's child in `_over_by`, and the day of leaving."""
    for who, thread, name in (
        ("Dave", "Finn's", "Finn"),
        ("Sina", "Ioane's", "Ioane"),
        ("Hana", "Māia at Hana's", "Māia"),
    ):
        says(world, timedelta(days=50), who, thread, name)
    leaves(world, "Finn", timedelta(days=40))
    leaves(world, "Ioane", timedelta(days=20))
    keeps(world, after_leaving=1)
    runs(world, folder)
    assert words(world) == {"Ioane", "Māia"}


def test_who_left_one_room_for_another_has_not_left(world: Harakeke, folder: Path) -> None:
    says(world, timedelta(days=50), "Dave", "Finn's", "Finn")
    leaves(world, "Finn", timedelta(days=40))
    world.act(lambda desk: put(desk.db, enrolment, school_id=1, child_id=world["Finn"], room_id=world["room 7"],
                               since=world.now))  # fmt: skip
    keeps(world, after_leaving=1)
    runs(world, folder)
    assert words(world) == {"Finn"}


def test_words_that_stand_with_another_child_too_stay(world: Harakeke, folder: Path) -> None:
    """Holds `younger`: one content in two conversations goes when both are over."""
    first = says(world, OLD, "Dave", "Finn's", "Both of them")

    def also(desk: Desk) -> None:
        of = desk.db.scalar(select(message.c.content_id).where(message.c.id == first))
        put(desk.db, message, school_id=1, thread_id=world["Ioane's"], author_id=world["Sina"], content_id=of,
            kind=MessageKind.NOTE, ears=Ears.WRITER, said_at=desk.now)  # fmt: skip

    world.act(also)
    keeps(world, words=12)
    runs(world, folder)
    assert words(world) == {"Both of them"}


def test_what_points_at_a_message_holds_and_the_page_says_that_its_words_are_gone(
    world: Harakeke, folder: Path, console: Callable[..., Browser]
) -> None:
    old = says(world, OLD, "Dave", "Finn's", "We tie fishing flies")
    new = says(world, YOUNG, "Dave", "Finn's", "And build kites")
    world.act(lambda desk: quotations.keep(desk.db, 1, new, old, by_sms=False))
    world.act(lambda desk: offerings.mark(desk.db, 1, old, world["Tom"], desk.now))
    sent = at(world, OLD, lambda: text_to(world, "Hana", old, "failed"))
    keeps(world, words=12)
    runs(world, folder)
    thread = world["Finn's"]
    page = said(console("Tom").get(f"/console/threads/{thread}"))
    assert (
        "No words or pictures of it are kept." in page and "fishing" not in page and "And build kites" in page
    )
    row = world.act(lambda desk: outbox.one(desk.db, sent))
    assert (row["words"], row["parts"], row["segments"]) == (None, [], 2), (
        "a copy is a copy; what it cost stays"
    )


def test_what_still_waits_to_go_keeps_its_words(world: Harakeke, folder: Path) -> None:
    """Holds `waits` in `_over`, and the states in `empty_paths`."""
    old = says(world, OLD, "Dave", "Finn's", "Slow")
    made = at(world, OLD, lambda: text_to(world, "Hana", old, "waiting"))
    keeps(world, words=12, paths=12)
    runs(world, folder)
    row = world.act(lambda desk: outbox.one(desk.db, made))
    assert words(world) == {"Slow"} and row["parts"] and count(world, attempt) == 1


def test_what_waits_inside_a_weekly_text_keeps_its_words(world: Harakeke, folder: Path) -> None:
    """Holds alone.on_its_way: its own row has come to its end, and the one in which it travels has not."""
    old = says(world, OLD, "Dave", "Finn's", "Slow")
    inside = at(world, OLD, lambda: text_to(world, "Hana", old, "digested"))

    def travels(desk: Desk) -> None:
        row = desk.db.execute(select(delivery).where(delivery.c.id == inside)).mappings().one()
        around = {
            **row,
            "message_id": None,
            "parts": [],
            "words": None,
            "external_id": None,
            "state": "waiting",
        }
        del around["id"]
        digest = put(desk.db, delivery, **around)
        put(desk.db, gathered, school_id=1, delivery_id=inside, contact_id=row["contact_id"], digest_id=digest,
            at=desk.now)  # fmt: skip

    world.act(travels)
    keeps(world, words=12)
    runs(world, folder)
    assert words(world) == {"Slow"}
    world.act(lambda desk: desk.db.execute(update(delivery).values(state="sent")))
    runs(world, folder)
    assert words(world) == set()


def test_what_came_in_whole_is_emptied_once_handled_and_its_key_stays(world: Harakeke, folder: Path) -> None:
    """Holds the state and the age in `empty_heard`."""
    for state in ("done", "stranger", "aside", "waiting", "troubled"):
        at(world, OLD, lambda state=state: lies_in_the_inbox(world, state, state))
    at(world, YOUNG, lambda: lies_in_the_inbox(world, "done", "young"))
    keeps(world, heard=12)
    runs(world, folder)
    rows = world.act(lambda desk: desk.db.execute(select(inbox)).mappings().all())
    assert {it["heard"].get("words") for it in rows} == {
        None,
        "stranger",
        "aside",
        "waiting",
        "troubled",
        "young",
    }
    assert len({it["key"] for it in rows}) == 6


def test_paths_receipts_and_the_record_go_by_their_own_months(world: Harakeke, folder: Path) -> None:
    """Holds the ages in `empty_paths`, `delete_receipts` and `delete_audit`."""
    for ago in (OLD, YOUNG):
        made = says(world, ago, "Dave", "Finn's", "words")
        at(world, ago, lambda made=made: text_to(world, "Hana", made, "sent"))
        at(world, ago, lambda: world.act(lambda desk: records.note(desk.db, 1, "signed in", desk.now)))
        at(
            world,
            ago,
            lambda: world.act(lambda desk: records.note(desk.db, 1, "changed the school", desk.now)),
        )
        at(world, ago, lambda: world.act(lambda desk: records.agree(
            desk.db, 1, "notice", desk.now, contact_id=world["Hana's phone"])))  # fmt: skip
    world.act(lambda desk: desk.db.execute(insert(suppression).values(
        school_id=1, sender_id=world["sms"], address="+64", stopped=True, why="STOP", at=desk.now - OLD)))  # fmt: skip
    before = {it.name: count(world, it) for it in (delivery, message, content, wording, consent, suppression)}
    keeps(world, receipts=12)
    runs(world, folder)
    assert (count(world, status_event), count(world, attempt)) == (1, 2)
    keeps(world, paths=12, audit=12)
    runs(world, folder)
    assert {
        it.name: count(world, it) for it in (delivery, message, content, wording, consent, suppression)
    } == before
    assert count(world, attempt) == 1
    copies = world.act(lambda desk: desk.db.scalars(select(delivery.c.words).order_by(delivery.c.id)).all())
    assert copies == [None, "a copy"]
    acts = world.act(lambda desk: desk.db.scalars(select(audit.c.act)).all())
    assert acts.count("signed in") == 1 and acts.count("changed the school") == 2
