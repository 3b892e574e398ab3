"""Coming in, oneself, the day, and nowhere."""

from tests.console.matrix.line import EVERYBODY, NOBODY, OPEN, do, look

LINES = (
    look("/enter", OPEN),
    do("/enter", OPEN, do="link", name="Mx Nobody"),
    look("/enter/{code}", OPEN, code="0000000000"),
    do("/enter/{code}", OPEN, ok=410, code="0000000000"),
    look("/second", OPEN, ok=410),
    do("/second", OPEN, ok=410, code="000000"),
    look("/signed-out", OPEN),
    do("/leave", EVERYBODY),
    # the day
    look("/", EVERYBODY),
    look("/unreached", EVERYBODY),
    look("/live", EVERYBODY),
    look("/status", EVERYBODY),
    # oneself
    look("/me", EVERYBODY),
    do("/me/telegram", EVERYBODY, ok=200),
    do("/me/sessions/{id}/end", NOBODY, id="session"),
    do("/me/password", EVERYBODY, password="four wet gumboots stand here"),
    look("/me/second", EVERYBODY),
    do("/me/second", EVERYBODY, do="begin"),
    # nowhere
    look("/{rest:path}", NOBODY, rest="nowhere"),
    do("/{rest:path}", NOBODY, rest="nowhere"),
)
