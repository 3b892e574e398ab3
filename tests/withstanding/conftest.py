"""Harakeke School once more, for a harder day."""

from tests.conversations.conftest import open_school, school, yard  # noqa: F401
