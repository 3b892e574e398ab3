"""Whose voice it is: the child's, with whose phone, or whoever wrote it."""

from collections.abc import Mapping
from typing import Any

from bot.model.chat import MessageKind
from bot.store.learners import READ
from bot.store.rows import Row

#: In the place of what a child said on a parent's phone, and no guardian has sent: it is the family's.
OF_A_CHILD = "A child’s own words, which only the family can read."


def writer(row: Row) -> str:
    """As the school reads it; `row` tells `by_child`, `child_name` and `writer_name`."""
    return named(row["child_name"], str(row["writer_name"]), by_child=row["by_child"])


def named(child: str, writer: str, *, by_child: bool) -> str:
    return f"{child}, with {writer}’s phone" if by_child else writer


def voice(kind: str, *, by_child: bool) -> str:
    """Which of a thread's three voices."""
    if by_child:
        return "child"
    return "school" if kind == MessageKind.ANSWER else "whānau"


def phone(channel: str, address: str) -> str:
    """Where somebody wrote from, as the school may use it: a chat's own number is nobody's to dial."""
    return address if channel == "sms" else "a chat on Telegram"


def read(row: Mapping[Any, Any]) -> str:
    """What somebody was sent, as the office may read it; `row` tells what it `asks`."""
    return OF_A_CHILD if row["asks"] == READ else row["words"] or ""
