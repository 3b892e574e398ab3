"""What was loaded is not looked through for garbage again and again."""

import gc
import subprocess
import sys

STOPS_FOR = """
import gc, weakref
import bot.main
from bot.litter import keep_what_is_there
before = len(gc.get_objects())
class Ring:
    pass
ring = Ring()
ring.itself, gone = ring, weakref.ref(ring)
del ring
keep_what_is_there()
print(before, len(gc.get_objects()), int(gone() is not None))
"""


def test_a_collection_looks_at_nothing_that_was_loaded() -> None:
    """`gc.freeze`, and what is garbage by then is not kept for ever: all that a school needs is 200,000 objects, and to look at them stops every answer meanwhile."""
    told = subprocess.run(
        [sys.executable, "-c", STOPS_FOR], capture_output=True, text=True, check=True, timeout=60
    )
    before, after, left = map(int, told.stdout.split())
    assert before > 50_000
    assert after < before / 10
    assert left == 0
    assert gc.isenabled()
