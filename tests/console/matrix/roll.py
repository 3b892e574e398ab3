"""The roll: brought as a file, looked at, brought in, undone. All of it is the office's."""

from tests.console.matrix.line import DESK, do, look

ROLL = "room,child,adult,relation,phone,language,household\nRoom 7,Lagi,Sefina,mother,021 000 0301,sm,A\n"

LINES = (
    look("/roll", DESK),
    do("/roll", DESK, file=ROLL),
    look("/roll/{id}", DESK, id="sheet"),
    do("/roll/{id}/look", DESK, id="sheet"),
    do("/roll/{id}/headings", DESK, id="sheet"),
    do("/roll/{id}/headings/anew", DESK, id="sheet"),
    do("/roll/{id}/apply", DESK, id="sheet", mark="{mark}"),
    do("/roll/{id}/undo", DESK, id="sheet"),
    look("/roll/{id}/to-mend", DESK, id="bad sheet"),
)
