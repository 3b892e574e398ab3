"""Rolls that lie here for a day, the way back from them, and who may not be in a child's lanes."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    _table(
        "way_back",
        sa.Column("person_id", _id(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("steps", columns.Json(), nullable=True),
        sa.Column("about", columns.Json(), nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("until", _moment(), nullable=False),
        sa.Column("used_at", _moment(), nullable=True),
        to={"person_id": "person"},
    )
    op.create_index(op.f("ix_way_back_school_id_at"), "way_back", ["school_id", "at"])
    _table(
        "roll_sheet",
        sa.Column("person_id", _id(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("chosen", columns.Json(), nullable=True),
        sa.Column("end_missing", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_at", _moment(), nullable=False),
        sa.Column("seen", columns.Json(), nullable=True),
        sa.Column("mark", sa.Text(), nullable=True),
        sa.Column("way_back_id", _id(), nullable=True),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("until", _moment(), nullable=False),
        to={"person_id": "person", "way_back_id": "way_back"},
    )
    op.create_index(op.f("ix_roll_sheet_school_id_until"), "roll_sheet", ["school_id", "until"])
    _table(
        "roll_heading",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("chosen", columns.Json(), nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.UniqueConstraint("school_id", "mark", name=op.f("uq_roll_heading_school_id_mark")),
    )
    _table(
        "restriction",
        sa.Column("child_id", _id(), nullable=False),
        sa.Column("person_id", _id(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("since", _moment(), nullable=False),
        sa.Column("until", _moment(), nullable=True),
        sa.Column("by_id", _id(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        to={"child_id": "child", "person_id": "person", "by_id": "person"},
    )
    for column in ("child_id", "person_id", "address"):
        op.create_index(op.f(f"ix_restriction_{column}"), "restriction", [column])


def _table(name: str, *its_own: Any, to: dict[str, str] | None = None) -> None:
    """A table with a row's key, and with columns that point at rows of the same school."""
    op.create_table(
        name,
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        *its_own,
        *(
            sa.ForeignKeyConstraint(
                ["school_id", column],
                [f"{table}.school_id", f"{table}.id"],
                name=op.f(f"fk_{name}_school_id_{column}"),
            )
            for column, table in (to or {}).items()
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f(f"fk_{name}_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("school_id", "id", name=op.f(f"uq_{name}_school_id_id")),
    )


def _moment() -> sa.types.TypeEngine[Any]:
    return columns.Moment(timezone=True)


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
