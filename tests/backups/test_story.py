"""A night's copy, a morning's messages, a disk that breaks, and the copy put back: nobody is written to twice."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.acts import answering, linking, releasing
from bot.jobs import holding
from bot.model.chat import Wording
from bot.store import backups, engine, holds, lanes
from bot.store.tables import child as child_table
from bot.store.tables import delivery, message, wording
from tests.conversations.at_school import IN_ENGLISH, asks, at, count, counted, named
from tests.conversations.conftest import ANNA, HEMI, MERE, PRIYA, ROHAN, SINA
from tests.ground.databases import name_in
from tests.ground.school import Person, School

NIGHT, MORNING = "Bring togs tomorrow", "What did you read together?"
GAP, TODAY = "Who can drive us to the marae?", "How did it go?"


@pytest.fixture
def copied(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[School], Callable[[], None]]:
    """Makes a copy of a school that is open; what it gives back puts it back once the school is closed."""

    def sqlite(school: School) -> Callable[[], None]:
        file = Path(school.url.removeprefix("sqlite:///"))
        made = backups.make(file, school.house.media, tmp_path / "copies", school.clock.now())

        def put_back() -> None:
            backups.put_back(made.path, file, school.house.media, over=True, now=school.clock.now())

        return put_back

    def postgres(school: School) -> Callable[[], None]:
        """As pg_dump would have it: other rows under another name, and then `restore --held`."""
        databases: Any = request.getfixturevalue("postgres_databases")
        school.house.engine.dispose()  # its template must be nobody's; the pool opens again by itself
        older = databases.create(name_in(school.url))
        request.addfinalizer(lambda: databases.drop(older))

        def put_back() -> None:
            school.url = older
            opened = engine.connect(older)
            moment = engine.look(opened, holds.newest_moment)
            assert moment is not None
            engine.act(opened, lambda db: holds.begin(db, moment, school.clock.now()))
            opened.dispose()

        return put_back

    return lambda school: (sqlite if school.url.startswith("sqlite") else postgres)(school)


def test_a_morning_is_lost_and_nobody_is_written_to_twice(
    open_school: Callable[..., School], copied: Callable[[School], Callable[[], None]]
) -> None:
    school = open_school(roll_csv=IN_ENGLISH)
    tane, sina = school.teacher(), school.on_telegram(SINA, 555_002, "Sina")
    mere, hemi, anna, priya, rohan = (school.sms(it).forgets() for it in (MERE, HEMI, ANNA, PRIYA, ROHAN))
    school.goes_to(hour=21)
    says_at_night(school, "Tama", NIGHT)  # waits until eight
    says_at_night(school, "Lagi", NIGHT)
    for words, when in ((MORNING, at(25, 8, 15)), (GAP, at(25, 8, 50)), (TODAY, at(25, 10))):
        asks(school, words, when=when)
    school.goes_to(hour=22)
    for it in (mere, hemi, anna, sina):
        it.hears_nothing()
    put_back = copied(school)

    school.goes_to(days=1, hour=8, minute=5)
    mere.hears(NIGHT), sina.hears(NIGHT)
    school.goes_to(hour=8, minute=15)
    mere.hears(MORNING), hemi.hears(MORNING), anna.hears(MORNING), sina.hears(MORNING)
    hemi.says("Te Ika a Māui")
    hemi.hears("Thank you"), mere.hears("Te Ika a Māui")
    priya.says("STOP")
    before = {it: len(school_bubbles(it)) for it in (mere, hemi, anna)}

    school.clock.forward(20 * 60)  # 8:35: the disk breaks
    with closed(school):
        school.clock.forward(5 * 60)
        school.yard.run(anna.phone.says("Ruby sang all the way home"))  # nobody answers Twilio's knock
        school.yard.run(rohan.phone.says("STOP"))
        school.clock.forward(15 * 60)  # 8:55: the copy is put back
        put_back()

    assert {it.channel for it in school.act(releasing.held)} == {"sms", "telegram"}
    goes_on(school)
    assert {it: len(school_bubbles(it)) for it in (mere, hemi, anna)} == before, "all is held"
    school.clock.forward(61)
    goes_on(school)
    assert school.act(releasing.held) == ()
    # What fell due while nobody was there goes once; Anna is thanked for what was heard at last.
    for it in (mere, hemi):
        assert [GAP in words for words in new_texts(it, before)] == [True]
    thanks, gap = new_texts(anna, before)
    assert (thanks, GAP in gap) == ("Thank you. Ms Tane has your words about Ruby.", True)
    assert count(mere, NIGHT) == count(mere, "Te Ika a Māui") == count(hemi, "has your words about Tama") == 1
    assert count(tane, "Ruby sang all the way home") == 1
    # Whoever stopped us meanwhile is heard before anything goes.
    assert [count(it, GAP) for it in (priya, rohan)] == [0, 0]
    assert count(mere, MORNING) == count(hemi, MORNING) == count(anna, MORNING) == 1
    assert counted(school, message) == 4, "two at night, Hemi's heard again, Anna's heard at last"
    assert states(school, "sms") == {"sent", "cancelled"}
    assert marked(school, "sms") == 0
    # Telegram cannot be asked: once more, and marked; so is what may have fallen due before it broke.
    assert [count(sina, it) for it in (NIGHT, MORNING, GAP)] == [2, 2, 1]
    assert marked(school, "telegram") >= 3

    school.goes_to(hour=10)
    assert [count(it, TODAY) for it in (mere, hemi, anna, sina, priya, rohan)] == [1, 1, 1, 1, 0, 0]
    assert school.carriers.ledger.complaints == []


def test_telegram_is_heard_from_where_it_is(
    open_school: Callable[..., School], copied: Callable[[School], Callable[[], None]]
) -> None:
    """The copy's offset is an old one: Telegram forgets what it was told is heard, and gives the rest once."""
    school = open_school(roll_csv=IN_ENGLISH, public=False)
    school.passes(seconds=1)
    sina = school.telegram(555_002, "Sina")
    link = school.act(lambda desk: linking.telegram_link(desk, named(desk, "Sina").id))
    sina.starts((link or "").partition("start=")[2])
    school.passes(seconds=1)
    put_back = copied(school)
    school.passes(minutes=1)
    sina.says("before it broke")
    school.passes(minutes=1)
    school.passes(minutes=1)  # the next poll tells Telegram so
    with closed(school):
        school.yard.run(sina.phone.says("while nobody was there"))
        put_back()
    goes_on(school)
    school.passes(seconds=61)
    goes_on(school)
    school.passes(seconds=1)
    school.passes(seconds=1)
    said = school.act(lambda desk: desk.db.scalars(select(wording.c.words)).all())
    assert said == ["while nobody was there"], "what came before is lost; nothing is there twice"


