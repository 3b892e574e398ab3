"""Two things at the same time: two texts of one phone, and a database that somebody else holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType
from typing import Any, cast

import pytest
from sqlalchemy import event, select
from sqlalchemy import text as sql

from bot.acts.desk import Desk
from bot.model.heard import Incoming, Kind
from bot.reception import receive
from bot.store import tables
from bot.store.engine import look
from tests.conversations.conftest import ANNA, MERE
from tests.dispatch.beside import Beside
from tests.ground.school import School
from tests.withstanding.carriers import SMS, one_short_line, rows, signed, text

FIRST = "She has a sore foot today and will walk slowly"
SECOND = "Please let her sit inside at lunch time if she can"


def test_two_texts_of_one_phone_at_once_take_turns_and_ask_once(school: School) -> None:
    """The row lock of `people.contact_at`: without it PostgreSQL lets both ask which child they are about."""
    anna, teacher = school.sms(ANNA).forgets(), school.teacher()
    with school.house.engine.begin() as db:
        heard(school, school.house.desk(db), "SM1", FIRST)
        second = Beside(lambda: school.act(lambda desk: heard(school, desk, "SM2", SECOND)))
        assert second.waits(), "it reads what the first has not committed yet"
    second.result()
    school.passes(seconds=1)
    assert sum("Who is this about?" in it.text for it in anna.unread) == 1
    anna.says("1")
    for words in (FIRST, SECOND):
        teacher.hears("Anna")
        assert sum(words in it.text for it in teacher.screen) == 1


def heard(school: School, desk: Desk, key: str, words: str) -> bool:
    incoming = Incoming("sms", key, ANNA, Kind.TEXT, words=words)
    return receive(desk, school.house.timetables, incoming).inbox_id is not None


def test_a_locked_database_is_a_503_and_then_all_is_well(school: School) -> None:
    """The wait is bounded, and what could not be kept is not accepted: the carrier's list has it still."""
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    before, form = rows(school), signed(school, text(school, MERE, FIRST))
    with locked(school):
        answer = school.request("POST", SMS, **form)
        assert answer.status_code == 503
        one_short_line(answer)
    assert rows(school) == before
    assert school.request("POST", SMS, **form).status_code == 200
    school.passes(seconds=1)
    teacher.hears(FIRST)
    mere.hears("Tama")


class LosesAll:
    """A handler under which the database ends the whole transaction, unasked, as SQLite does on a full disk."""

    def wants(self, heard: Any, _talk: Any) -> bool:
        return bool(heard.words == FIRST)

    def handle(self, _heard: Any, talk: Any) -> None:
        talk.answer("It is raining")
        talk.desk.db.exec_driver_sql("ROLLBACK")
        raise OSError("no space left")


def test_a_transaction_that_is_lost_in_a_handler_keeps_nothing_of_it(school: School) -> None:
    """The explicit rollback in reception._try: written on, SQLite would commit each following row by itself."""
    school.sms(MERE)
    table = school.house.timetables
    school.house.timetables = replace(table, whanau=(cast(ModuleType, LosesAll()), *table.whanau))
    before, form = rows(school), signed(school, text(school, MERE, FIRST))
    assert school.request("POST", SMS, **form).status_code == 503
    assert rows(school) == before
    school.house.timetables = table
    assert school.request("POST", SMS, **form).status_code == 200
    assert look(school.house.engine, lambda db: list(db.scalars(select(tables.inbox.c.state)))) == ["done"]


@pytest.mark.parametrize(
    "words",
    [
        "{name} {0} {children}",
        "{{7*7}}",
        "%s %(name)s %d",
        "<script>alert(1)</script>",
        "a\u202ebc\u2066d",
        "<b>&amp;",
    ],
)
def test_what_a_person_typed_is_read_as_typed(school: School, words: str) -> None:
    """User text is never a template: on the teacher's phone, and back on the family's, letter by letter."""
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    mere.says(f"Tama says {words} every morning")
    assert f"Tama says {words} every morning" in teacher.hears("Mere")
    teacher.replies_to("Tama says", f"We say {words} too")
    assert f"We say {words} too" in mere.hears("We say")


@contextmanager
def locked(school: School) -> Iterator[None]:
    """Another process holds the database; nobody waits long for it."""
    opened, sqlite = school.house.engine, school.house.engine.dialect.name == "sqlite"
    soon, later = ("PRAGMA busy_timeout=50", "PRAGMA busy_timeout=10000") if sqlite else ("SET lock_timeout=50", "SET lock_timeout=0")  # fmt: skip
    hurry = [soon]

    def impatient(driver: Any, _record: Any, _proxy: Any) -> None:
        cursor = driver.cursor()
        cursor.execute(hurry[0])
        cursor.close()
        if not sqlite:
            driver.commit()

    event.listen(opened, "checkout", impatient)
    other = opened.connect()
    other.execute(sql("SELECT 1") if sqlite else sql("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
    try:
        yield
    finally:
        other.rollback()
        other.close()
        hurry[0] = later
