"""What comes twice, what cannot be handled, and a database that says no."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.reception import MOST_TRIES
from bot.store import inbox, tables, writer
from bot.store.engine import look
from tests.conversations.conftest import HEMI, MERE, SINA
from tests.ground.school import School
from tests.withstanding.carriers import SMS, TELEGRAM, rows, signed, text, update, vouched

POISON = "Kei te māuiui a Tama i tēnei ata, ka noho ia ki te kāinga me au"


class Stumbles:
    """A handler that wants every text with a certain word, and raises the first times."""

    def __init__(self, times: int) -> None:
        self.times, self.tries = times, 0

    def wants(self, heard: Any, _talk: Any) -> bool:
        if "māuiui" not in heard.words or self.tries >= self.times:
            return False
        self.tries += 1
        return True

    def handle(self, heard: Any, _talk: Any) -> None:
        raise RuntimeError(heard.words)


def stumbling(school: School, times: int) -> Stumbles:
    times_table, stumbles = school.house.timetables, Stumbles(times)
    school.house.timetables = replace(times_table, whanau=(stumbles, *times_table.whanau))  # type: ignore[arg-type]
    return stumbles


def states(school: School) -> list[str]:
    every = look(school.house.engine, lambda db: inbox.unhandled(db, school.act(lambda desk: desk.school.id)))
    return [str(it["state"]) for it in every]


def five_at_once(school: School, path: str, more: dict[str, Any]) -> list[int]:
    async def post() -> list[int]:
        async with school._client() as client:
            return [
                it.status_code for it in await asyncio.gather(*(client.post(path, **more) for _ in range(5)))
            ]

    return school.do(post())


@pytest.mark.parametrize("channel", ["sms", "telegram"])
def test_the_same_webhook_five_times_at_once_is_one_message(school: School, channel: str) -> None:
    """Holds the inbox's unique key: one message, one delivery to the teacher, one acknowledgement."""
    teacher = school.teacher()
    if channel == "sms":
        mere = school.sms(MERE).forgets()
        path, more = SMS, signed(school, text(school, MERE, POISON))
    else:
        mere = school.on_telegram(MERE, 777_001, "Mere")
        path, more = TELEGRAM, vouched(school, update(POISON))
    before = rows(school)
    assert five_at_once(school, path, more) == [200] * 5
    after = rows(school)
    assert after["inbox"] == before["inbox"] + 1
    assert after["message"] == before["message"] + 1
    teacher.hears("Mere", POISON)
    assert sum(POISON in it.text for it in teacher.screen) == 1
    mere.hears("Tama")
    mere.hears_nothing()
    assert five_at_once(school, path, more) == [200] * 5
    assert rows(school)["delivery"] == after["delivery"]
    mere.hears_nothing()


def test_what_a_handler_cannot_handle_is_kept_and_handled_once_later(school: School) -> None:
    """Holds the savepoint in reception._try and the job that tries again."""
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    stumbles = stumbling(school, 2)
    mere.says(POISON)
    assert states(school) == ["troubled"]
    assert not school.carriers.ledger.troubles, "it is kept, so the carrier is told that it came"
    teacher.hears_nothing()
    school.passes(seconds=31)
    assert states(school) == ["troubled"] and stumbles.tries == 2
    school.passes(seconds=61)
    assert states(school) == []
    teacher.hears(POISON)
    school.passes(minutes=10)
    assert sum(POISON in it.text for it in teacher.screen) == 1
    mere.hears("Tama")
    mere.hears_nothing()


def test_after_the_last_try_it_is_put_aside_and_nobody_waits_for_it(school: School) -> None:
    """Holds MOST_TRIES, and that neither other phones nor later words wait for good."""
    mere, teacher = school.sms(MERE).forgets(), school.teacher()
    sina = school.sms(SINA).forgets()
    stumbles = stumbling(school, 99)
    mere.says(POISON)
    sina.says("Lagi has found her hat")
    teacher.hears("Lagi has found her hat")
    for _try in range(8):
        school.passes(minutes=5)
    assert stumbles.tries == MOST_TRIES and states(school) == ["aside"]
    long_words = "Tama is much better now and he will be back at school tomorrow"
    mere.says(long_words)
    teacher.hears(long_words)


def test_stop_does_not_wait_behind_what_cannot_be_handled(school: School) -> None:
    """Holds the urgent way past an earlier trouble of the same phone."""
    mere, hemi, teacher = school.sms(MERE).forgets(), school.sms(HEMI).forgets(), school.teacher()
    stumbling(school, 99)
    mere.says(POISON)
    mere.says("Stop")
    whose = select(tables.contact.c.state).where(tables.contact.c.address == MERE)
    assert look(school.house.engine, lambda db: list(db.scalars(whose))) == ["stopped"]
    mere.forgets()
    hemi.says("Tama is feeling better than he was this morning")
    teacher.hears("Tama is feeling better")
    mere.hears_nothing()


@pytest.mark.parametrize("channel", ["sms", "telegram"])
def test_what_the_database_refuses_is_not_accepted_and_comes_again(
    school: School, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    """Holds the 503 of bot/web/hooks.py and the one transaction of a turn: nothing half-kept, nothing lost."""
    teacher = school.teacher()
    if channel == "sms":
        path, more = SMS, signed(school, text(school, MERE, POISON))
    else:
        school.on_telegram(MERE, 777_001, "Mere")
        path, more = TELEGRAM, vouched(school, update(POISON))
    before = rows(school)
    one, many = writer._whole, writer.act

    def full(deed: Any) -> Any:
        def and_then_no_room(db: Any) -> None:
            deed(db)
            raise OperationalError("COMMIT", {}, Exception(f"disk full near {POISON}"))

        return and_then_no_room

    with monkeypatch.context() as broken:
        broken.setattr(writer, "_whole", lambda db, deed: one(db, full(deed)))
        broken.setattr(writer, "act", lambda engine, deed: many(engine, full(deed)))
        answer = school.request("POST", path, **more)
    assert answer.status_code == 503 and POISON not in answer.text
    assert rows(school) == before
    assert school.request("POST", path, **more).status_code == 200
    school.passes(seconds=1)
    teacher.hears(POISON)
