"""What waits for the weekly text, and what each call was counted as: by us, and by its carrier."""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0007"
down_revision = "0005"

WAITS = "digest_id IS NULL"
MISCOUNTED = "charged <> segments"


def upgrade() -> None:
    op.create_table(
        "gathered",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        sa.Column("delivery_id", _id(), nullable=False),
        sa.Column("contact_id", _id(), nullable=False),
        sa.Column("digest_id", _id(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("at", columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "contact_id"],
            ["contact.school_id", "contact.id"],
            name=op.f("fk_gathered_school_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "delivery_id"],
            ["delivery.school_id", "delivery.id"],
            name=op.f("fk_gathered_school_id_delivery_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "digest_id"],
            ["delivery.school_id", "delivery.id"],
            name=op.f("fk_gathered_school_id_digest_id"),
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_gathered_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathered")),
        sa.UniqueConstraint("delivery_id", name=op.f("uq_gathered_delivery_id")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_gathered_school_id_id")),
    )
    op.create_index(
        "ix_gathered_waits",
        "gathered",
        ["school_id", "contact_id"],
        sqlite_where=sa.text(WAITS),
        postgresql_where=sa.text(WAITS),
    )
    op.create_index(op.f("ix_gathered_digest_id"), "gathered", ["digest_id"])
    op.add_column("attempt", sa.Column("segments", sa.Integer(), nullable=True))
    op.add_column("attempt", sa.Column("charged", sa.Integer(), nullable=True))
    op.create_index(
        "ix_attempt_miscounted",
        "attempt",
        ["school_id", "called_at"],
        sqlite_where=sa.text(MISCOUNTED),
        postgresql_where=sa.text(MISCOUNTED),
    )


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
