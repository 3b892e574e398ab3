"""The wire that all carriers share."""

import asyncio

import aiohttp
import pytest

from bot.channels.wire import open_wire

#: A server's usual patience with a connection that says nothing, in seconds: uvicorn's and Node's.
A_SERVERS = 5.0


@pytest.mark.anyio
async def test_an_idle_connection_is_given_up_long_before_a_server_hangs_up_on_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Holds IDLE: a POST on a connection that is being hung up on is lost, and its message uncertain for minutes."""
    idle = 0.0
    now = aiohttp.connector.monotonic
    monkeypatch.setattr(aiohttp.connector, "monotonic", lambda: now() + idle)
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while await reader.readline():
            if await reader.readuntil(b"\r\n\r\n"):
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, open_wire() as wire:
        for pause, so_far in ((0.0, 1), (0.5, 1), (A_SERVERS / 2, 2)):
            idle += pause
            async with wire.get(address) as answer:
                assert answer.status == 200
            assert connections == so_far
