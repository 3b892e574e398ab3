"""The letters that go home on paper, and who came with one."""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "letter",
        *_key(),
        sa.Column("household_id", _id(), nullable=False),
        sa.Column("code_id", _id(), nullable=False),
        sa.Column("person_id", _id(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("made_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("withdrawn_at", columns.Moment(timezone=True), nullable=True),
        *(_to("letter", column, table) for column, table in (
            ("household_id", "household"), ("code_id", "code"), ("person_id", "person"),
        )),
        *_own("letter"),
        sa.UniqueConstraint("code_id", name=op.f("uq_letter_code_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_letter_household_id_id"), "letter", ["household_id", "id"])
    op.create_table(
        "arrival",
        *_key(),
        sa.Column("letter_id", _id(), nullable=False),
        sa.Column("contact_id", _id(), nullable=False),
        sa.Column("person_id", _id(), nullable=False),
        sa.Column("asked", columns.Json(), nullable=False),
        sa.Column("came_at", columns.Moment(timezone=True), nullable=False),
        sa.Column("decided_at", columns.Moment(timezone=True), nullable=True),
        sa.Column("decided_by", _id(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        *(_to("arrival", column, table) for column, table in (
            ("letter_id", "letter"), ("contact_id", "contact"), ("person_id", "person"), ("decided_by", "person"),
        )),
        *_own("arrival"),
        sa.UniqueConstraint("letter_id", name=op.f("uq_arrival_letter_id")),
    )  # fmt: skip


def _key() -> list[sa.Column[int]]:
    return [
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
    ]


def _own(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f(f"fk_{table}_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("school_id", "id", name=op.f(f"uq_{table}_school_id_id")),
    ]


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["school_id", column],
        [f"{other}.school_id", f"{other}.id"],
        name=op.f(f"fk_{table}_school_id_{column}"),
    )


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
