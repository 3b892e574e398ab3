"""A play on the stage: who does what at which moment, and the verbs that people have in it.

Each verb does the thing as it is done in life (on a phone, or by the act that the console calls) and notes it in the
record for the referee.
"""

import asyncio
import random
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, time, timedelta

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.languages.folding import fold
from bot.model.chat import PromptKind, Wording
from bot.model.people import Person
from bot.pace.schedule import occurrence
from bot.simulated import SmsPhone, TelegramPhone
from bot.store import people, rooms
from bot.term import cast
from bot.term.record import Asked, Mark, Record, Said, Sighting
from bot.term.stage import Stage
from bot.term.town import Town
from bot.term.words import FROM_HOME, PRIVATE

CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{10}\b")
TEACHERS_CHAT = 800_000
KINDS = {
    PromptKind.PROMPT: "question",
    PromptKind.NOTICE: "notice",
    PromptKind.CELEBRATION: "celebration",
}
Deed = Callable[[], Awaitable[object]]


class Play:
    def __init__(self, stage: Stage, town: Town, chance: random.Random) -> None:
        self.stage, self.town, self.chance = stage, town, chance
        ledger = stage.carriers.ledger
        self.record = Record(
            lambda: Mark(ledger.version, stage.clock.now()), town.zone, town.term, town.days_off
        )
        ledger.watchers.append(self.record.watch)
        self.adults = {it.name: it for family in town.families for it in family.adults}
        self.chats = {who: TEACHERS_CHAT + n for n, who in enumerate(town.teachers.values(), 1)}
        #: Ms Tane, or in a smaller school whoever teaches the last room.
        self.teacher = cast.TEACHER if cast.TEACHER in self.chats else next(reversed(self.chats))
        self.chats[cast.OFFICE] = TEACHERS_CHAT
        self._score: list[tuple[datetime, int, Deed]] = []

    # When

    def day(self, week: int, weekday: int, hour: int = 9, minute: int = 30) -> datetime:
        """A local time in a week of the term, counted from 1; Monday is 0."""
        day = self.town.monday + timedelta(weeks=week - 1, days=weekday)
        return occurrence(day, time(hour, minute), self.stage.school.calendar.zone)

    def at(self, moment: datetime, deed: Deed) -> None:
        """Nobody who speaks at the same moment waits for the other."""
        self._score.append((moment, len(self._score), deed))

    async def goes_on(self, until: datetime) -> None:
        while self._score:
            self._score.sort(key=lambda it: it[:2])
            moment = self._score[0][0]
            if moment >= until:
                break
            together = [deed for at, _n, deed in self._score if at == moment]
            self._score = self._score[len(together) :]
            await self.stage.goes_to(moment)
            await asyncio.gather(*(deed() for deed in together))
            await self.stage.settle()
        await self.stage.goes_to(until)

    # On the phones

    def phone(self, who: str) -> SmsPhone | TelegramPhone:
        """The one that they write on: Telegram, where they are there."""
        if who in self.chats:
            return self.stage.carriers.telegram_phone(self.chats[who], who, "en")
        held = [it.phone for it in self.record.phones if it.person == who and it.span.until is None]
        address = held[-1]
        carriers = self.stage.carriers
        return (
            carriers.sms_phone(address)
            if address.startswith("+")
            else carriers.telegram_phone(int(address), who)
        )

    async def says(self, who: str, *lines: str) -> None:
        """One line after the other, each answered before the next."""
        for words in lines:
            await self.phone(who).says(words)
            await self.stage.settle()

    async def taps(self, who: str, label: str) -> None:
        phone = self.phone(who)
        assert isinstance(phone, TelegramPhone)
        await phone.taps(label)
        await self.stage.settle()

    def sees(self, who: str) -> list[Sighting]:
        """Everything that the school has shown on their phones, oldest first."""
        theirs = {it.phone for it in self.record.phones if it.person == who} | {str(self.chats.get(who))}
        return [it for it in self.record.seen if it.phone in theirs and it.by == "school"]

    def code_for(self, who: str) -> str:
        return next(found[0] for it in reversed(self.sees(who)) if (found := CODE.search(it.text)))

    async def tells(self, who: str, child: str, audience: str, *, before: str = "", after: Sequence[str] = (),
                    words: str = "", must: Sequence[str] = ()) -> Said:  # fmt: skip
        """Words about a child, kept in mind by their number. `before`: SHARE; `after`: what it takes to place them."""
        adult = self.adults[who]
        form = words or (
            PRIVATE[adult.language] if audience == "school" else self.chance.choice(FROM_HOME[adult.language])
        )
        said = self.said(who, child, audience, form, must)
        text = said.words
        await self.phone(who).says(f"{before}{text}")
        for line in after:
            await self.stage.settle()
            await self.phone(who).says(line)
        return said

    def said(self, who: str, child: str, audience: str, form: str, must: Sequence[str] = (),
             media: str = "") -> Said:  # fmt: skip
        """Notes words that are about to be said. `must`: who hears them besides the child's teachers; urgent words and
        a learner's reach no teacher by themselves."""
        number = next(self.record.numbers)
        teachers = [] if audience in ("urgent", "learner") else self.teachers_of(child)
        said = Said(number, form.replace("{n}", str(number)), who, child, self.adults[who].home, audience,
                    self.record.now(), frozenset({*teachers, *must}), media=media)  # fmt: skip
        self.record.said.append(said)
        return said

    async def answers(self, teacher: str, to: Said, form: str) -> None:
        """A teacher replies on Telegram to what somebody wrote; nothing where it never came."""
        phone = self.phone(teacher)
        assert isinstance(phone, TelegramPhone)
        there = next(
            (it for it in reversed(phone.heard) if str(to.number) in it.text and it.by == "school"), None
        )
        if there is None:
            return
        number = next(self.record.numbers)
        text = form.replace("{n}", str(number))
        self.record.said.append(Said(number, text, teacher, to.child, to.home, to.audience, self.record.now(),
                                     frozenset({to.by}), to.by))  # fmt: skip
        await phone.replies_to(there, text)

    def teachers_of(self, child: str) -> list[str]:
        """Those who teach the child today, and still will when words are next read."""
        now, soon = self.record.now(), timedelta(days=4)
        return [it.person for it in self.record.duties
                if it.room == self.record.rooms[child] and it.span.holds(now.order, now.at)
                and it.span.holds(now.order, now.at + soon)]  # fmt: skip

    # At the console

    async def asks(self, teacher: str, wordings: dict[str, str], kind: PromptKind = PromptKind.PROMPT,
                   choices: Sequence[dict[str, str]] = (), called: str = "") -> None:  # fmt: skip
        """A teacher asks the room (the office: all of them), by the act that the console's form calls."""
        where = [room for room, who in self.town.teachers.items() if who == teacher] or [*self.town.rooms]
        self.asked(tuple(wordings.values()), tuple(where), called or ("poll" if choices else KINDS[kind]))

        def confirmed(desk: Desk) -> None:
            there = rooms.named(desk.db, desk.school.id, where)
            said = [Wording(tag, words) for tag, words in wordings.items()]
            made = prompting.draft(
                desk, staff(desk, teacher), said, room_ids=there, kind=kind, choices=choices
            )
            assert made is not None
            prompting.confirm(desk, made)

        await self.stage.act(confirmed)

    def asked(self, wordings: tuple[str, ...], where: tuple[str, ...], kind: str) -> None:
        self.record.asked.append(Asked(wordings, where, kind, self.record.now()))


def staff(desk: Desk, name: str) -> Person:
    found = people.staff_named(desk.db, desk.school.id, fold(name), desk.now)
    assert found is not None, name
    return found
