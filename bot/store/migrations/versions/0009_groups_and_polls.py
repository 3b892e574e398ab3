"""Children picked by hand, groups of them that are kept, and questions with choices."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = (("prompt", "by_hand"), ("prompt", "choices"), ("message", "choice"))


def upgrade() -> None:
    op.add_column("prompt", sa.Column("by_hand", sa.Boolean(), nullable=True))
    op.add_column("prompt", sa.Column("choices", sa.Text(), nullable=True))
    op.add_column("message", sa.Column("choice", sa.Integer(), nullable=True))
    _pairs("prompt_child", "prompt")
    op.create_index(op.f("ix_prompt_child_child_id"), "prompt_child", ["child_id"])
    op.create_table(
        "child_group",
        *_key("child_group"),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        _to("child_group", "person"),
        sa.UniqueConstraint("person_id", "folded", name=op.f("uq_child_group_person_id_folded")),
    )
    _pairs("child_group_child", "child_group")


def _pairs(table: str, of: str) -> None:
    """A table that says which children something is for."""
    op.create_table(
        table,
        *_key(table),
        sa.Column(f"{of}_id", _ID, nullable=False),
        sa.Column("child_id", _ID, nullable=False),
        _to(table, of),
        _to(table, "child"),
        sa.UniqueConstraint(f"{of}_id", "child_id", name=op.f(f"uq_{table}_{of}_id_child_id")),
    )


def _key(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("school_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f(f"fk_{table}_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("school_id", "id", name=op.f(f"uq_{table}_school_id_id")),
    ]


def _to(table: str, of: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_school_id_{of}_id")
    return sa.ForeignKeyConstraint(["school_id", f"{of}_id"], [f"{of}.school_id", f"{of}.id"], name=name)


def downgrade() -> None:
    for table in ("child_group_child", "child_group", "prompt_child"):
        op.drop_table(table)
    for table, column in COLUMNS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)