def says_at_night(school: School, child: str, words: str) -> None:
    """A teacher's answer from the console to a home that did not just write: it keeps the family's hours."""

    def said(desk: Any) -> None:
        pupil = desk.db.scalars(select(child_table.c.id).where(child_table.c.name == child)).one()
        (home,) = lanes.households_of(desk.db, [pupil])
        answering.answer(desk, named(desk, "Ms Tane"), lanes.thread_of(desk.db, home), [Wording("en", words)])

    school.act(said)
    school.passes(seconds=1)


@contextmanager
def closed(school: School) -> Iterator[None]:
    """Aho is not there; the carriers and the phones are. Then it is, on whatever rows lie there."""
    school.yard.run(school.close_house())
    yield
    school.yard.run(school.open_house())


def goes_on(school: School) -> None:
    async def tick() -> None:
        house = school.house
        await house.dispatcher.reconcile()
        await holding.go_on(house.look, house.act, house.take, house.channels, house._again)

    school.do(tick())


def school_bubbles(who: Person) -> list[str]:
    return [it.text for it in who.screen if it.by != "phone"]


def new_texts(who: Person, before: Mapping[Person, int]) -> list[str]:
    return school_bubbles(who)[before[who] :]


def states(school: School, channel: str) -> set[str]:
    return set(
        school.act(
            lambda desk: desk.db.scalars(select(delivery.c.state).where(delivery.c.channel == channel)).all()
        )
    )


def marked(school: School, channel: str) -> int:
    """How many say that they may have arrived twice."""
    return counted(school, delivery, delivery.c.channel == channel, delivery.c.again)
