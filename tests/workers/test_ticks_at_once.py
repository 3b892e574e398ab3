"""Every process ticks. Four of them at the same moment do what one would have done."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from bot.acts.desk import Desk
from bot.jobs import nudges, prompts, retries, series
from bot.store import engine
from bot.store.tables import inbox, nudge, prompt
from tests.conversations.a_series import begins, keeps
from tests.conversations.at_school import IN_ENGLISH, asks, at, count, counted, school_with
from tests.conversations.conftest import ANNA, MERE, SINA
from tests.ground.school import School
from tests.withstanding.test_again import POISON, stumbling

SEVERAL = 4
SATURDAY = '[activities]\ndays = ["Saturday"]\nat = "10:00"\n'


def test_a_question_whose_time_has_come_is_fanned_out_once(school: School) -> None:
    """Holds `only_from=("scheduled",)` in prompts.move: whoever comes second finds it sent."""
    mere, anna = school.sms(MERE).forgets(), school.sms(ANNA).forgets()
    asks(school, "What did you read?", when=at(24, 14))
    school.clock.at = at(24, 14, 1)
    done = at_once(school, prompts.fan_out_due)
    assert sorted(map(bool, done)) == [False, False, False, True]
    everything_goes(school)
    for phone in (mere, anna):
        assert count(phone, "What did you read?") == 1


def test_an_idea_of_the_day_is_sent_once(open_school: Callable[..., School]) -> None:
    """Holds UNIQUE(series, number) of prompts."""
    school = open_school(toml=school_with(SATURDAY))
    school.clock.at = at(28, 10, 1)
    assert sorted(at_once(school, prompts.send_activity)) == [0, 0, 0, 1]
    assert counted(school, prompt) == 1


def test_a_text_of_a_series_goes_once_and_in_one_prompt_for_both_rooms(
    open_school: Callable[..., School],
) -> None:
    """Holds the rows that series_runs.due holds: whoever comes second waits, and finds all of them moved on."""
    school = open_school(roll_csv=IN_ENGLISH)
    anna = school.sms(ANNA).forgets()
    begins(school, keeps(school), "Room 5", "Room 2")
    school.clock.at = at(25, 15, 31)
    assert sorted(at_once(school, series.send_due)) == [0, 0, 0, 2]
    assert counted(school, prompt) == 1
    everything_goes(school)
    assert count(anna, "for Ruby and Jack: Text number 1.") == 1


def test_a_reminder_goes_once(open_school: Callable[..., School]) -> None:
    """Holds UNIQUE(prompt, person) of nudges."""
    school = open_school(roll_csv=IN_ENGLISH)
    anna, sina = school.sms(ANNA).forgets(), school.sms(SINA).forgets()
    asks(school, "What did you read?")
    school.clock.at = at(27, 10, 1)
    done = at_once(school, nudges.remind)
    assert sum(done) == counted(school, nudge) > 1
    everything_goes(school)
    assert (count(anna, "still time"), count(sina, "still time")) == (1, 1)


def test_what_could_not_be_handled_is_taken_up_once(school: School) -> None:
    """Holds the second look at the item's state in reception.again, under its phone's row."""
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    stumbles = stumbling(school, 1)
    mere.says(POISON)
    assert "troubled" in states(school)
    school.clock.forward(60)
    at_once(school, lambda desk: retries.take_up(desk, school.house._again))
    everything_goes(school)
    assert (set(states(school)), stumbles.tries) == ({"done"}, 1)
    assert count(teacher, POISON) == 1


def at_once(school: School, tick: Callable[[Desk], int]) -> list[int]:
    """What each of several processes says that it did: they begin together."""
    begin = threading.Barrier(SEVERAL)

    def one() -> int:
        begin.wait(20)
        return engine.act(school.house.engine, lambda db: tick(school.house.desk(db)))

    with ThreadPoolExecutor(SEVERAL) as processes:
        return [it.result(30) for it in [processes.submit(one) for _one in range(SEVERAL)]]


def everything_goes(school: School) -> None:
    school.do(school.settle())


def states(school: School) -> list[str]:
    return engine.look(school.house.engine, lambda db: list(db.scalars(select(inbox.c.state))))
