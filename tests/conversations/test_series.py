"""A series in a room: each text once a local date, siblings get one, and it can be paused, skipped and ended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

from sqlalchemy import select

from bot.acts import prompting, schools
from bot.acts.series import running
from bot.model.school import Span
from bot.model.series import CatchUp, Rhythm
from bot.store import series, series_runs
from bot.store.tables import prompt, prompt_room, series_turn
from tests.conversations.a_series import MON_WED_FRI, begins, keeps, place, short_series, text
from tests.conversations.at_school import IN_ENGLISH, WITH_NANA, asks, at, count, counted, school_with
from tests.conversations.conftest import ANNA, MERE, NANA, ROHAN, SINA
from tests.ground.school import ROLL, School

Open = Callable[..., School]


def test_three_a_week_at_half_past_three_each_in_its_readers_language(open_school: Open) -> None:
    """Holds sending.send_due: the rhythm's days, the frame that names the school, a draft where it is switched on."""
    school = open_school(roll_csv=ROLL)
    mere, sina, rohan = school.sms(MERE).forgets(), school.sms(SINA).forgets(), school.sms(ROHAN).forgets()
    (run,) = begins(school, keeps(school), "Room 5")
    assert place(school, run) == ("running", 1, "2026-11-25")
    school.goes_to(days=1, hour=15, minute=29)
    rohan.hears_nothing()
    school.goes_to(hour=15, minute=30)
    rohan.hears("Harakeke School, for Arjun: Text number 1.")
    sina.hears("Harakeke School, mo Lagi: Tusitusiga 1.")
    mere.hears("Text number 1.")  # there is none in her language: the original
    for minute in (31, 45, 59):
        school.goes_to(hour=15, minute=minute)
    rohan.hears_nothing()
    school.goes_to(days=1)
    rohan.hears_nothing()
    school.goes_to(days=1, hour=16)
    rohan.hears(text(2))
    assert place(school, run) == ("running", 3, "2026-11-30")
    assert counted(school, prompt) == 2


def test_a_draft_goes_only_where_the_schools_file_names_the_language(open_school: Open) -> None:
    school = open_school(roll_csv=ROLL, toml=school_with(languages='["en"]'))
    sina = school.sms(SINA).forgets()
    begins(school, keeps(school), "Room 5")
    school.goes_to(days=1, hour=15, minute=30)
    sina.hears(text(1))
    sina.never_heard("Tusitusiga")


def test_siblings_in_two_rooms_get_one_text_a_part(open_school: Open) -> None:
    """Holds going by (place, date) in send_due: one prompt for all rooms that come together."""
    school = open_school(roll_csv=IN_ENGLISH)
    anna = school.sms(ANNA).forgets()
    begins(school, keeps(school), "Room 5", "Room 2")
    school.goes_to(days=1, hour=15, minute=30)
    anna.hears("for Ruby and Jack: Text number 1.")
    anna.hears_nothing()
    assert counted(school, prompt) == 1
    assert counted(school, prompt_room) == 2


def test_a_room_that_comes_half_an_hour_later_joins_and_siblings_still_get_one(open_school: Open) -> None:
    """Holds sending._joined."""
    school = open_school(roll_csv=IN_ENGLISH + "Room 2,Pita,Kiri,mother,020 000 00055,en,home\n")
    anna, kiri = school.sms(ANNA).forgets(), school.sms("+642000000055").forgets()
    made = keeps(school)
    begins(school, made, "Room 5")
    begins(school, made, "Room 2", rhythm=replace(MON_WED_FRI, at=time(16)))
    school.goes_to(days=1, hour=15, minute=30)
    anna.hears("Text number 1.")
    kiri.hears_nothing()
    school.goes_to(hour=16)
    kiri.hears("for Pita: Text number 1.")
    anna.hears_nothing()


def test_a_text_taken_back_in_one_room_still_goes_in_another(open_school: Open) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    made = keeps(school)
    begins(school, made, "Room 5")
    begins(school, made, "Room 2", rhythm=replace(MON_WED_FRI, at=time(16)))
    school.goes_to(days=1, hour=15, minute=30)
    first = school.act(lambda desk: desk.db.scalar(select(prompt.c.id)))
    school.act(lambda desk: prompting.cancel(desk, first))
    anna = school.sms(ANNA).forgets()
    school.goes_to(hour=16)
    anna.hears("for Jack: Text number 1.")


