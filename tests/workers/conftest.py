"""Schools on pretend phones, for what falls due in several processes at once."""

from tests.conversations.conftest import open_school, school, yard

__all__ = ["open_school", "school", "yard"]
