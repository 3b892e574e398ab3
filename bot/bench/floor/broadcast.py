"""A broadcast by hand: claimed and settled in chunks, called over bare aiohttp."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from bot.bench import by_hand, school
from bot.bench.processes import Verbs

CHUNK, AT_ONCE = 256, 32
NOW = by_hand.NOW
WAITING = """
SELECT id, school_id, contact_id, sender_id, address FROM delivery
WHERE sender_id = (SELECT id FROM sender WHERE channel = 'telegram') AND state = 'waiting' AND turn = 3 AND due_at <= ?
ORDER BY due_at LIMIT ?
"""


@asynccontextmanager
async def sending(url: str, carrier: int) -> AsyncIterator[Verbs]:
    """Claimed and settled in chunks, called over bare aiohttp, 32 at once."""
    with by_hand.opened(url) as file:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as wire:

            async def send(least: int) -> int:
                gone = 0
                while gone < least:
                    gone += await _chunk(
                        file, wire, f"http://127.0.0.1:{carrier}/bot{school.TOKEN}/sendMessage"
                    )
                return gone

            async def fill() -> int:
                return by_hand.fan_out(file, by_hand.new_prompt(file)) // 2

            yield {"fill": fill, "send": send}


async def _chunk(file: sqlite3.Connection, wire: aiohttp.ClientSession, to: str) -> int:
    rows = file.execute(WAITING, (NOW, CHUNK)).fetchall()
    file.execute("BEGIN IMMEDIATE")
    file.executemany("INSERT INTO attempt (school_id, delivery_id, contact_id, sender_id, token, state, claimed_at, "
                     "called_at, absences) VALUES (?, ?, ?, ?, ?, 'calling', ?, ?, 0)",
                     [(row[1], row[0], row[2], row[3], f"try {row[0]}", NOW, NOW) for row in rows])  # fmt: skip
    file.executemany("UPDATE delivery SET state = 'calling', words = ?, tries = 1 WHERE id = ?",
                     [("What did you cook together?", row[0]) for row in rows])  # fmt: skip
    file.execute("COMMIT")

    async def call(row: Any) -> tuple[str, str, int]:
        async with wire.post(to, json={"chat_id": row[4], "text": "What did you cook together?"}) as answer:
            told = await answer.json()
        return f"{told['result']['chat']['id']}:{told['result']['message_id']}", NOW, row[0]

    settled = await asyncio.gather(*map(call, rows))
    file.execute("BEGIN IMMEDIATE")
    file.executemany("UPDATE delivery SET state = 'sent', external_id = ?, sent_at = ? WHERE id = ?", settled)
    file.executemany("UPDATE attempt SET state = 'settled', outcome = 'sent', settled_at = ? WHERE token = ?",
                     [(NOW, f"try {row[0]}") for row in rows])  # fmt: skip
    file.execute("COMMIT")
    return len(rows)
