"""Threads, what is said in them, and what did not arrive."""

from tests.console.matrix.line import DESK, EVERYBODY, ROOM, WORDS, do, look

LINES = (
    look("/threads", EVERYBODY),
    look("/threads/{id}", ROOM, id="thread"),
    do("/threads/{id}", ROOM, id="thread", to="home", **WORDS),
    do("/threads/{id}/machines", ROOM, id="thread"),
    look("/threads/{id}/wordings/{content}/{language}", ROOM, id="thread", content="content", language="mi"),
    do(
        "/threads/{id}/wordings/{content}/{language}",
        ROOM,
        ok=422,
        id="thread",
        content="content",
        language="mi",
    ),
    look("/media/{id}", ROOM, id="media"),
    look("/find", EVERYBODY),
    do("/find", EVERYBODY, ok=200, words="a child"),
    do("/threads/{id}/hand-over", ROOM, id="thread", to="{teacher}"),
    do("/threads/{id}/hand-back", ROOM, id="thread"),
    look("/threads/{id}/planned/{planned}", ROOM, id="thread", planned="planned"),
    do("/threads/{id}/planned/{planned}", ROOM, ok=422, id="thread", planned="planned"),
    do("/threads/{id}/planned/{planned}/cancel", ROOM, id="thread", planned="planned"),
    look("/threads/{id}/class/{message}", ROOM, id="thread", message="message"),
    do("/threads/{id}/class/{message}", ROOM, ok=422, id="thread", message="message", **WORDS),
    do("/threads/{id}/class/{message}/mark", ROOM, id="thread", message="message"),
    do("/threads/{id}/class/{message}/ask", ROOM, id="thread", message="message"),
    # who is away
    do("/absences/{id}/down", DESK, id="absence"),
    look("/threads/{id}/said/{message}/move", ROOM, id="thread", message="message"),
    do("/threads/{id}/said/{message}/move", ROOM, ok=422, id="thread", message="message"),
    # what did not arrive
    look("/delivery", EVERYBODY),
    do("/delivery/{id}/again", ROOM, id="sent"),
    do("/delivery/{id}/elsewhere", ROOM, id="sent"),
    do("/delivery/{id}/release", DESK, id="doubt"),
    do("/delivery/{id}/drop", DESK, id="doubt"),
    do("/delivery/phone/{id}/not-theirs", DESK, id="phone"),
    do("/delivery/phone/{id}/ask-again", DESK, id="phone"),
    do("/delivery/stranger/{id}/dismiss", DESK, id="stranger"),
    look("/delivery/stranger/{id}", DESK, id="stranger"),
    do("/delivery/stranger/{id}/homes/{home}", DESK, id="stranger", home="home", whose="{family}"),
    look("/delivery/heard/{id}", DESK, id="unplaced"),
    do("/delivery/heard/{id}/place", DESK, id="unplaced", where="{family}-{home}"),
    do("/delivery/heard/{id}/away", DESK, id="unplaced"),
)
