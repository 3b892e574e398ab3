"""SQL by hand on SQLite, for the floor and the naive way: with the same care for the disk as ours."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from bot.bench import school

NOW = f"{school.MORNING:{school.WRITTEN}}"  #: as SQLite holds a moment

#: Who hears a question to every room, each phone once, and what each will be sent.
FAN_OUT = """
INSERT INTO delivery (school_id, sender_id, channel, address, contact_id, person_id, prompt_id, content_id, gate, turn,
    reach, parts, due_at, state, tries, again, remind, created_at)
SELECT c.school_id, c.sender_id, c.channel, c.address, c.id, min(m.person_id), p.id, p.content_id, 'lane', 3,
    'prompts', (SELECT parts FROM delivery LIMIT 1), p.due_at, 'waiting', 0, false, true, p.due_at
FROM prompt p
JOIN prompt_room ON prompt_room.prompt_id = p.id
JOIN enrolment e ON e.room_id = prompt_room.room_id AND e.until IS NULL
JOIN household h ON h.child_id = e.child_id
JOIN membership m ON m.household_id = h.id AND m.until IS NULL AND m.scope = 'everything'
JOIN person ON person.id = m.person_id AND person.paused_until IS NULL
JOIN contact_person cp ON cp.person_id = m.person_id
JOIN contact c ON c.id = cp.contact_id AND c.state = 'active'
WHERE p.id = ? GROUP BY c.id
"""
FOR_WHOM = """
INSERT INTO delivery_child (school_id, delivery_id, child_id, household_id)
SELECT d.school_id, d.id, h.child_id, h.id
FROM delivery d
JOIN contact_person cp ON cp.contact_id = d.contact_id
JOIN membership m ON m.person_id = cp.person_id AND m.until IS NULL AND m.scope = 'everything'
JOIN household h ON h.id = m.household_id
WHERE d.prompt_id = ?
"""
ONE_MORE = """
INSERT INTO prompt (school_id, content_id, author_id, kind, state, due_at, created_at)
SELECT school_id, content_id, author_id, kind, state, due_at, created_at FROM prompt WHERE id = 1
"""
ITS_ROOMS = """
INSERT INTO prompt_room (school_id, prompt_id, room_id)
SELECT school_id, ?, room_id FROM prompt_room WHERE prompt_id = 1
"""


@contextmanager
def opened(url: str) -> Iterator[sqlite3.Connection]:
    file = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        file.execute(f"PRAGMA {pragma}")
    try:
        yield file
    finally:
        file.close()


def new_prompt(file: sqlite3.Connection) -> int:
    """The first question once more, for every room; nobody has it yet."""
    prompt = file.execute(ONE_MORE).lastrowid
    assert prompt is not None
    file.execute(ITS_ROOMS, (prompt,))
    return prompt


def fan_out(file: sqlite3.Connection, prompt: int) -> int:
    """Everybody's delivery in two statements and one transaction; how many."""
    file.execute("BEGIN IMMEDIATE")
    made = file.execute(FAN_OUT, (prompt,)).rowcount
    file.execute(FOR_WHOM, (prompt,))
    file.execute("COMMIT")
    return made
