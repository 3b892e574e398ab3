"""The School page, which the office reads and an admin changes; and the letters that go home."""

from tests.console.matrix.line import ADMIN, DESK, EVERYBODY, ROOM, do, look

LINES = (
    look("/school", DESK),
    do("/school/change/{part}", ADMIN, part="languages", on_mi="yes", on_sm="yes"),
    do("/school/days/add", ADMIN, kind="closure", first="2026-12-01", last="2026-12-01", name="Athletics"),
    do("/school/days/remove", ADMIN, kind="closure", first="2026-12-01"),
    do("/school/days/preview", DESK, ok=200, calendar="BEGIN:VCALENDAR"),
    do("/school/phrases", ADMIN, source="en", target="mi", words="Good morning", said="Mōrena"),
    do("/school/phrases/{id}/remove", ADMIN, id="phrase"),
    # letters: whoever sees a room prints for it; who came with one is the office's to look at
    look("/letters", EVERYBODY),
    do("/letters/print", ROOM, ok=200, room="{room}", **{"child_{child}": "yes"}),
    do("/letters/{id}/withdraw", ROOM, id="letter"),
    do("/letters/rooms/{id}/withdraw", ROOM, id="room"),
    do("/letters/arrivals/{id}", DESK, id="arrival", choice="no"),
)
