"""Contenders that fail, each in its way. A file of their own: the other process brings in nothing else."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.bench.processes import Verbs


@asynccontextmanager
async def closed() -> AsyncIterator[Verbs]:
    raise LookupError("no carrier here")
    yield {}


@asynccontextmanager
async def clumsy() -> AsyncIterator[Verbs]:
    async def add(one: int, other: int) -> int:
        return one + other

    async def fall() -> None:
        raise ValueError("over its\n own feet")

    async def die() -> None:
        os._exit(1)

    async def faults() -> str:
        return "3 replies are troubled"

    yield {"faults": faults, "add": add, "fall": fall, "die": die}
