"""Questions to families, and what came of them."""

from tests.console.matrix.line import EVERYBODY, NOBODY, ROOM, WORDS, do, look

LINES = (
    look("/ask", EVERYBODY),
    do("/ask", ROOM, refused=422, to="room {room}", **WORDS),
    do("/ask/count/{tag}", EVERYBODY, ok=200, tag="en", words_en="Tēnā koe"),
    look("/ask/{id}", ROOM, id="prompt"),
    look("/ask/{id}/change", ROOM, id="prompt"),
    do("/ask/{id}/change", ROOM, id="prompt", to="room {room}", **WORDS),
    do("/ask/{id}/confirm", ROOM, id="prompt", **WORDS),
    do("/ask/{id}/cancel", ROOM, id="prompt"),
    do("/ask/{id}/go-on", ROOM, id="prompt"),
    do("/ask/{id}/reword", ROOM, id="prompt"),
    look("/ask/earlier", EVERYBODY),
    look("/ask/groups", EVERYBODY),
    do("/ask/groups/{id}/remove", NOBODY, id="group"),  # somebody else's
    do("/ask/{id}/undo", ROOM, id="prompt"),
    do("/ask/{id}/once-only", ROOM, id="prompt"),
    look("/ask/{id}/sure", NOBODY, id="prompt"),  # it is no safety message
    do("/ask/{id}/sure", NOBODY, id="prompt", school="Harakeke School", why="Storm"),
    look("/ask/{id}/replies", ROOM, id="prompt"),
    look("/ask/{id}/replies.csv", ROOM, id="prompt"),
)
