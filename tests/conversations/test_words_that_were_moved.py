"""A teacher finds that words stand with the wrong child, and puts them right: nobody hears what is not theirs."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.acts import moving_words
from bot.acts.desk import Desk
from bot.acts.reading.viewer import viewer
from bot.jobs import one_a_day
from bot.store import lanes, messages
from bot.store.tables import audit, content, delivery, message, wording
from tests.conversations.at_school import IN_ENGLISH, asks, at, count, counted, named, school_with
from tests.conversations.conftest import ANNA, SINA
from tests.conversations.test_absences import away
from tests.conversations.test_links_in_texts import LONG, link_in
from tests.conversations.test_translation import ON
from tests.conversations.unhappy import DAN, WITH_DAN
from tests.ground.school import STAFF, School
from tests.translate.engines import Pretend, backwards

Open = Callable[..., School]
MELE = "Room 5,Sefa,Mele,mother,020 000 00021,to,home\nRoom 5,Lose,Mele,mother,020 000 00021,to,home\n"


def moves(school: School, words: str, child: str, by: str = "Whaea Moana", then: bool = True) -> bool:
    """Puts the message that holds these words into its writer's thread about that child."""

    def deed(desk: Desk) -> bool:
        who = viewer(desk, named(desk, by).id)
        assert who is not None
        found = select(message.c.id).join(content, content.c.id == message.c.content_id).join(
            wording, wording.c.content_id == content.c.id).where(wording.c.words.contains(words))  # fmt: skip
        said = messages.one(desk.db, desk.db.execute(found.order_by(message.c.id)).scalars().first() or 0)
        theirs = lanes.lanes_of(desk.db, said["author_id"], desk.now)
        to = next(it.lane.thread_id for it in theirs if it.lane.child.name == child)
        return moving_words.move(desk, who.person, who.sight, said, to)

    done = school.act(deed)
    if then:
        school.passes(seconds=1)
    return done


def test_moved_words_reach_the_right_teacher_and_their_writer_is_told(open_school: Open) -> None:
    """Holds moves.take (twice is once), `unsend`, WRITER's ears in the new thread, and the audit of both homes."""
    school = open_school(roll_csv=WITH_DAN)
    anna, dan, tane = school.sms(ANNA).forgets(), school.sms(DAN).forgets(), school.teacher()
    other = school.teacher("Mr Fuimaono", 555_002)
    asks(school, "What did you read?")
    anna.forgets().says("The one about nits, he scratches")
    anna.forgets()
    dan.forgets()
    assert moves(school, "about nits", "Jack")
    heard = anna.hears("these words are with Jack now", '"The one about nits, he scratches"')
    assert "Ruby" not in heard
    other.hears("Anna (mother of Jack, Room 2): The one about nits")
    told = dan.hears("What Anna wrote was not about Ruby after all")
    assert "Jack" not in told
    assert not moves(school, "about nits", "Jack")
    anna.hears_nothing()
    assert count(other, "about nits") == 1
    assert counted(school, audit, audit.c.act == moving_words.MOVED) == 2
    row: Any = school.act(lambda desk: desk.db.execute(select(message)).mappings().first())
    assert (row["kind"], row["ears"], row["prompt_id"]) == ("note", "writer", None)
    # What comes within the hour is asked about again, and her answer to the question still counts as one.
    anna.says("The eel, that is")
    tane.hears("The eel, that is")
    assert moves(school, "about nits", "Ruby")
    row = school.act(lambda desk: desk.db.execute(select(message).order_by(message.c.id)).mappings().first())
    assert (row["kind"], row["ears"]) == ("reply", "household")
    assert count(tane, "about nits") == 1 and count(dan, "about nits") == 1


def test_what_has_not_gone_yet_does_not_go_under_the_old_name(open_school: Open) -> None:
    """Holds `unsend`, and last_look.stands_elsewhere: a text that failed is tried once more by hand, and is not sent."""
    school = open_school(roll_csv=WITH_DAN)
    anna, dan = school.sms(ANNA).forgets(), school.sms(DAN).forgets()
    asks(school, "What did you read?")
    school.goes_to(hour=21)
    anna.says("The one about nits")
    assert moves(school, "about nits", "Jack")
    school.act(lambda desk: desk.db.execute(delivery.update().where(delivery.c.content_id.is_not(None))
        .where(delivery.c.state == "cancelled").values(state="waiting", due_at=desk.now, message_id=select(
            message.c.id).limit(1).scalar_subquery())))  # fmt: skip
    dan.forgets()
    school.goes_to(days=1, hour=10)
    dan.hears_nothing()
    anna.hears("with Jack now")