def test_the_weeks_cap_and_the_night_hold_and_friends_of_the_family_read_along(open_school: Open) -> None:
    """Holds PromptKind.ACTIVITY for what a series sends: within_cap, quiet hours, STORIES members."""
    school = open_school(roll_csv=WITH_NANA, at=at(23, 9))
    anna, nana = school.sms(ANNA).forgets(), school.sms(NANA).forgets()
    begins(school, keeps(school), "Room 5", rhythm=Rhythm(time(21), days=(0, 1, 2, 3, 4)))
    asks(school, "What did you read?")
    for night in range(5):
        before = count(anna, "Text number")
        school.goes_to(hour=21, minute=5)
        school.goes_to(days=1, hour=7, minute=30)
        assert count(anna, "Text number") == before
        school.goes_to(hour=8, minute=30)
        assert count(anna, "Text number") == min(
            night + 1, 2
        )  # and the teacher's question: three in the week
    assert count(nana, "Text number") == 3  # the question was not for her


def test_a_new_look_after_the_end_of_the_transaction_finds_nothing_to_do(open_school: Open) -> None:
    """Holds not_twice: with the place put back, as by an older copy, nothing goes a second time that day."""
    school = open_school(roll_csv=IN_ENGLISH)
    rohan = school.sms(ROHAN).forgets()
    made = keeps(school)
    (run,) = begins(school, made, "Room 5")
    school.goes_to(days=1, hour=15, minute=30)
    rohan.hears(text(1))
    school.act(
        lambda desk: series_runs.move(
            desk.db, run, desk.now, place=1, next_day=date(2026, 11, 25), next_at=desk.now
        )
    )
    school.passes(seconds=10)
    rohan.hears_nothing()
    assert counted(school, series_turn) == 1


def test_a_room_notes_one_text_a_date_and_each_text_once_whoever_asks(open_school: Open) -> None:
    """Holds UNIQUE(series, room, day) and UNIQUE(run, part): red when one of them is taken out of its table."""
    school = open_school(roll_csv=IN_ENGLISH)
    (run,) = begins(school, keeps(school), "Room 5")
    it = school.act(lambda desk: series_runs.one(desk.db, run))
    assert it is not None

    def notes(part: int, day: date) -> bool:
        return school.act(
            lambda desk: series_runs.take_turn(desk.db, desk.school.id, it, part, day) is not None
        )

    today, tomorrow = date(2026, 11, 25), date(2026, 11, 26)
    assert [notes(1, today), notes(1, today), notes(2, today), notes(1, tomorrow), notes(2, tomorrow)] == [
        True, False, False, False, True]  # fmt: skip


def test_a_clock_that_jumps_back_sends_nothing_again_and_one_that_jumps_on_loses_nothing(
    open_school: Open,
) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    rohan = school.sms(ROHAN).forgets()
    (run,) = begins(school, keeps(school), "Room 5")
    school.goes_to(days=1, hour=15, minute=30)
    rohan.hears(text(1))
    school.clock.forward(-3 * 3600)
    for _look in range(4):
        school.passes(hours=1)
    rohan.hears_nothing()
    school.goes_to(days=12, hour=9)  # a machine that was away: "go on" is the rule
    rohan.hears_nothing()
    school.goes_to(hour=15, minute=30)
    assert place(school, run)[1] == 3
    rohan.hears(text(2))


def test_paused_it_stands_still_and_is_taken_up_where_it_stood(open_school: Open) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    rohan = school.sms(ROHAN).forgets()
    (run,) = begins(school, keeps(school), "Room 5")
    assert school.act(lambda desk: running.pause(desk, None, run))
    assert not school.act(lambda desk: running.pause(desk, None, run))
    school.goes_to(days=7, hour=16)
    rohan.hears_nothing()
    assert school.act(lambda desk: running.go_on(desk, None, run))
    assert not school.act(lambda desk: running.go_on(desk, None, run))
    assert place(school, run) == ("running", 1, "2026-12-02")
    school.goes_to(days=1, hour=15, minute=30)
    rohan.hears(text(1))


def test_taken_up_with_the_newest_only_or_none_of_what_passed(open_school: Open) -> None:
    """Holds taken_up: paused over Wednesday, Friday and Monday."""
    school = open_school(roll_csv=IN_ENGLISH)
    anna = school.sms(ANNA).forgets()
    made = keeps(school)
    (five,) = begins(school, made, "Room 5", catch_up=CatchUp.NEWEST)
    (two,) = begins(school, made, "Room 2", catch_up=CatchUp.SKIP)
    for run in (five, two):
        school.act(lambda desk, run=run: running.pause(desk, None, run))
    school.goes_to(days=7)
    for run in (five, two):
        school.act(lambda desk, run=run: running.go_on(desk, None, run))
    school.passes(seconds=1)
    anna.hears("for Ruby: Text number 3.")
    anna.hears_nothing()
    assert place(school, five) == ("running", 4, "2026-12-02")
    assert place(school, two) == ("running", 4, "2026-12-02")


