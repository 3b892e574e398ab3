"""The weeks as they go for everybody: questions on Mondays, a series, families who answer, teachers who do too."""

from datetime import time

from bot.acts.desk import Desk
from bot.acts.series import keeping, running
from bot.library.shelf import on_shelf
from bot.model.chat import PromptKind
from bot.model.series import Rhythm
from bot.store import rooms
from bot.term.play import Play
from bot.term.record import Said
from bot.term.words import FROM_SCHOOL, GOOD_NEWS, NEWS, POLL, POLL_CHOICES, QUESTIONS

SERIES = "reading-at-home"
#: When those who answer do: how many days after Monday, and the hour.
SLOTS = ((0, 17, 10), (1, 12, 20), (2, 18, 30), (4, 21, 40))


def opens(play: Play) -> None:
    weeks = play.town.weeks
    for week in range(1, weeks + 1):
        for n, (room, teacher) in enumerate(play.town.teachers.items()):
            _a_week(play, week, n, room, teacher)
        _answers(play, week)
    play.at(play.day(1, 1, 10, 0), lambda: _series_begins(play))


def _a_week(play: Play, week: int, n: int, room: str, teacher: str) -> None:
    wordings = {
        tag: form.format(room=room, week=week) for tag, form in QUESTIONS[(week + n) % len(QUESTIONS)].items()
    }
    monday = play.day(week, 0, 9, 30 + n % 6)
    if teacher == play.teacher and week == 4:
        play.at(
            monday,
            lambda: play.asks(teacher, {"en": POLL.format(room=room, week=week)}, choices=POLL_CHOICES),
        )
    elif teacher == play.teacher:  # the others ask every third week
        play.at(monday, lambda: _by_telegram(play, teacher, room, wordings["en"]))
    elif (week + n) % 3 == 0:
        play.at(monday, lambda: play.asks(teacher, wordings))
    if week % 5 == n % 5 and week > 1:
        form, kind = (NEWS, PromptKind.NOTICE) if n % 2 else (GOOD_NEWS, PromptKind.CELEBRATION)
        told = {"en": form.format(room=room, week=week)}
        play.at(play.day(week, 3, 14, 10 + n), lambda: play.asks(teacher, told, kind))


async def _by_telegram(play: Play, teacher: str, room: str, words: str) -> None:
    """As a teacher does it on the phone: /ask, the words, Send."""
    await play.says(teacher, "/ask", words)
    play.asked((words,), (room,), "question")
    await play.taps(teacher, "Send")


def _answers(play: Play, week: int) -> None:
    """Of those who have one child here and no part of their own; some add what only the school is to know."""
    plain = [it for it in play.town.families if len(it.children) == 1 and not it.played]
    some = play.chance.sample(plain, min(len(plain), 2 * len(play.town.rooms)))
    heard: list[Said] = []
    for n, family in enumerate(some):
        who, child = play.chance.choice(family.adults), family.children[0][0]
        after, hour, minute = SLOTS[n % (len(SLOTS) - (week == play.town.weeks))]

        async def told(who: str = who.name, child: str = child, more: bool = n % 7 == 6) -> None:
            if play.record.stopped(play.phone(who).address):
                return
            heard.append(await play.tells(who, child, "home"))
            if more:  # after their answer: what a family begins by itself is for the school alone
                await play.stage.settle()
                heard.append(await play.tells(who, child, "school"))

        play.at(play.day(week, after, hour, minute), told)
    for weekday in (1, 3):
        play.at(play.day(week, weekday, 13, 5), lambda: _teachers_answer(play, heard))
    play.at(play.day(week, 4, 13, 5), lambda: _teachers_answer(play, heard))


async def _teachers_answer(play: Play, heard: list[Said]) -> None:
    """About half of what came since they last did."""
    waiting, heard[:] = heard[:], []
    for said in waiting:
        if play.chance.random() < 0.5:
            teacher = play.town.teachers[play.record.rooms[said.child]]
            if play.record.wished(teacher, "digest"):
                continue  # it stands in one message with others: such a teacher answers at the console
            await play.answers(teacher, said, play.chance.choice(FROM_SCHOOL))


async def _series_begins(play: Play) -> None:
    """Reading at home in a quarter of the rooms, twice a week."""
    named = play.town.rooms[1 : 1 + max(1, len(play.town.rooms) // 4)]

    def begun(desk: Desk) -> None:
        made = keeping.take(desk, SERIES)
        assert made is not None
        there = rooms.named(desk.db, desk.school.id, list(named))
        running.begin(desk, None, made, there, Rhythm(time(15, 30), days=(1, 3)))

    await play.stage.act(begun)
    it = on_shelf(SERIES)
    assert it is not None
    for part in it.parts:
        play.asked(tuple(wording.words for wording in part.said), named, "series")
