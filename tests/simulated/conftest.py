"""The carriers of `bot.simulated`, served; and a school that only listens."""

from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from bot.simulated import Carriers, app, http_post
from tests.simulated.school import NOON, School, served


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def school() -> AsyncIterator[School]:
    school = School()
    doors = Starlette(routes=[Route("/{path:path}", school.door, methods=["POST"])])
    async with served(doors) as school.address:
        yield school


@pytest.fixture
async def carriers(school: School) -> AsyncIterator[Carriers]:
    carriers = Carriers(lambda: NOON, http_post, pause=0.0, patience=lambda tries: 0.0)
    async with served(Starlette(routes=[Mount("/simulated", app(carriers))])) as address:
        carriers.move_to(f"{address}/simulated")
        yield carriers
        carriers.close()
