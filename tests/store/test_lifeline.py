"""A PostgreSQL that falls silent, as when its machine or the network is gone: nobody closes the connection."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest
from psycopg.conninfo import conninfo_to_dict

from bot.store import engine, locks, notices
from tests.workers.crew import play, until

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


class Wire:
    """Between us and the server, on a TCP port."""

    def __init__(self, url: str) -> None:
        known = conninfo_to_dict(notices.plain(url))
        self.host, self.server_port = str(known.get("host")), int(known.get("port") or 5432)
        self.user, self.name = quote(str(known["user"])), known["dbname"]
        self.secret = f":{quote(str(known['password']))}" if known.get("password") else ""
        self.carries = asyncio.Event()
        self.carries.set()
        self._ways: list[asyncio.Task[None]] = []

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        listening = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        yield f"postgresql+psycopg://{self.user}{self.secret}@127.0.0.1:{port}/{self.name}"
        listening.close()
        for way in self._ways:
            way.cancel()
        await asyncio.gather(*self._ways, return_exceptions=True)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.carries.is_set():
            writer.close()
            return
        if self.host.startswith("/"):
            theirs = await asyncio.open_unix_connection(f"{self.host}/.s.PGSQL.{self.server_port}")
        else:
            theirs = await asyncio.open_connection(self.host, self.server_port)
        self._ways += [
            asyncio.create_task(self._carry(reader, theirs[1])),
            asyncio.create_task(self._carry(theirs[0], writer)),
        ]

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer):
            while some := await reader.read(65536):
                await self.carries.wait()
                writer.write(some)
                await writer.drain()


def test_a_hold_that_nobody_answers_for_is_not_believed_in(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Holds `locks.ANSWERS`: whoever waited here could not know that another has taken over."""
    monkeypatch.setattr(locks, "ANSWERS", 0.2)

    async def scene() -> None:
        wire = Wire(database_url)
        async with wire.open() as url, locks.alone_with(url, 7) as held:
            assert held is not None and await held()
            wire.carries.clear()
            assert not await held()

    play(scene())


def test_news_that_cannot_come_any_more_end(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Holds `notices.QUIET` and `ANSWERS`: pages would wait for ever on a connection that has died."""
    monkeypatch.setattr(notices, "QUIET", 0.2)
    monkeypatch.setattr(notices, "ANSWERS", 0.2)
    heard: list[int] = []

    async def scene() -> None:
        wire = Wire(database_url)
        async with wire.open() as url:

            async def listen() -> None:
                async for it in notices.heard(url):
                    heard.append(it)

            listening = asyncio.create_task(listen())
            await until(lambda: heard == [0])
            opened = engine.connect(database_url)
            await asyncio.sleep(0.5)  # it has asked meanwhile, and listens on
            engine.act(opened, lambda db: notices.tell(db, [5]))
            opened.dispose()
            await until(lambda: heard == [0, 5])
            wire.carries.clear()
            with pytest.raises(TimeoutError):
                await listening

    play(scene())
