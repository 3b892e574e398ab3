"""Who came by a code, of codes that were used before this was noted."""

import json
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from bot.store import engine

AT = "2026-11-24 00:00:00+00:00"
#: By kind: who stands in the code (Mere is 1, Nana 2), and who came with it.
CODES = {
    "family": (1, None), "new phone": (2, 2), "telegram": (2, 2), "staff": (2, 2), "letter": (1, 2), "upload": (2, None),
    "known": (1, None), "sign-in": (2, None), "not used": (2, None),
}  # fmt: skip


def before(url: str) -> None:
    """The tables as they were, and one code of each kind in them, with all that points at codes."""
    opened = engine.connect(url)
    alembic = Config()
    alembic.set_main_option("script_location", str(engine.MIGRATIONS))
    alembic.attributes["engine"] = opened
    command.upgrade(alembic, "0021")
    engine.act(opened, _filled)
    opened.dispose()


def _filled(db: Connection) -> None:
    def put(table: str, **row: Any) -> None:
        names, marks = ", ".join(row), ", ".join(f":{it}" for it in row)
        db.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), row)

    put("school", id=1, key="one", profile="{}", created_at=AT)
    for it, name in ((1, "Mere"), (2, "Nana")):
        put(
            "person",
            id=it,
            school_id=1,
            name=name,
            folded=name,
            language="en",
            language_chosen=False,
            weekly=5,
            created_at=AT,
        )
    put("sender", id=1, school_id=1, channel="sms", address="+64", marks="{}")
    put("contact", id=1, school_id=1, sender_id=1, channel="sms", address="+642", state="active", zone="UTC",
        created_at=AT)  # fmt: skip
    put("child", id=1, school_id=1, name="Tama", folded="tama", created_at=AT)
    put("household", id=1, school_id=1, child_id=1, label="home")
    for number, (kind, (whose, _came)) in enumerate(CODES.items(), 1):
        of = {"known": "letter", "not used": "telegram"}.get(kind, kind)
        used = {} if kind in ("sign-in", "not used") else {"used_at": AT, "used_by": 1}
        put("code", id=number, school_id=1, person_id=whose, kind=of, digest=kind, about=json.dumps({"is": kind}),
            made_at=AT, expires_at=AT, **used)  # fmt: skip
        if of == "letter":
            put(
                "letter",
                id=number + 50,
                school_id=1,
                household_id=1,
                code_id=number,
                language="en",
                made_at=AT,
            )
            put("arrival", school_id=1, letter_id=number + 50, contact_id=1, person_id=2, asked="[]", came_at=AT,
                outcome="known" if kind == "known" else None)  # fmt: skip
        if of == "upload":
            put("upload", school_id=1, code_id=number, contact_id=1, mark="a-1", file="a", got=0, began_at=AT)


def test_what_tells_who_it_was_is_asked(empty_database_url: str) -> None:
    """Holds the migration: every code is there as it was, and what points at one still does."""
    before(empty_database_url)
    engine.migrate(empty_database_url)
    opened = engine.connect(empty_database_url)

    def found(db: Connection) -> dict[str, tuple[int, int | None]]:
        rows = db.execute(text("SELECT id, digest, about, person_id, came_id FROM code ORDER BY id")).all()
        assert [it.id for it in rows] == list(range(1, len(CODES) + 1))
        assert all(json.loads(it.about) == {"is": it.digest} for it in rows)
        return {it.digest: (it.person_id, it.came_id) for it in rows}

    assert engine.look(opened, found) == CODES
    with pytest.raises(IntegrityError):
        engine.act(opened, lambda db: db.execute(text("DELETE FROM code WHERE kind = 'upload'")))
    with pytest.raises(IntegrityError):
        engine.act(opened, lambda db: db.execute(text("UPDATE code SET came_id = 9")))
    opened.dispose()
