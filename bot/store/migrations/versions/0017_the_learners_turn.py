"""The learner's own turn on a guardian's phone; and what cannot wait, for the office."""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0017"
down_revision = "0016"

DUE = "due_at IS NOT NULL"
OPEN = "seen_at IS NULL"


def upgrade() -> None:
    op.add_column("contact", sa.Column("turn_until", columns.Moment(timezone=True), nullable=True))
    _table(
        "learner_turn",
        {"contact_id": "contact", "person_id": "person", "household_id": "household"},
        {},
        _moment("started_at"),
        _moment("until"),
        sa.Column("state", sa.Text(), nullable=False),
        _moment("due_at", needed=False),
    )
    op.create_index(op.f("ix_learner_turn_contact_id_until"), "learner_turn", ["contact_id", "until"])
    op.create_index("ix_learner_turn_due_at", "learner_turn", ["due_at"],
                    sqlite_where=sa.text(DUE), postgresql_where=sa.text(DUE))  # fmt: skip
    _table(
        "learner_words",
        {"learner_turn_id": "learner_turn", "inbox_id": "inbox"},
        {"message_id": "message"},
        unique=("inbox_id", "message_id"),
    )
    op.create_index(op.f("ix_learner_words_learner_turn_id"), "learner_words", ["learner_turn_id"])
    _table(
        "urgent",
        {"contact_id": "contact", "inbox_id": "inbox", "content_id": "content"},
        {"person_id": "person", "seen_by": "person"},
        _moment("said_at"),
        _moment("seen_at", needed=False),
        unique=("inbox_id",),
    )
    op.create_index(op.f("ix_urgent_content_id"), "urgent", ["content_id"])
    op.create_index("ix_urgent_open", "urgent", ["school_id", "id"],
                    sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN))  # fmt: skip


def _table(name: str, needed: dict[str, str], allowed: dict[str, str], *more: sa.Column[object],
           unique: tuple[str, ...] = ()) -> None:  # fmt: skip
    """A table of a school's rows, each about rows of the same school."""
    pointing = {**needed, **allowed}
    op.create_table(
        name,
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        *(sa.Column(it, _id(), nullable=it in allowed) for it in pointing),
        *more,
        *(
            sa.ForeignKeyConstraint(
                ["school_id", column],
                [f"{other}.school_id", f"{other}.id"],
                name=op.f(f"fk_{name}_school_id_{column}"),
            )
            for column, other in pointing.items()
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f(f"fk_{name}_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("school_id", "id", name=op.f(f"uq_{name}_school_id_id")),
        *(sa.UniqueConstraint(it, name=op.f(f"uq_{name}_{it}")) for it in unique),
    )


def _moment(name: str, *, needed: bool = True) -> sa.Column[object]:
    return sa.Column(name, columns.Moment(timezone=True), nullable=not needed)


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