def test_the_next_is_left_out_and_after_the_last_it_is_finished(open_school: Open) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    rohan = school.sms(ROHAN).forgets()
    (run,) = begins(school, keeps(school, short_series(3)), "Room 5")
    assert school.act(lambda desk: running.skip(desk, None, run))
    assert place(school, run) == ("running", 2, "2026-11-25")
    school.goes_to(days=1, hour=15, minute=30)
    rohan.hears(text(2))
    school.goes_to(days=2, hour=15, minute=30)
    rohan.hears(text(3))
    assert place(school, run) == ("ended", 4, "")
    assert not school.act(lambda desk: running.skip(desk, None, run))


def test_ended_no_more_goes_and_it_may_begin_again_from_any_text_but_not_twice_a_day(
    open_school: Open,
) -> None:
    """Holds not_twice: the room has had its text of this date."""
    school = open_school(roll_csv=IN_ENGLISH)
    rohan = school.sms(ROHAN).forgets()
    made = keeps(school)
    (run,) = begins(school, made, "Room 5")
    assert begins(school, made, "Room 5") == [run]  # it is on its way there already
    school.goes_to(days=1, hour=15, minute=30)
    rohan.hears(text(1))
    assert school.act(lambda desk: running.end(desk, None, run))
    (again,) = begins(school, made, "Room 5", rhythm=replace(MON_WED_FRI, at=time(17)), place=4)
    school.goes_to(hour=17)
    rohan.hears_nothing()
    assert place(school, again) == ("running", 4, "2026-11-27")
    school.goes_to(days=2, hour=17)
    rohan.hears(text(4))


def test_other_words_change_what_has_not_gone_yet(open_school: Open) -> None:
    """Holds a prompt's own content: what went out stays as it was read."""
    school = open_school(roll_csv=IN_ENGLISH)
    rohan = school.sms(ROHAN).forgets()
    made = keeps(school)
    begins(school, made, "Room 5")
    school.goes_to(days=1, hour=15, minute=30)
    new = short_series(1, about="").parts[0]
    for number in (1, 2):
        changed = replace(new, wordings=(replace(new.wordings[0], words=f"New words {number}."),))
        school.act(
            lambda desk, n=number, it=changed: series.change_part(desk.db, desk.school.id, made, n, it)
        )
    school.goes_to(days=2, hour=15, minute=30)
    rohan.hears(text(1))
    rohan.hears("New words 2.")
    rohan.never_heard("New words 1.")


def test_no_text_on_a_holiday_nor_in_a_closure_that_is_declared_meanwhile(open_school: Open) -> None:
    """Holds step's look at the calendar of now, and replan: none is lost, the days move."""
    school = open_school(roll_csv=IN_ENGLISH)
    rohan = school.sms(ROHAN).forgets()
    (run,) = begins(school, keeps(school), "Room 5")

    def closed(desk: object) -> None:
        it = desk.school  # type: ignore[attr-defined]
        tangi = Span(date(2026, 11, 25), date(2026, 11, 25), "tangi")
        schools.apply(desk.db, replace(it, calendar=replace(it.calendar, closures=(tangi,))), desk.now)  # type: ignore[attr-defined]

    school.act(closed)
    assert place(school, run) == ("running", 1, "2026-11-27")
    school.goes_to(days=1, hour=16)
    rohan.hears_nothing()
    school.goes_to(days=2, hour=16)
    rohan.hears(text(1))


def test_in_the_schools_holidays_only_where_that_was_chosen(open_school: Open) -> None:
    """Holds prompt.reach: a text that may go in the holidays is not held back until the term begins."""
    terms = (
        "[[term]]\nfirst = 2026-10-12\nlast = 2026-11-24\n[[term]]\nfirst = 2027-02-03\nlast = 2027-04-09\n"
    )
    school = open_school(roll_csv=IN_ENGLISH, toml=school_with(terms))
    rohan, anna = school.sms(ROHAN).forgets(), school.sms(ANNA).forgets()
    made = keeps(school)
    (five,) = begins(school, made, "Room 5", rhythm=replace(MON_WED_FRI, in_terms=False))
    (two,) = begins(school, made, "Room 2")
    assert place(school, two)[2] == "2027-02-03"
    school.goes_to(days=1, hour=15, minute=30)
    rohan.hears("for Arjun: Text number 1.")
    anna.hears("for Ruby: Text number 1.")
    assert place(school, five)[1:] == (2, "2026-11-27")


def test_a_familys_answer_to_a_text_reaches_the_teacher(open_school: Open) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    teacher, rohan = school.teacher(), school.sms(ROHAN).forgets()
    begins(school, keeps(school), "Room 5")
    school.goes_to(days=1, hour=15, minute=30)
    teacher.forgets()
    rohan.says("We read the cereal box upside down.")
    teacher.hears("We read the cereal box upside down.")
