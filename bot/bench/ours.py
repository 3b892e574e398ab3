"""Aho itself as a contender: the real house, the real handlers, the real clients."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from bot.acts import prompting
from bot.acts.desk import Desk
from bot.bench import door
from bot.bench.open_house import house as opened
from bot.bench.open_house import morning_clock, settings, unhurried
from bot.bench.processes import Verbs
from bot.house import House
from bot.jobs import nudges, prompts, retries
from bot.model.chat import Wording
from bot.model.delivery import Finding, Outcome, Outgoing, Sent, Unsure
from bot.model.people import Person, Role
from bot.store import counting, people
from bot.store import prompts as prompt_rows
from bot.web.app import app
from bot.web.doors import Doors

T = TypeVar("T")
PATIENCE = 300.0  #: seconds for one slice
WRONG = ("failed", "unsure", "cancelled")
QUESTION = Wording("en", "What did you cook together at the weekend? A word or two is plenty.")


@asynccontextmanager
async def answering(url: str, carrier: int) -> AsyncIterator[Verbs]:
    """Hears, keeps and acts; what it writes for others stays in the outbox: sending is measured by itself."""
    async with opened(url, carrier) as house:
        doors = Doors(settings(url, carrier), house.act_and_wake, house.look, house.speech, morning_clock,
                      house.now, house.media, house.health)  # fmt: skip
        async with door.opened(app(doors, dict(house.channels), house.take, house.take_receipt)) as port:

            async def told() -> int:
                return port

            async def draft() -> int:
                return await house.act(scheduled)

            async def fan_out(prompt: int) -> int:
                return await _written(house, prompt)

            yield {"port": told, "draft": draft, "fan_out": fan_out, "faults": lambda: house.look(_faults)}


@asynccontextmanager
async def sending(url: str, carrier: int, channel: str, chunk: int) -> AsyncIterator[Verbs]:
    """`fill` puts a question to everybody, `send` claims, calls and settles until at least so many have gone."""
    async with opened(url, carrier, (channel,), unhurried(channel, chunk)) as house:
        yield {"fill": lambda: _fill(house), "send": lambda least: _send(house, least),
               "faults": lambda: house.look(_faults)}  # fmt: skip


@asynccontextmanager
async def holding(url: str, carrier: int) -> AsyncIterator[Verbs]:
    """As `serve` sends to Telegram: everything that goes on by itself, at the real rate."""
    async with opened(url, carrier, ("telegram",)) as house:
        await _fan_out(house)

        async def hold(seconds: float) -> None:
            await house.open()
            await asyncio.sleep(seconds)

        yield {"hold": hold}


@asynccontextmanager
async def fanning(url: str) -> AsyncIterator[Verbs]:
    async with opened(url, 1) as house:

        async def fan_out() -> int:
            return await _fan_out(house)

        yield {"fan_out": fan_out}


@asynccontextmanager
async def ticking(url: str) -> AsyncIterator[Verbs]:
    """Everything that looks for what is due, looked at one after the other."""
    async with opened(url, 1, ()) as house:
        jobs: dict[str, Callable[[Desk], int]] = {
            "prompts": prompts.fan_out_due,
            "activities": prompts.send_activity,
            "reminders": nudges.remind,
            "retries": lambda desk: retries.take_up(desk, lambda _desk, _item: None),
        }

        async def tick(times: int) -> dict[str, float]:
            """Milliseconds of CPU that one look takes, job by job."""
            spent = {}
            for name, job in jobs.items():
                begun = time.process_time()
                for _ in range(times):
                    await house.act(job)
                spent[name] = 1000 * (time.process_time() - begun) / times
            return spent

        async def remind(seconds: float) -> int:
            """Reminders written, until none is due or the time is up."""
            put, ends = 0, time.perf_counter() + seconds
            while time.perf_counter() < ends and (made := await house.act(nudges.remind)):
                put += made
            return put

        yield {"tick": tick, "remind": remind}


@asynccontextmanager
async def settling(url: str, chunk: int) -> AsyncIterator[Verbs]:
    """As `sending`, but the call itself costs nothing, so that only the rows are measured."""
    async with opened(url, 1, (), unhurried("telegram", chunk)) as house:
        house.channels["telegram"] = _Nothing()  # type: ignore[index]
        yield {"fill": lambda: _fill(house), "send": lambda least: _send(house, least),
               "faults": lambda: house.look(_faults)}  # fmt: skip


class _Nothing:
    """A carrier that takes everything, inside this process."""

    name = "telegram"

    async def send(self, out: Outgoing) -> Outcome:
        return Sent(out.attempt, state="sent")

    async def find(self, open: object) -> Finding:
        return Unsure("nobody to ask")

    async def close(self) -> None: ...


async def _fill(house: House) -> int:
    """A question to everybody; how many wait for it on one channel: half of all."""
    return await _fan_out(house) // 2


async def _send(house: House, least: int) -> int:
    """Slice after slice until at least so many have gone, or none is left."""
    gone, made = 0, 1
    while gone < least and made:
        made = await house.dispatcher.round(PATIENCE, asyncio.ALL_COMPLETED)
        gone += made
    return gone


async def _fan_out(house: House) -> int:
    """A new question, written page by page for everybody, as the tick does it; how many phones."""
    return await _written(house, await house.act(scheduled))


async def _written(house: House, prompt: int) -> int:
    put = await house.act(lambda desk: prompting.fan_out(desk, prompt))
    while (page := await house.act(lambda desk: prompting.go_on(desk, prompt))).looked:
        put += page.phones
    return put


def _faults(desk: Desk) -> str:
    """What did not end as it should: a figure of what went wrong would be worth nothing."""
    heard = counting.inbox(desk.db, desk.school.id)
    sent = [
        (f"{channel} deliveries", *rest) for channel, *rest in counting.deliveries(desk.db, desk.school.id)
    ]
    found = [("replies", *it) for it in heard if it[0] != "done"] + [it for it in sent if it[1] in WRONG]
    return ", ".join(f"{count} {what} are {state}" for what, state, count in found)


def scheduled(desk: Desk) -> int:
    """A new question of a teacher's to every room, confirmed and due."""
    roles = {role for role, _room in people.roles(desk.db, teacher(desk).id, desk.now)}
    if Role.OFFICE not in roles:  # who does not work for a room asks nobody there
        people.employ(desk.db, desk.school.id, teacher(desk).id, Role.OFFICE, None, desk.now, None)
    prompt = prompting.draft(desk, teacher(desk), [QUESTION], room_ids=prompt_rows.rooms(desk.db, 1))
    assert prompt is not None
    prompt_rows.move(desk.db, prompt, only_from=("draft",), state="scheduled", due_at=desk.now)
    return prompt


def teacher(desk: Desk) -> Person:
    return people.person_by_id(desk.db, prompt_rows.one(desk.db, 1)["author_id"])
