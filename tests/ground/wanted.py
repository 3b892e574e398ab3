"""What a machine may lack. A test that needs it is skipped with the reason, unless AHO_REQUIRE names it."""

import os
from typing import NoReturn

import pytest

TOLD_ON_SQLITE = pytest.mark.skip(reason="told on SQLite; on PostgreSQL too in .ci/run or with --long")


def required(environment: dict[str, str] | None = None) -> set[str]:
    listed = (os.environ if environment is None else environment).get("AHO_REQUIRE", "")
    return {word.strip() for word in listed.split(",") if word.strip()}


def in_ci() -> bool:
    """Where everything is wanted, whatever it costs."""
    return bool(os.environ.get("CI") or required())


def missing(what: str, why: str) -> NoReturn:
    if what in required():
        pytest.fail(f"AHO_REQUIRE asks for {what}: {why}", pytrace=False)
    pytest.skip(why)
