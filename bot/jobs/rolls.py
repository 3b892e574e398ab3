"""Spreadsheets that the office brought, and ways back from large changes, have their day; then they are deleted."""

from bot.acts.desk import Desk
from bot.store import ways_back


def forget(desk: Desk) -> int:
    """How many rows were deleted or emptied."""
    return ways_back.forget(desk.db, desk.now)
