"""What families have settled for themselves: scopes, ends, private matters, and how each takes part."""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0015"
down_revision = "0013"

ENDS = "until IS NOT NULL"


def upgrade() -> None:
    op.add_column("person", sa.Column("prefers", sa.Text(), nullable=True))
    op.add_column("membership", sa.Column("subject", sa.Text(), nullable=True))
    op.add_column("prompt", sa.Column("subject", sa.Text(), nullable=True))
    op.add_column("prompt", sa.Column("matter", sa.Text(), nullable=True))
    op.add_column("message", sa.Column("matter", sa.Text(), nullable=True))
    op.create_index(
        "ix_membership_until",
        "membership",
        ["until"],
        sqlite_where=sa.text(ENDS),
        postgresql_where=sa.text(ENDS),
    )
    _table(
        "private_yes",
        ("membership", "person"),
        _moment("at"),
        unique=("membership_id", "person_id"),
    )
    _table("end_asked", ("membership",), _moment("until"), _moment("at"), unique=("membership_id", "until"))
    _table(
        "way",
        ("person",),
        sa.Column("own_words", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("settings", columns.Json(), nullable=False),
        _moment("said_at"),
        sa.Column("confirmed_at", columns.Moment(timezone=True), nullable=True),
    )
    op.create_index(op.f("ix_way_person_id_confirmed_at"), "way", ["person_id", "confirmed_at"])
    _table(
        "refusal",
        ("person",),
        sa.Column("kind", sa.Text(), nullable=False),
        _moment("at"),
        unique=("person_id", "kind"),
    )


def _table(name: str, about: tuple[str, ...], *more: sa.Column[object], unique: tuple[str, ...] = ()) -> None:
    """A table of a school's rows, each about rows of the same school."""
    op.create_table(
        name,
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        *(sa.Column(f"{it}_id", _id(), nullable=False) for it in about),
        *more,
        *(
            sa.ForeignKeyConstraint(
                ["school_id", f"{it}_id"],
                [f"{it}.school_id", f"{it}.id"],
                name=op.f(f"fk_{name}_school_id_{it}_id"),
            )
            for it in about
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f(f"fk_{name}_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("school_id", "id", name=op.f(f"uq_{name}_school_id_id")),
        *([sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}"))] if unique else []),
    )


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, columns.Moment(timezone=True), nullable=False)


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
