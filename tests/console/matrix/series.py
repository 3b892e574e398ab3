"""Series: all may read and copy; their texts are the writer's and the desk's, a room's own is whoever sees it."""

from typing import Any

from tests.console.matrix.line import DESK, EVERYBODY, ROOM, WORDS, do, look

SERIES: dict[str, Any] = {"name": "Stars", "subject": "talk", "youngest": "5", "oldest": "9"}

LINES = (
    look("/series", EVERYBODY),
    look("/series/new", EVERYBODY),
    do("/series/new", EVERYBODY, kind="tip", **SERIES, **WORDS),
    look("/series/library/{key}", EVERYBODY, key="reading-at-home"),
    look("/series/library/{key}/file", EVERYBODY, key="reading-at-home"),
    do("/series/library/{key}/take", EVERYBODY, key="reading-at-home"),
    do("/series/library/{key}/copy", EVERYBODY, key="reading-at-home"),
    look("/series/{id}", EVERYBODY, id="series"),
    look("/series/{id}/file", EVERYBODY, id="series"),
    do("/series/{id}/copy", EVERYBODY, id="series"),
    look("/series/{id}/start", EVERYBODY, id="series"),
    do("/series/{id}/start", EVERYBODY, ok=422, id="series"),
    do("/series/runs/{id}", ROOM, id="run", do="pause"),
    look("/series/{id}/change", DESK, id="series"),
    do("/series/{id}/change", DESK, id="series", **SERIES),
    look("/series/{id}/parts/{number}", DESK, id="series", number="1"),
    do("/series/{id}/parts/{number}", DESK, id="series", number="1", kind="tip", **WORDS),
)
