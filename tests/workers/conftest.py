"""Schools on pretend phones, and benches, for what falls due in several processes at once."""

from tests.conversations.conftest import open_school, school, yard
from tests.dispatch.conftest import open_bench

__all__ = ["open_bench", "open_school", "school", "yard"]
