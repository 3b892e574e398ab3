"""Who works here, who saw what, children and their homes, and rooms that change."""

from tests.console.matrix.line import ADMIN, DESK, WHOLE_SCHOOL, do, look

LINES = (
    look("/people", DESK),
    do("/people/{id}/telegram", DESK, ok=200, id="teacher"),
    do("/people/{id}/sign-in", DESK, ok=200, id="teacher"),
    look("/saw", WHOLE_SCHOOL),
    look("/saw/{id}", WHOLE_SCHOOL, id="child"),
    do("/saw/{id}/print", WHOLE_SCHOOL, ok=200, id="child", home="{home}"),
    look("/staff", ADMIN),
    do("/staff", ADMIN, name="Tui", role="office"),
    do("/staff/{id}/end", ADMIN, id="work"),
    # a child: each home apart, for the office
    look("/children/{id}", DESK, id="child"),
    do("/children/{id}/name", DESK, id="child", name="Aroha"),
    do("/children/{id}/move", DESK, id="child", room="{room}"),
    do("/children/{id}/places/{place}", DESK, id="child", place="place", name="Aroha", relation="aunt"),
    do("/children/{id}/places/{place}/phone", DESK, id="child", place="place", phone="021 000 0455"),
    do("/children/{id}/places/{place}/language", DESK, id="child", place="place", language="sm"),
    do("/children/{id}/places/{place}/stop", DESK, id="child", place="place", how="call"),
    do(
        "/children/{id}/homes/{home}/people",
        DESK,
        id="child",
        home="home",
        name="Tui Rata",
        relation="nana",
        language="en",
    ),
    look("/people/{id}/new-child", DESK, id="room"),
    do("/people/{id}/new-child", DESK, id="room", child="Tui Rata"),
    do("/children/{id}/places/{place}/new-phone", DESK, ok=200, id="child", place="place"),
    do("/children/{id}/places/{place}/end", DESK, id="child", place="place", why="family"),
    do(
        "/children/{id}/homes", DESK, id="child", label="N", name="Tui Rata", relation="mother", language="en"
    ),
    do("/children/{id}/places/{place}/home", DESK, id="child", place="place", label="Z"),
    do("/children/{id}/kept-out", DESK, id="child", address="021 000 0456"),
    do("/children/{id}/kept-out/{restriction}/lift", DESK, id="child", restriction="restriction"),
    # large changes
    look("/people/{id}/merge", DESK, id="family"),
    do("/people/{id}/merge", DESK, id="family", other="{another}"),
    do("/people/move", DESK, to_room="{room}", **{"child_{child}": "yes"}),
    look("/people/rollover", DESK),
    do("/people/rollover", DESK, ok=200),
    do("/people/rollover/do", DESK, ok=200, mark="0"),  # nobody has looked at it
    do("/people/undo/{id}", DESK, id="way"),
)
