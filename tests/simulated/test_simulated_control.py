"""The carriers in a process of their own, moved from outside."""

import asyncio
import base64
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

pytestmark = pytest.mark.anyio
FATHER, SINA = "+642000000042", "7000000042"


@pytest.fixture
async def outside(root: Path) -> AsyncIterator[aiohttp.ClientSession]:
    """A session whose base is the control of a running `python -m bot.simulated`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.simulated",
        "--port",
        str(port),
        cwd=root,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            await answering(session)
            yield session
    finally:
        program.terminate()
        await program.wait()


async def answering(session: aiohttp.ClientSession) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                async with session.get("/control/ledger"):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)


async def test_phones_ledger_and_faults_from_another_process(outside: aiohttp.ClientSession) -> None:
    async def post(path: str, told: dict[str, Any]) -> int:
        async with outside.post(f"/control/{path}", json=told) as answer:
            return answer.status

    assert await post("phones", {"channel": "sms", "address": FATHER}) == 200
    assert await post("phones", {"channel": "telegram", "address": SINA, "first_name": "Sina"}) == 200
    assert await post(f"phones/{FATHER}/says", {"text": "Kia ora"}) == 200
    assert await post(f"phones/{SINA}/starts", {"payload": "X"}) == 200
    voice = base64.b64encode(b"OggS").decode()
    assert await post(f"phones/{SINA}/sends_voice", {"content": voice}) == 200
    assert await post(f"phones/{SINA}/taps", {"button": "nothing there"}) == 400
    assert await post(f"phones/{FATHER}/flies", {}) == 400
    queue = [{"kind": "error500_before"}]
    assert await post("faults", {"carrier": "telegram", "queue": queue}) == 200
    assert await post("faults", {"carrier": "telegram", "queue": [{"kind": "gremlins"}]}) == 400

    async with outside.get("/control/ledger") as answer:
        ledger = await answer.json()
    async with outside.get("/control/settings") as answer:
        settings = await answer.json()
    assert [bubble["text"] for bubble in ledger["phones"][FATHER]] == ["Kia ora"]
    assert [bubble["text"] for bubble in ledger["phones"][SINA]] == ["/start X", ""]
    assert ledger["texts"][0]["direction"] == "inbound"
    async with outside.get(
        f"{settings['AHO_TELEGRAM_API_URL']}{settings['AHO_TELEGRAM_TOKEN']}/getMe"
    ) as answer:
        assert answer.status == 200
