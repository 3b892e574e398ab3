"""Whether a prompt has been answered is looked for among one family's words, never among the whole school's."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from bot.store import engine, messages, nudging
from bot.store.prepared import Prepared

NOW = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)


@pytest.fixture
def db(database_url: str) -> Iterator[Connection]:
    opened = engine.connect(database_url)
    with opened.begin() as db:
        yield db
    opened.dispose()


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        (messages._HOMES_ASKED, {"delivery": 1, "prompt": 1, "author": 1}),
        (nudging._REMEMBER, {"ids": [1], "now": NOW}),
    ],
)
def test_an_answer_is_looked_for_at_home(db: Connection, asked: Prepared, values: dict[str, object]) -> None:
    """A thousand families answer one prompt, and each answer, each reminder would read all that came before.

    Goes red when either statement may go by the prompt (without its `+ 0`).
    """
    ready = asked._for(db)
    begins = "EXPLAIN QUERY PLAN" if db.dialect.name == "sqlite" else "EXPLAIN"
    raw = db.connection.dbapi_connection
    sql, given = ready._worded(values)
    assert raw is not None
    plan = " ".join(str(row[-1]) for row in raw.execute(f"{begins} {sql}", given).fetchall())  # type: ignore[attr-defined]
    assert "message" in plan
    assert "ix_message_prompt_id" not in plan
