"""Three plain statements and a commit for each message on PostgreSQL, over many connections at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import psycopg

from bot.bench.processes import Verbs

TABLES = (
    "CREATE TABLE plain_inbox (id bigserial PRIMARY KEY, key text UNIQUE, words text)",
    "CREATE TABLE plain_message (id bigserial PRIMARY KEY, inbox_id bigint REFERENCES plain_inbox, words text)",
    "CREATE TABLE plain_delivery (id bigserial PRIMARY KEY, message_id bigint REFERENCES plain_message, state text)",
)


@asynccontextmanager
async def keeping(url: str, connections: int) -> AsyncIterator[Verbs]:
    async with AsyncExitStack() as stack:
        lines = [
            await stack.enter_async_context(await psycopg.AsyncConnection.connect(url))
            for _ in range(connections)
        ]
        for table in TABLES:
            await lines[0].execute(table.encode())
        await lines[0].commit()
        numbers = iter(range(10**9))

        async def keep(messages: int) -> int:
            left = iter(range(messages))

            async def one_by_one(line: psycopg.AsyncConnection) -> None:
                for _ in left:
                    cursor = await line.execute(
                        "INSERT INTO plain_inbox (key, words) VALUES (%s, 'Kia ora') RETURNING id",
                        (f"key {next(numbers)}",),
                    )
                    cursor = await line.execute(
                        "INSERT INTO plain_message (inbox_id, words) VALUES (%s, 'Kia ora') RETURNING id",
                        await cursor.fetchone(),
                    )
                    await line.execute(
                        "INSERT INTO plain_delivery (message_id, state) VALUES (%s, 'waiting')",
                        await cursor.fetchone(),
                    )
                    await line.commit()

            await asyncio.gather(*map(one_by_one, lines))
            return messages

        yield {"keep": keep}
