"""Every address of the console, and who may: one line each. tests/console/test_every_route.py tries them all.

A new page needs a line for its `get` and one for its `post`, in the file here that it belongs to:

    look("/threads/{id}", ROOM, id="thread"),
    do("/threads/{id}", ROOM, id="thread", to="home", words_en="Tēnā koe", once="one form"),

* First the address, then who may (line.py). Whoever may not is told 404, as for what is not there.
* For each {name} in the address: which thing stands there, out of tests/console/things.py (a Room 7 one, a Room 5 one,
  another school's, and an id that nobody has are tried in turn); any other word stands there as it is (`language="mi"`).
* The rest is the form (`words_en` is the field `words-en`); `{room}`, or any other thing, in a field or in its name is
  its id. `file` is sent as a file.
* `ok`: what whoever may is answered: 200 for a look and 303 for a deed, unless the line says otherwise.
  `refused`: where whoever may not is not told 404, but that the form is not right.
"""

from tests.console.matrix import asking, door, people, roll, school, series, threads
from tests.console.matrix.line import AT_WORK, OPEN, OUTSIDE, Line

__all__ = ["AT_WORK", "LINES", "OPEN", "OUTSIDE", "Line"]

LINES = (
    *door.LINES,
    *threads.LINES,
    *asking.LINES,
    *series.LINES,
    *people.LINES,
    *roll.LINES,
    *school.LINES,
)