def test_a_teachers_message_of_the_day_is_looked_at_line_by_line_once_more(
    open_school: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds `over` for staff in last_look._gathered, and that `unsend` takes words out of what has not gone yet: whoever
    teaches both children reads them once, under the right name."""
    school = open_school(roll_csv=IN_ENGLISH + "Room 5,Tui,Anna,mother,020 000 00003,en,home\n")
    anna, sina, tane = school.sms(ANNA).forgets(), school.sms(SINA).forgets(), school.teacher()
    other = school.teacher("Mr Fuimaono", 555_002)
    tane.says("digest 3pm")
    for words in ("Ruby: she has nits", "Ruby: the blue hat is lost", "Ruby: a splinter"):
        anna.says(words)
    sina.says("Lagi found a shell")
    tane.forgets()
    school.clock.at = at(24, 15, 1).astimezone(school.clock.at.tzinfo)
    assert school.act(one_a_day.put_at_school) == 1
    assert moves(school, "has nits", "Jack", then=False) and moves(school, "blue hat", "Tui", then=False)
    with monkeypatch.context() as unseen:  # at this very moment, by another process
        unseen.setattr("bot.store.moves.unsend", lambda *_: None)
        assert moves(school, "a splinter", "Jack")
    told = tane.hears("Lagi found a shell")
    assert "nits" not in told and "hat" not in told and "splinter" not in told
    other.hears("Anna (mother of Jack, Room 2): Ruby: she has nits")
    school.goes_to(days=1, hour=15, minute=1)
    assert "Anna (mother of Tui, Room 5): Ruby: the blue hat" in tane.hears("Families wrote:")
    assert count(tane, "nits") == 0 and count(tane, "blue hat") == 1


def test_a_move_that_is_taken_back_in_the_night_is_told_to_nobody(open_school: Open) -> None:
    school = open_school(roll_csv=WITH_DAN)
    anna = school.sms(ANNA).forgets()
    asks(school, "What did you read?")
    school.goes_to(hour=21)
    anna.says("The one about nits")
    assert moves(school, "about nits", "Jack") and moves(school, "about nits", "Ruby")
    anna.forgets()
    school.goes_to(days=1, hour=10)
    anna.hears_nothing()


def test_an_absence_goes_along_with_the_words_that_say_it(open_school: Open) -> None:
    """Holds absences.go_along: the day is the other child's, moved back it is the first one's; a "no" mends nothing."""
    school = open_school(roll_csv=IN_ENGLISH, at=at(26, 8, 15))
    anna = school.sms(ANNA).forgets()
    anna.says("Ruby is sick today")
    anna.hears("Noted: Ruby away from school")
    assert moves(school, "sick today", "Jack")
    assert [(it[0], it[3]) for it in away(school)] == [("Jack", True), ("Ruby", False)]
    anna.forgets().says("No")
    anna.never_heard("Taken back")
    assert moves(school, "sick today", "Ruby")
    assert [(it[0], it[3]) for it in away(school)] == [("Jack", False), ("Ruby", True)]


def test_moved_twice_in_a_night_its_first_readers_are_told_all_the_same(open_school: Open) -> None:
    """Holds moves.not_told: Dan has read it as Ruby's, and his line was dropped when it went on to Lagi."""
    school = open_school(roll_csv=WITH_DAN + "Room 5,Lagi,Anna,aunty,020 000 00003,en,home\n")
    anna, dan = school.sms(ANNA).forgets(), school.sms(DAN).forgets()
    asks(school, "What did you read?")
    anna.says("Ruby: the one about nits")
    dan.hears("the one about nits")
    school.goes_to(hour=21)
    assert moves(school, "about nits", "Jack") and moves(school, "about nits", "Lagi")
    dan.hears_nothing()
    school.goes_to(days=1, hour=10)
    assert count(dan, "What Anna wrote was not about Ruby after all") == 1
    assert count(anna, "with Lagi now") == 1 and count(anna, "with Jack now") == 0


def test_a_teacher_moves_only_where_they_may_see_and_the_writer_belongs(open_school: Open) -> None:
    """Holds `places`: Ms Tane does not see Room 2; and the office cannot put words into another family's thread."""
    school = open_school(roll_csv=WITH_DAN)
    anna, other = school.sms(ANNA).forgets(), school.teacher("Mr Fuimaono", 555_002)
    anna.says("Ruby: he has nits")
    assert not moves(school, "he has nits", "Jack", by="Ms Tane")
    other.never_heard("nits")

    def into_anothers(desk: Desk) -> bool:
        who = viewer(desk, named(desk, "Whaea Moana").id)
        assert who is not None
        said = messages.one(desk.db, int(desk.db.scalar(select(message.c.id)) or 0))
        tama = lanes.lanes_of(desk.db, named(desk, "Hemi").id, desk.now)[0]
        return moving_words.move(desk, who.person, who.sight, said, tama.lane.thread_id)

    assert school.act(into_anothers) is False


def test_it_is_told_in_the_writers_language_and_on_the_phone_they_wrote_from(open_school: Open) -> None:
    school = open_school(roll_csv=IN_ENGLISH + MELE, toml=_tongan())
    mele = school.on_telegram("+642000000021", 777_021, "Mele")
    mele.says("Lose: 'oku ne puke")
    mele.forgets()
    assert moves(school, "oku ne puke", "Sefa", by="Ms Tane")
    said = mele.hears("Sefa")
    assert "these words are with" not in said
    mele.replies_to(said[:20], "Mālō")


def test_neither_a_link_nor_orig_brings_moved_words_back(open_school: Open) -> None:
    """Holds `stands_elsewhere` in last_look.still_about and, for the copies of ORIG, at the call; and the look in
    not_understood.original. What was not moved is to be had all the while."""
    school = open_school(roll_csv=WITH_DAN.replace("020 000 00031,en", "020 000 00031,sm"), toml=school_with(ON),
                         engines={"apertium": Pretend(backwards, "apertium")})  # fmt: skip
    anna, dan = school.sms(ANNA), school.sms(DAN)
    links: dict[str, list[str]] = {}
    for name in ("Stays", "Goes"):
        asks(school, "What did you read?")
        dan.forgets()
        anna.says(f"{name}. {LONG}")
        links[name] = [link_in(dan.hears("ORIG"))]
        dan.says("ORIG")
        links[name].append(link_in(dan.hears(f"{name}.")))
    assert moves(school, "Goes.", "Jack")
    opened = {name: [school.request("GET", it).status_code for it in links[name]] for name in links}
    assert opened == {"Stays": [200, 200], "Goes": [404, 404]}
    asks(school, "And now?")
    dan.forgets()
    anna.says("A red kite")
    dan.hears("ORIG")
    assert moves(school, "red kite", "Jack")
    dan.says("ORIG")
    assert counted(school, delivery, delivery.c.once.startswith("original ")) == 2
    assert moves(school, "red kite", "Ruby")
    dan.says("ORIG")
    dan.hears("A red kite")


def _tongan() -> str:
    from tests.ground.school import SCHOOL

    return SCHOOL.replace('["en", "mi", "sm"]', '["en", "mi", "sm", "to"]')


def test_a_colleague_who_has_them_on_the_phone_hears_that_they_were_moved(open_school: Open) -> None:
    """Holds moving_words._tell_colleagues: where to for who teaches that child too, and no name for who does not."""
    staff = STAFF + "Mr Lee,teacher,Room 5; Room 2\n"
    school = open_school(roll_csv=IN_ENGLISH, staff_csv=staff)
    anna, tane = school.sms(ANNA).forgets(), school.teacher()
    both, theirs = school.teacher("Mr Lee", 555_003), school.teacher("Mr Fuimaono", 555_002)
    anna.says("Ruby: he has nits")
    tane.hears("he has nits")
    both.hears("he has nits")
    assert moves(school, "he has nits", "Jack")
    told = tane.hears("What Anna wrote was not about Ruby after all")
    assert "Jack" not in told
    both.hears("What Anna wrote is about Jack. You will find it there.")
    both.hears_nothing()
    theirs.hears("Anna (mother of Jack, Room 2): Ruby: he has nits")
    theirs.hears_nothing()


def test_moved_once_more_a_colleague_is_not_left_with_the_wrong_child(open_school: Open) -> None:
    """Holds moving_words._believed: what a colleague was told last counts; a line that never went counts for nothing."""
    staff = STAFF + "Mr Lee,teacher,Room 5; Room 2\n"
    roll = IN_ENGLISH + "Room 7,Hana,Anna,mother,020 000 00003,en,home\n"
    school = open_school(roll_csv=roll, staff_csv=staff)
    anna, tane, both = school.sms(ANNA).forgets(), school.teacher(), school.teacher("Mr Lee", 555_003)
    anna.says("Ruby: he has nits")
    assert moves(school, "he has nits", "Jack")
    both.hears("What Anna wrote is about Jack. You will find it there.")
    both.forgets()
    tane.forgets()
    assert moves(school, "he has nits", "Hana")
    assert "Hana" not in both.hears("What Anna wrote was not about Jack after all")
    both.hears_nothing()
    tane.hears_nothing()
    anna.says("Ruby: her tooth is out")
    both.hears("her tooth is out")
    school.goes_to(hour=21)
    assert moves(school, "tooth is out", "Jack") and moves(school, "tooth is out", "Hana")
    both.hears_nothing()
    school.goes_to(days=1, hour=10)
    assert "Hana" not in both.hears("What Anna wrote was not about Ruby after all")
    assert count(both, "is about Jack") == 1
