"""Who is away on a day, and at which hour somebody wants all of a day in one message."""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    _table(
        "absence",
        {"child_id": "child", "household_id": "household", "said_by": "person", "message_id": "message",
         "taken_by": "person"},
        ("message_id", "taken_by"),
        sa.Column("day", sa.Text(), nullable=False),
        _moment("said_at", nullable=False),
        _moment("withdrawn_at"),
        _moment("taken_at"),
        unique=("household_id", "day"),
    )  # fmt: skip
    op.create_index(op.f("ix_absence_school_id_day"), "absence", ["school_id", "day"])
    _table(
        "digest_hour",
        {"person_id": "person"},
        (),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        _moment("chosen_at", nullable=False),
        unique=("person_id", "kind"),
    )


def _table(name: str, about: dict[str, str], may_lack: tuple[str, ...], *more: sa.Column[object],
           unique: tuple[str, ...]) -> None:  # fmt: skip
    """A table of a school's rows, each about rows of the same school."""
    op.create_table(
        name,
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        *(sa.Column(column, _id(), nullable=column in may_lack) for column in about),
        *more,
        *(
            sa.ForeignKeyConstraint(
                ["school_id", column],
                [f"{there}.school_id", f"{there}.id"],
                name=op.f(f"fk_{name}_school_id_{column}"),
            )
            for column, there in about.items()
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f(f"fk_{name}_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("school_id", "id", name=op.f(f"uq_{name}_school_id_id")),
        sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}")),
    )


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, columns.Moment(timezone=True), nullable=nullable)


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
