"""Words that were put into another thread, and phones from which nobody has written for long."""

import sqlalchemy as sa
from alembic import op

from bot.store import columns

revision = "0019"
down_revision = "0015"

LOOKED_AT = "look_at IS NOT NULL"


def upgrade() -> None:
    op.add_column("contact", sa.Column("look_at", columns.Moment(timezone=True), nullable=True))
    # Looked at once, soon: whoever has written within the year has another look a year after that.
    op.execute("UPDATE contact SET look_at = notice_at WHERE channel = 'sms' AND notice_at IS NOT NULL")
    op.create_index(
        "ix_contact_look_at",
        "contact",
        ["school_id", "look_at"],
        sqlite_where=sa.text(LOOKED_AT),
        postgresql_where=sa.text(LOOKED_AT),
    )
    points = {"message_id": "message", "from_id": "thread", "to_id": "thread", "by_id": "person"}
    op.create_table(
        "move",
        sa.Column("id", _id(), autoincrement=True, nullable=False),
        sa.Column("school_id", _id(), nullable=False),
        *(sa.Column(name, _id(), nullable=False) for name in points),
        sa.Column("prompt_id", _id(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ears", sa.Text(), nullable=False),
        sa.Column("at", columns.Moment(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["school_id", name],
                [f"{table}.school_id", f"{table}.id"],
                name=op.f(f"fk_move_school_id_{name}"),
            )
            for name, table in {**points, "prompt_id": "prompt"}.items()
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_move_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
        sa.UniqueConstraint("school_id", "id", name=op.f("uq_move_school_id_id")),
    )
    op.create_index(op.f("ix_move_message_id"), "move", ["message_id"])


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
