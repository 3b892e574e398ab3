"""The roll and the staff list come in from spreadsheets: looked at first, then all of it or nothing.

A room and a child's name are the same child, unless a child_id says otherwise. An adult is known by phone
and name, or by name within one home of one child. Whatever could be meant in two ways is refused, with the
line, the reason and the way out: a wrong guess would show one family's words to another.

What people did themselves is theirs: a language they chose, a STOP, a place that a family gave or took back.
"""

from bot.acts.roll.applying import Applied, apply
from bot.acts.roll.files import Source
from bot.acts.roll.files.headings import UnknownHeadings
from bot.acts.roll.naming import BadRoll, BadRow
from bot.acts.roll.planning import Plan, plan
from bot.acts.roll.reading import text_of

__all__ = ["Applied", "BadRoll", "BadRow", "Plan", "Source", "UnknownHeadings", "apply", "plan", "text_of"]
